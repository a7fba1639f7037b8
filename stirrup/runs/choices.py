"""Pairs that a named person asks for, or rules out, for the next nights."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.refusals import RefusedError
from stirrup.runs.choice_models import PairChoice
from stirrup.runs.enums import ChoiceKind
from stirrup.runs.nights_ahead import require_a_coming_day, require_a_note
from stirrup.runs.open_units import free_places
from stirrup.units.enums import TAKES_PART
from stirrup.units.models import Unit
from stirrup.wording import N_

LONGEST_CHOICE = timedelta(days=365)


class HomeNotOpenError(RefusedError):
    """The night does not propose this home: nothing can be asked of it."""

    sentence = N_("This home is not open to the night. Nothing was changed.")


class ReferralNotReadyError(RefusedError):
    """The night does not look for a home for this household."""

    sentence = N_("This referral is not ready for the night. Nothing was changed.")


class AlreadyChosenError(RefusedError):
    """Somebody said something about this very pair, and it still holds."""

    sentence = N_("A choice about this pair is already in force: end it first.")


class HouseholdAlreadyPinnedError(RefusedError):
    """A household moves into one home."""

    sentence = N_("Another home is already asked for this household: end that choice first.")


class HomeAlreadyPinnedError(RefusedError):
    """Every free place of the home is asked for by others."""

    sentence = N_("This home is already asked for another household: end that choice first.")


class ChoiceAlreadyEndedError(RefusedError):
    """Somebody ended it, or its last day has passed."""

    sentence = N_("This choice has already ended.")


def choose_pair(
    referral: Referral, unit: Unit, kind: ChoiceKind, *, by: User, note: str, expires_on: date
) -> PairChoice:
    """Ask for a pair, or rule it out, for every night before `expires_on`.

    Raises AbsentNoteError, DayRefusedError, HomeNotOpenError, ReferralNotReadyError, and of what
    contradicts a choice in force AlreadyChosenError, HouseholdAlreadyPinnedError,
    HomeAlreadyPinnedError.
    """
    choice = add_choice(referral, unit, kind, by=by, note=note, expires_on=expires_on)
    db.session.commit()
    return choice


def add_choice(
    referral: Referral, unit: Unit, kind: ChoiceKind, *, by: User, note: str, expires_on: date
) -> PairChoice:
    """The same within a larger transaction, which the caller commits."""
    require(by, Permission.PAIR_CHOOSE, referral)
    words = require_a_note(note)
    require_a_coming_day(expires_on, today(), LONGEST_CHOICE)
    _require_both_sides(referral, unit)
    _close_expired(today())
    _refuse_contradiction(referral, unit, kind)
    choice = PairChoice(
        kind=kind, referral=referral, unit=unit, note=words, made_by=by, expires_on=expires_on
    )
    db.session.add(choice)
    try:
        audit.record(
            by,
            f"pair_{kind.value}_made",
            choice,
            referral=referral.id,
            unit=unit.id,
            until=expires_on.isoformat(),
        )
        db.session.flush()
    except IntegrityError as race:
        db.session.rollback()
        raise AlreadyChosenError from race
    return choice


def end_choice(choice: PairChoice, *, by: User) -> PairChoice:
    """Forget a choice before its day. Raises ChoiceAlreadyEndedError."""
    require(by, Permission.PAIR_CHOOSE, choice)
    if choice.ended_at is not None or choice.expires_on <= today():
        raise ChoiceAlreadyEndedError
    choice.ended_at = now()
    audit.record(by, f"pair_{choice.kind.value}_ended", choice)
    db.session.commit()
    return choice


def choices_in_force(on: date) -> list[PairChoice]:
    """Every choice that the night of this day knows, the oldest first, with both its sides."""
    query = select(PairChoice).where(is_in_force(on)).order_by(PairChoice.id)
    sides = (joinedload(PairChoice.referral), joinedload(PairChoice.unit))
    return list(db.session.scalars(query.options(*sides, joinedload(PairChoice.made_by))))


def pairs_in_force(kind: ChoiceKind, on: date) -> list[tuple[int, int]]:
    """(referral id, unit id) of the choices of one kind, for the matcher."""
    query = select(PairChoice.referral_id, PairChoice.unit_id)
    rows = db.session.execute(query.where(PairChoice.kind == kind, is_in_force(on)))
    return [(referral_id, unit_id) for referral_id, unit_id in rows]


def is_in_force(on: date) -> ColumnElement[bool]:
    """Neither ended by somebody nor by its day."""
    return and_(PairChoice.ended_at.is_(None), PairChoice.expires_on > on)


def _require_both_sides(referral: Referral, unit: Unit) -> None:
    if unit.state not in TAKES_PART:
        raise HomeNotOpenError
    if referral.state != ReferralState.READY:
        raise ReferralNotReadyError


def _refuse_contradiction(referral: Referral, unit: Unit, kind: ChoiceKind) -> None:
    """No second word on a pair; no more pins than the household can use or the home can hold."""
    about = PairChoice.referral_id == referral.id, PairChoice.unit_id == unit.id
    if _count(*about):
        raise AlreadyChosenError
    if kind == ChoiceKind.BAN:
        return
    is_pin = PairChoice.kind == ChoiceKind.PIN
    if _count(is_pin, PairChoice.referral_id == referral.id):
        raise HouseholdAlreadyPinnedError
    places = free_places(Unit.id == unit.id).get(unit.id, [])
    if _count(is_pin, PairChoice.unit_id == unit.id) >= len(places):
        raise HomeAlreadyPinnedError


def _count(*conditions: ColumnElement[bool]) -> int:
    query: Select[Any] = select(func.count()).where(PairChoice.ended_at.is_(None), *conditions)
    return int(db.session.scalar(query) or 0)


def _close_expired(on: date) -> None:
    """What a day has ended makes room for a new choice about the same pair."""
    passed = update(PairChoice).where(PairChoice.ended_at.is_(None), PairChoice.expires_on <= on)
    db.session.execute(passed.values(ended_at=now()))
