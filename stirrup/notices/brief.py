"""The morning on one page: the night, what to decide first, what stalls, what is about to be lost.

References, communes and figures alone: it may be printed, and left on a table (Q-10).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload, load_only

from stirrup.database import Shortlist, shortlist
from stirrup.geography import get_commune
from stirrup.placements.ending_homes import EndingHome, ending_homes
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.late_stays import LateStay, late_stays
from stirrup.placements.models import Placement
from stirrup.referrals.enums import Urgency
from stirrup.referrals.models import Referral
from stirrup.runs.changes import changes_of
from stirrup.runs.enums import UNDECIDED_STATES
from stirrup.runs.models import Proposal
from stirrup.runs.queries import last_published_run
from stirrup.units.models import Unit

MOST_DECISIONS, MOST_LATE, MOST_HOMES, MOST_REFUSALS = 5, 3, 5, 5


@dataclass(frozen=True, slots=True)
class Night:
    """The last finished run; what changed is None when there is nothing to compare with."""

    business_date: date
    finished_at: datetime
    is_of_today: bool
    households: int
    homes: int
    proposals: int
    is_proved: bool
    changes: tuple[int, int, int] | None
    """New, moved, gone."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal to decide."""

    proposal_id: int
    reference: str
    referral: str
    commune: str
    waiting_days: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal whose reason the team reviews."""

    placement_id: int
    reference: str


@dataclass(frozen=True, slots=True)
class Brief:
    """All of it; each list says how many there are besides those it begins with."""

    day: date
    night: Night | None
    decisions: Shortlist[Decision]
    late: Shortlist[LateStay]
    ending: Shortlist[EndingHome]
    refusals: Shortlist[Refusal]


def brief_of(day: date) -> Brief:
    """The morning of a day, as things stand. At most six questions."""
    return Brief(
        day=day,
        night=_night(day),
        decisions=_decisions(day),
        late=late_stays(day, MOST_LATE),
        ending=ending_homes(day, MOST_HOMES),
        refusals=_refusals(),
    )


def _night(day: date) -> Night | None:
    run = last_published_run()
    if run is None or run.finished_at is None:
        return None
    changes = changes_of(run)
    return Night(
        business_date=run.business_date,
        finished_at=run.finished_at,
        is_of_today=run.business_date == day,
        households=run.households_count or 0,
        homes=run.units_count or 0,
        proposals=run.proposals_count or 0,
        is_proved=run.is_proved,
        changes=(len(changes.new), len(changes.moved), len(changes.gone)) if changes else None,
    )


def _decisions(day: date) -> Shortlist[Decision]:
    """The most urgent first, then who has waited longest."""
    urgency = case({level.value: level.band for level in Urgency}, value=Referral.urgency)
    query = (
        select(Proposal)
        .join(Proposal.referral)
        .where(Proposal.state.in_(UNDECIDED_STATES))
        .options(
            load_only(Proposal.number, Proposal.created_at),
            joinedload(Proposal.referral).load_only(Referral.waiting_since),
            joinedload(Proposal.unit).load_only(Unit.commune_code),
        )
        .order_by(urgency, Referral.waiting_since, Proposal.id)
    )
    return shortlist(query, MOST_DECISIONS, lambda row: _decision(row.Proposal, day))


def _decision(proposal: Proposal, day: date) -> Decision:
    since = proposal.referral.waiting_since
    return Decision(
        proposal_id=proposal.id,
        reference=proposal.reference,
        referral=proposal.referral.reference,
        commune=get_commune(proposal.unit.commune_code).name,
        waiting_days=(day - since).days if since else 0,
    )


def _refusals() -> Shortlist[Refusal]:
    """Stays with a refusal whose reason the team has not reviewed, the oldest first."""
    query = (
        select(StepAnswer.placement_id)
        .where(StepAnswer.needs_review, StepAnswer.review.is_(None))
        .group_by(StepAnswer.placement_id)
        .order_by(func.min(StepAnswer.id))
    )
    return shortlist(query, MOST_REFUSALS, _refusal)


def _refusal(row: Any) -> Refusal:
    return Refusal(row.placement_id, Placement(id=row.placement_id).reference)
