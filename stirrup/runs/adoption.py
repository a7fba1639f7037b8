"""Adopt what was tried: choices, homes kept back, weights, for the nights to come.

Nothing is decided about anybody here: the next run makes new proposals, and a named person decides
on each of them. All changes are adopted, or none.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.matching.tables import FOR_NOBODY
from stirrup.matching.trials.trial import Tried
from stirrup.matching.trials.what_if import Ban, Change, Hold, Pin, Release, Weight
from stirrup.permissions import Permission, require
from stirrup.referrals.models import Referral
from stirrup.refusals import RefusedError
from stirrup.runs.choice_models import PairChoice, UnitHold
from stirrup.runs.choices import (
    HomeNotOpenError,
    ReferralNotReadyError,
    add_choice,
)
from stirrup.runs.enums import ChoiceKind
from stirrup.runs.holds import add_hold, end_hold
from stirrup.runs.parameters import add_parameters, policy_in_force, weights_in_force
from stirrup.units.models import Unit
from stirrup.wording import N_

KINDS = {Pin: ChoiceKind.PIN, Ban: ChoiceKind.BAN}


class NothingTriedError(RefusedError):
    """There is no change to adopt."""

    sentence = N_("No change is being tried: there is nothing to adopt.")


class PinNotMetError(RefusedError):
    """A pair that cannot be met would only be asked for in vain."""

    sentence = N_("A pair asked for cannot be met: remove it before you adopt the other changes.")


def adopt(
    tried: Tried, changes: Sequence[Change], *, by: User, note: str, until: date
) -> list[PairChoice | UnitHold]:
    """Store every change for the nights before `until`, each in the name of `by`.

    Raises NothingTriedError, PinNotMetError, and what the services of choices, holds and
    parameters raise; then nothing at all is stored.
    """
    require(by, Permission.WHAT_IF_USE)
    if not changes:
        raise NothingTriedError
    if tried.solution.unmet_pins:
        raise PinNotMetError
    made: list[PairChoice | UnitHold] = []
    try:
        for change in changes:
            made.extend(_store(change, by=by, note=note, until=until))
        _adopt_weights(changes, by=by, note=note)
        _open_homes(changes, by=by)
    except RefusedError:
        db.session.rollback()
        raise
    db.session.commit()
    return made


def first_night_after(nights: int) -> date:
    """The first night that knows nothing any more of what is adopted for so many nights."""
    return today() + timedelta(days=nights)


def _store(change: Change, *, by: User, note: str, until: date) -> list[PairChoice | UnitHold]:
    if isinstance(change, Pin | Ban):
        referral = db.session.get(Referral, change.referral_id)
        if referral is None:
            raise ReferralNotReadyError
        unit, kind = _unit(change.unit_id), KINDS[type(change)]
        return [add_choice(referral, unit, kind, by=by, note=note, expires_on=until)]
    if isinstance(change, Hold):
        unit = _unit(change.unit_id)
        return [add_hold(unit, by=by, kept_for=FOR_NOBODY, until=until, note=note)]
    return []


def _unit(unit_id: int) -> Unit:
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise HomeNotOpenError
    return unit


def _adopt_weights(changes: Sequence[Change], *, by: User, note: str) -> None:
    """The weights in force with the parts that were tried; the policy stays."""
    parts: dict[str, Any] = {one.part: one.value for one in changes if isinstance(one, Weight)}
    if parts:
        weights = replace(weights_in_force(), **parts)
        add_parameters(by=by, weights=weights, policy=policy_in_force(), note=note)


def _open_homes(changes: Sequence[Change], *, by: User) -> None:
    """Release what is still kept."""
    homes = [change.unit_id for change in changes if isinstance(change, Release)]
    kept = select(UnitHold).where(UnitHold.unit_id.in_(homes), UnitHold.released_at.is_(None))
    for hold in db.session.scalars(kept).all():
        end_hold(hold, by=by)
