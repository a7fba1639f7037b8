"""From rows to a matching.Problem: all that is open and ready, less what a proposal holds."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true

from stirrup.extensions import db
from stirrup.matching.problem import Problem
from stirrup.referrals.models import Referral
from stirrup.runs import open_units, ready_households, room_left
from stirrup.runs.choices import pairs_in_force
from stirrup.runs.enums import UNDECIDED_STATES, ChoiceKind, HoldReason
from stirrup.runs.holds import masks_in_force
from stirrup.runs.models import Proposal
from stirrup.runs.parameters import weights_in_force
from stirrup.runs.undecided import is_kept, is_replaced
from stirrup.units.models import Place, Unit


def load(business_date: date, *, seed: int, territory: Sequence[str] | None = None) -> Problem:
    """The problem of a run; what a kept proposal holds, place and household, is left out.

    Homes kept by the policy take part as if they were not: the policy decides anew each night.
    `territory`: INSEE codes of the communes whose units take part; None is everywhere.
    """
    kept = is_kept(territory)
    waits = and_(
        Referral.id.not_in(select(Proposal.referral_id).where(kept)),
        ready_households.is_ready(business_date),
    )
    return _load(
        business_date,
        seed,
        units=Unit.commune_code.in_(territory) if territory else true(),
        places=Place.id.not_in(select(Proposal.place_id).where(kept)),
        households=ready_households.is_in_no_broken_group(waits),
        masks=masks_in_force(business_date, HoldReason.REVIEWER),
    )


def load_proposals(proposals: Sequence[Proposal], on: date) -> Problem:
    """The same for both sides of some proposals, as they are on that day; every hold binds."""
    return _load(
        on,
        seed=0,
        units=Unit.id.in_([proposal.unit_id for proposal in proposals]),
        places=Place.id.in_([proposal.place_id for proposal in proposals]),
        households=and_(
            Referral.id.in_([proposal.referral_id for proposal in proposals]),
            ready_households.is_ready(on),
        ),
        masks=masks_in_force(on, *HoldReason),
    )


def load_around(unit_ids: Collection[int], on: date) -> Problem:
    """Some homes, those that an undecided proposal holds, and all who wait; every hold binds."""
    held = select(Proposal.unit_id).where(Proposal.state.in_(UNDECIDED_STATES))
    return _load(
        on,
        seed=0,
        units=or_(Unit.id.in_(unit_ids), Unit.id.in_(held)),
        places=true(),
        households=ready_households.is_in_no_broken_group(ready_households.is_ready(on)),
        masks=masks_in_force(on, *HoldReason),
    )


def _load(
    on: date,
    seed: int,
    *,
    units: ColumnElement[bool],
    places: ColumnElement[bool],
    households: ColumnElement[bool],
    masks: Mapping[int, int],
) -> Problem:
    free_places = open_units.free_places(and_(units, places))
    return Problem.from_rows(
        business_date=on,
        seed=seed,
        weights=weights_in_force(),
        units=open_units.unit_rows(units, free_places, masks),
        households=ready_households.household_rows(households, on),
        capacities=room_left.of_associations(),
        owner_capacities=room_left.of_landlords(),
        building_capacities=room_left.of_buildings(),
        **_pairs(on),
        **_places(households),
    )


def _pairs(on: date) -> dict[str, Any]:
    return {
        "declined_pairs": ready_households.declined_pairs(on),
        "banned_pairs": pairs_in_force(ChoiceKind.BAN, on),
        "pinned_pairs": pairs_in_force(ChoiceKind.PIN, on),
        "standing_pairs": _standing_pairs(),
    }


def _places(households: ColumnElement[bool]) -> dict[str, Any]:
    accepted, refused = ready_households.stated_communes(households)
    excluded, circles = ready_households.safety(households)
    return {
        "accepted_communes": accepted,
        "refused_communes": refused,
        "excluded_communes": excluded,
        "safety_zones": circles,
        "anchors": ready_households.anchors(households),
    }


def _standing_pairs() -> list[tuple[int, int]]:
    query = select(Proposal.referral_id, Proposal.unit_id).where(is_replaced(None))
    return [(referral_id, unit_id) for referral_id, unit_id in db.session.execute(query)]
