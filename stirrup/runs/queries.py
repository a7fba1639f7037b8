"""Reads about runs and proposals that pages and commands share."""

from collections.abc import Sequence
from datetime import date, datetime, time

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, or_, select
from sqlalchemy.orm import defer, joinedload

from stirrup.clock import PARIS, now
from stirrup.extensions import db
from stirrup.runs.enums import UNDECIDED_STATES, RunKind, RunState
from stirrup.runs.models import MatchRun, Proposal
from stirrup.ui.paging import page_asked
from stirrup.units.enums import TAKES_PART
from stirrup.units.models import Unit

PER_PAGE = 25


def last_published_run(business_date: date | None = None) -> MatchRun | None:
    """The latest finished run, of one date or of all."""
    query = select(MatchRun).where(MatchRun.state == RunState.PUBLISHED)
    if business_date is not None:
        query = query.where(MatchRun.business_date == business_date)
    return db.session.scalars(query.order_by(*LATEST_FIRST).limit(1)).one_or_none()


def last_run_everywhere() -> MatchRun | None:
    """The latest finished run that was not limited to some communes."""
    query = select(MatchRun).where(
        MatchRun.state == RunState.PUBLISHED, MatchRun.territory.is_(None)
    )
    return db.session.scalars(query.order_by(*LATEST_FIRST).limit(1)).one_or_none()


def pairs_of(run: MatchRun) -> list[tuple[int, int]]:
    """(referral id, unit id) of every proposal that a run made, whatever became of it.

    What came from a reserve list later in the day is not of its making.
    """
    query = select(Proposal.referral_id, Proposal.unit_id).where(
        Proposal.run_id == run.id, Proposal.reserve_of_id.is_(None)
    )
    return sorted((referral, unit) for referral, unit in db.session.execute(query))


def proposals_for(run: MatchRun, referral_ids: Sequence[int]) -> dict[int, Proposal]:
    """What a run proposed to some households, by referral, without the explanations."""
    query = select(Proposal).where(
        Proposal.run_id == run.id, Proposal.referral_id.in_(referral_ids)
    )
    found = db.session.scalars(query.options(defer(Proposal.explanation)))
    return {proposal.referral_id: proposal for proposal in found}


def has_undecided_proposal(run: MatchRun, referral_id: int) -> bool:
    """Whether what a run proposed to a household still waits for a decision."""
    query = select(Proposal.id).filter_by(run_id=run.id, referral_id=referral_id)
    waits = query.where(Proposal.state.in_(UNDECIDED_STATES))
    return db.session.scalar(waits.limit(1)) is not None


def a_run_is_under_way() -> bool:
    """Whether some process computes proposals at this instant."""
    claimed = select(MatchRun.id).where(
        MatchRun.state == RunState.CLAIMED, MatchRun.lease_until > now()
    )
    return db.session.scalar(claimed.limit(1)) is not None


def next_number(business_date: date) -> int:
    """Of a proposal: runs of one date, and all that is made that day, share one numbering."""
    midnight = datetime.combine(business_date, time(), PARIS)
    same_day = or_(MatchRun.business_date == business_date, Proposal.created_at >= midnight)
    query = select(func.max(Proposal.number)).join(Proposal.run).where(same_day)
    return (db.session.scalar(query) or 0) + 1


def undecided_beside(proposal: Proposal) -> list[Proposal]:
    """What waits now for the household or the home of a proposal that is decided or replaced."""
    same_side = or_(
        Proposal.referral_id == proposal.referral_id, Proposal.unit_id == proposal.unit_id
    )
    query = select(Proposal).where(
        same_side, Proposal.id != proposal.id, Proposal.state.in_(UNDECIDED_STATES)
    )
    return list(db.session.scalars(query.order_by(Proposal.run_id, Proposal.number)))


def find_night(business_date: date) -> MatchRun | None:
    """The night of a date, however far it went."""
    query = select(MatchRun).filter_by(business_date=business_date, kind=RunKind.NIGHTLY)
    return db.session.scalars(query).one_or_none()


def paginate_runs() -> Pagination:
    """Every run, the latest first, with who started it."""
    query = select(MatchRun).options(joinedload(MatchRun.started_by)).order_by(*LATEST_FIRST)
    return db.paginate(query, page=page_asked(), per_page=PER_PAGE, max_per_page=PER_PAGE)


def latest_runs(most: int) -> list[MatchRun]:
    """So many runs, the latest first."""
    return list(db.session.scalars(select(MatchRun).order_by(*LATEST_FIRST).limit(most)))


def communes_with_open_units() -> list[str]:
    """INSEE codes of the communes where a home takes part."""
    open_homes = Unit.state.in_(TAKES_PART)
    return list(db.session.scalars(select(Unit.commune_code).where(open_homes).distinct()))


LATEST_FIRST = (MatchRun.business_date.desc(), MatchRun.number.desc())
