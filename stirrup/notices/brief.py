"""The morning on one page: the night, what to decide first, what stalls, what is about to be lost.

References, communes and figures alone: it may be printed, and left on a table (Q-10).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnExpressionArgument, Select, case, func, select
from sqlalchemy.orm import defer, joinedload

from stirrup.extensions import db
from stirrup.geography import get_commune
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.lanes.steps import Words
from stirrup.placements.lifecycle import latest_first_day
from stirrup.placements.models import Placement
from stirrup.referrals.enums import Urgency
from stirrup.referrals.models import Referral
from stirrup.runs.changes import changes_of
from stirrup.runs.enums import UNDECIDED_STATES
from stirrup.runs.models import Proposal
from stirrup.runs.open_units import TAKES_PART
from stirrup.runs.queries import last_published_run
from stirrup.units.models import Unit

MOST_DECISIONS, MOST_STALLS, MOST_HOMES, MOST_REFUSALS = 5, 3, 5, 5
SOON = timedelta(days=30)
LONGEST_STAY = timedelta(days=185)
"""Six months are never longer."""


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
class Stall:
    """A stay whose step is late."""

    placement_id: int
    reference: str
    step: Words
    late_days: int


@dataclass(frozen=True, slots=True)
class LeavingHome:
    """A home in which six months can begin until `last_start`, and not later."""

    unit_id: int
    reference: str
    commune: str
    last_start: date


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal whose reason the team reviews."""

    placement_id: int
    reference: str


@dataclass(frozen=True, slots=True)
class Brief:
    """All of it; `waiting`, `late` and `to_review` count what the lists only begin."""

    day: date
    night: Night | None
    waiting: int
    decisions: tuple[Decision, ...]
    late: int
    stalls: tuple[Stall, ...]
    leaving: tuple[LeavingHome, ...]
    to_review: int
    refusals: tuple[Refusal, ...]


def brief_of(day: date) -> Brief:
    """The morning of a day, as things stand. At most twelve queries."""
    late = (Placement.state == PlacementState.SCHEDULED, Placement.step_due_on < day)
    unreviewed = (StepAnswer.needs_review, StepAnswer.review.is_(None))
    waiting, late_count, to_review = _counts(
        select(Proposal.id).where(Proposal.state.in_(UNDECIDED_STATES)),
        select(Placement.id).where(*late),
        select(StepAnswer.id).where(*unreviewed),
    )
    return Brief(
        day=day,
        night=_night(day),
        waiting=waiting,
        decisions=tuple(_decisions(day)),
        late=late_count,
        stalls=tuple(_stalls(day, select(Placement).where(*late))),
        leaving=tuple(_leaving(day)),
        to_review=to_review,
        refusals=tuple(_refusals(*unreviewed)),
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


def _decisions(day: date) -> list[Decision]:
    """The most urgent first, then who has waited longest."""
    urgency = case({level.value: level.band for level in Urgency}, value=Referral.urgency)
    query = (
        select(Proposal)
        .join(Proposal.referral)
        .where(Proposal.state.in_(UNDECIDED_STATES))
        .options(defer(Proposal.explanation), joinedload(Proposal.referral))
        .options(joinedload(Proposal.unit))
        .order_by(urgency, Referral.waiting_since, Proposal.id)
        .limit(MOST_DECISIONS)
    )
    return [_decision(proposal, day) for proposal in db.session.scalars(query)]


def _decision(proposal: Proposal, day: date) -> Decision:
    since = proposal.referral.waiting_since
    return Decision(
        proposal_id=proposal.id,
        reference=proposal.reference,
        referral=proposal.referral.reference,
        commune=get_commune(proposal.unit.commune_code).name,
        waiting_days=(day - since).days if since else 0,
    )


def _stalls(day: date, late: Select[Placement]) -> list[Stall]:
    worst = late.order_by(Placement.step_due_on, Placement.id).limit(MOST_STALLS)
    stays = db.session.scalars(worst).all()
    if not stays:
        return []
    lanes = lanes_in_force()
    return [
        Stall(stay.id, stay.reference, lanes.step(stay.step).name, (day - stay.step_due_on).days)
        for stay in stays
        if stay.step is not None and stay.step_due_on is not None
    ]


def _leaving(day: date) -> list[LeavingHome]:
    """Homes that take part and whose last possible first day comes within thirty days."""
    ends_soon = Unit.available_until < day + SOON + LONGEST_STAY
    homes = db.session.scalars(select(Unit).where(Unit.state.in_(TAKES_PART), ends_soon))
    last_starts = [
        (latest_first_day(home.available_until), home) for home in homes if home.available_until
    ]
    soon = [(last, home) for last, home in last_starts if day <= last <= day + SOON]
    soon.sort(key=lambda pair: (pair[0], pair[1].id))
    return [
        LeavingHome(home.id, home.reference, get_commune(home.commune_code).name, last)
        for last, home in soon[:MOST_HOMES]
    ]


def _refusals(*unreviewed: ColumnExpressionArgument[bool]) -> list[Refusal]:
    query = (
        select(StepAnswer)
        .where(*unreviewed)
        .options(defer(StepAnswer.note), joinedload(StepAnswer.placement))
        .order_by(StepAnswer.id)
        .limit(MOST_REFUSALS)
    )
    stays = {answer.placement_id: answer.placement for answer in db.session.scalars(query)}
    return [Refusal(stay.id, stay.reference) for stay in stays.values()]


def _counts(*queries: Select[int]) -> tuple[int, ...]:
    """How many rows each of them finds: one query."""
    counts = (select(func.count()).select_from(one.subquery()).scalar_subquery() for one in queries)
    return tuple(db.session.execute(select(*counts)).one())
