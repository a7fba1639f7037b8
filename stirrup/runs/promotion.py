"""The reserve list, used the same morning: a home that came free goes to the next household.

What comes of it is a proposal like any other: rules are asked again on today's data, and a named
person decides (Q-14).
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import IntegrityError

from stirrup import audit
from stirrup.accounts.colleagues import administrators
from stirrup.accounts.models import User
from stirrup.clock import PARIS, today
from stirrup.extensions import db
from stirrup.matching.explanations.reserve import next_in_line
from stirrup.matching.problem import Problem
from stirrup.matching.solution import Solution
from stirrup.outbox.services import enqueue
from stirrup.placements.enums import EventKind, PlacementState
from stirrup.placements.models import Placement, PlacementEvent
from stirrup.runs import queries
from stirrup.runs.enums import UNDECIDED_STATES, DecisionKind, ProposalState
from stirrup.runs.explanations import explain_all
from stirrup.runs.loader import load_around
from stirrup.runs.models import Decision, Proposal
from stirrup.runs.open_units import free_places
from stirrup.runs.undoing import UNDONE
from stirrup.units.enums import TAKES_PART
from stirrup.units.models import Place, Unit

Pair = tuple[int, int]
"""(referral id, unit id)."""


def propose_from_reserve(by: User | None = None) -> list[Proposal]:
    """Propose each home that came free today to the next of its reserve list; commits each one.

    Nothing while a run is under way, which proposes these homes itself. `by`: whose decision freed
    the homes; None is the platform, looking for what fell through.
    """
    freed = _freed_on(today())
    waiting = list(_still_free(freed))
    if not waiting or queries.a_run_is_under_way():
        return []
    problem = load_around([one.unit_id for one in waiting], today())
    refused = {(one.referral_id, one.unit_id) for one in freed}
    pairs, made = _standing_pairs(), []
    for before in waiting:
        pair = _next_pair(problem, pairs, before.unit_id, refused)
        proposal = _propose(problem, before, pair, by) if pair else None
        if proposal:
            pairs.append((proposal.referral_id, proposal.unit_id))
            made.append(proposal)
    return made


def _freed_on(day: date) -> list[Proposal]:
    """Proposals that were declined, or whose stay fell through, since midnight; the last one first.

    An acceptance that was undone frees nothing: its own proposal waits again.
    """
    midnight = datetime.combine(day, time(), PARIS)
    declined = select(Decision.proposal_id).where(
        Decision.kind == DecisionKind.DECLINE,
        Decision.undone_at.is_(None),
        Decision.decided_at >= midnight,
    )
    fell_through = (
        select(Placement.proposal_id)
        .join(Placement.events)
        .where(
            Placement.state == PlacementState.CANCELLED,
            Placement.cancel_reason != UNDONE.code,
            PlacementEvent.kind == EventKind.CANCELLED,
            PlacementEvent.at >= midnight,
        )
    )
    refused = and_(Proposal.state == ProposalState.DECLINED, Proposal.id.in_(declined))
    query = select(Proposal).where(or_(refused, Proposal.id.in_(fell_through)))
    return list(db.session.scalars(query.order_by(Proposal.id.desc())))


def _still_free(freed: Sequence[Proposal]) -> Iterator[Proposal]:
    """The last proposal of each place that no stay and no undecided proposal has; the home open."""
    held = select(Proposal.place_id).where(Proposal.state.in_(UNDECIDED_STATES))
    chosen = and_(Unit.state.in_(TAKES_PART), Place.id.not_in(held))
    homes = free_places(and_(chosen, Place.id.in_([one.place_id for one in freed])))
    free = {place for places in homes.values() for place in places}
    for one in freed:
        if one.place_id in free:
            free.discard(one.place_id)
            yield one


def _standing_pairs() -> list[Pair]:
    query = select(Proposal.referral_id, Proposal.unit_id)
    rows = db.session.execute(query.where(Proposal.state.in_(UNDECIDED_STATES)))
    return [(referral_id, unit_id) for referral_id, unit_id in rows]


def _next_pair(
    problem: Problem, standing: Sequence[Pair], unit_id: int, refused: set[Pair]
) -> Pair | None:
    """The first of the list for whom this home did not fall through today already."""
    try:
        line = next_in_line(problem, _solution(standing), unit_id)
    except LookupError:
        return None
    pairs = ((one.referral_id, unit_id) for one in line)
    return next((pair for pair in pairs if pair not in refused), None)


def _propose(problem: Problem, before: Proposal, pair: Pair, by: User | None) -> Proposal | None:
    """Store one more proposal of the last run; None when somebody took a side meanwhile."""
    run = queries.last_published_run() or before.run
    (explained,) = explain_all(problem, _solution([pair]))
    proposal = Proposal(
        run=run,
        number=queries.next_number(run.business_date),
        referral_id=pair[0],
        unit_id=before.unit_id,
        place_id=before.place_id,
        first_day=explained.first_day,
        explanation=explained.explanation,
        reserve_of_id=before.id,
    )
    try:
        db.session.add(proposal)
        audit.record(by, "proposal_from_reserve", proposal, reserve_of=before.id)
        _tell_the_team(proposal, by)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return None
    return proposal


def _tell_the_team(proposal: Proposal, by: User | None) -> None:
    """Whoever may decide it, but for who freed the home and reads it on the page."""
    for person in administrators():
        if by is None or person.id != by.id:
            enqueue(
                person.email,
                person.language,
                "runs/promoted",
                key=f"proposal-{proposal.id}-promoted-{person.id}",
                reference=proposal.reference,
                proposal_id=proposal.id,
            )


def _solution(pairs: Sequence[Pair]) -> Solution:
    """Pairs alone, of which nothing is proved."""
    account: dict[str, Any] = {"value": 0, "bound": 0, "gap": 0.0, "levels": ()}
    return Solution(
        pairs=tuple(sorted(pairs)),
        status="",
        eligible_pairs=0,
        components=0,
        placed=len(pairs),
        urgent_placed_by_band=(),
        price_of_urgency=None,
        **account,
    )
