"""From rows to a matching.Problem: all that is open and ready, less what a proposal holds."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, true

from stirrup.extensions import db
from stirrup.matching.problem import Problem
from stirrup.referrals.models import Referral
from stirrup.runs import open_units, ready_households
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import Proposal
from stirrup.units.models import Place, Unit


def load(business_date: date, *, seed: int, territory: Sequence[str] | None = None) -> Problem:
    """The problem of a run; what a kept proposal holds, place and household, is left out.

    `territory`: INSEE codes of the communes whose units take part; None is everywhere.
    """
    kept = is_kept(territory)
    return _load(
        business_date,
        seed,
        units=Unit.commune_code.in_(territory) if territory else true(),
        places=Place.id.not_in(select(Proposal.place_id).where(kept)),
        households=Referral.id.not_in(select(Proposal.referral_id).where(kept)),
    )


def load_pair(proposal: Proposal, on: date) -> Problem:
    """The same for the two sides of one proposal, as they are on that day."""
    return _load(
        on,
        seed=0,
        units=Unit.id == proposal.unit_id,
        places=Place.id == proposal.place_id,
        households=Referral.id == proposal.referral_id,
    )


def is_kept(territory: Sequence[str] | None) -> ColumnElement[bool]:
    """Undecided proposals that a run leaves alone: postponed ones, and those of other communes."""
    postponed = Proposal.state == ProposalState.POSTPONED
    if not territory:
        return postponed
    elsewhere = select(Unit.id).where(Unit.commune_code.not_in(territory))
    return or_(postponed, and_(is_replaced(None), Proposal.unit_id.in_(elsewhere)))


def is_replaced(territory: Sequence[str] | None) -> ColumnElement[bool]:
    """Undecided proposals that a run replaces by its own."""
    submitted = Proposal.state == ProposalState.SUBMITTED
    if not territory:
        return submitted
    here = select(Unit.id).where(Unit.commune_code.in_(territory))
    return and_(submitted, Proposal.unit_id.in_(here))


def _load(
    on: date,
    seed: int,
    *,
    units: ColumnElement[bool],
    places: ColumnElement[bool],
    households: ColumnElement[bool],
) -> Problem:
    free_places = open_units.free_places(and_(units, places))
    ready = and_(households, ready_households.is_ready(on))
    accepted, refused = ready_households.stated_communes(ready)
    excluded, circles = ready_households.safety(ready)
    return Problem.from_rows(
        business_date=on,
        seed=seed,
        units=open_units.unit_rows(units, free_places),
        households=ready_households.household_rows(ready, on),
        capacities=ready_households.remaining_support(),
        declined_pairs=ready_households.declined_pairs(on),
        standing_pairs=_standing_pairs(),
        accepted_communes=accepted,
        refused_communes=refused,
        excluded_communes=excluded,
        safety_zones=circles,
        anchors=ready_households.anchors(ready),
    )


def _standing_pairs() -> list[tuple[int, int]]:
    query = select(Proposal.referral_id, Proposal.unit_id).where(is_replaced(None))
    return [(referral_id, unit_id) for referral_id, unit_id in db.session.execute(query)]
