"""The queue of the review: what to decide, filtered by its address, always in the same order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import defer, joinedload

from stirrup.clock import PARIS, today
from stirrup.extensions import db
from stirrup.geography import communes
from stirrup.placements.declined_pairs import DeclinedPair
from stirrup.referrals.enums import Urgency
from stirrup.referrals.models import Referral
from stirrup.runs.enums import DecisionKind, ProposalState
from stirrup.runs.models import Decision, Proposal
from stirrup.units.models import Unit
from stirrup.wording import N_, Labelled

PER_PAGE = 25
IN_ORDER = (Proposal.run_id, Proposal.number)
DECIDED = (DecisionKind.ACCEPT, DecisionKind.DECLINE)


class Show(Labelled):
    """Which part of the queue is open."""

    TO_DECIDE = "to-decide", N_("To decide")
    POSTPONED = "postponed", N_("Put off")
    DECIDED = "decided", N_("Decided")


@dataclass(frozen=True)
class Filters:
    """What an address asks for; anything unknown in it is left out."""

    show: Show = Show.TO_DECIDE
    commune: str | None = None
    urgency: Urgency | None = None

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "Filters":
        """From the address of a page."""
        show, urgency = arguments.get("show"), arguments.get("urgency")
        commune = arguments.get("commune")
        return cls(
            show=Show(show) if show in set(Show) else Show.TO_DECIDE,
            commune=commune if commune in communes() else None,
            urgency=Urgency(urgency) if urgency in set(Urgency) else None,
        )

    def showing(self, show: Show) -> "Filters":
        """The same filters on another part of the queue."""
        return replace(self, show=show)

    @property
    def arguments(self) -> dict[str, Any]:
        """Back to an address; what is ordinary is not written."""
        written = {
            "show": None if self.show == Show.TO_DECIDE else self.show.value,
            "commune": self.commune,
            "urgency": self.urgency.value if self.urgency else None,
        }
        return {name: value for name, value in written.items() if value}

    @property
    def narrowed(self) -> bool:
        """Whether something besides the part of the queue is chosen."""
        return self.commune is not None or self.urgency is not None


def count_shown() -> dict[Show, int]:
    """How many proposals each part of the queue holds, whatever the other filters."""
    return {show: db.session.scalar(_count(_belongs(show))) or 0 for show in Show}


def list_numbers(filters: Filters) -> list[int]:
    """The ids of the whole queue, in its order."""
    return list(db.session.scalars(_chosen(filters).with_only_columns(Proposal.id)))


def list_proposals(numbers: list[int]) -> list[Proposal]:
    """Some lines of the queue with what they show: neither explanations nor addresses are read."""
    query = (
        select(Proposal)
        .where(Proposal.id.in_(numbers))
        .options(
            defer(Proposal.explanation),
            joinedload(Proposal.unit).load_only(Unit.kind, Unit.bedrooms, Unit.commune_code),
            joinedload(Proposal.referral).load_only(
                Referral.waiting_since, Referral.urgency, Referral.link_group_id
            ),
        )
        .order_by(*IN_ORDER)
    )
    return list(db.session.scalars(query))


def find_next(after: Proposal, filters: Filters) -> int | None:
    """The id of the next proposal of the queue, or of its first one; None when it is empty."""
    behind = tuple_(*IN_ORDER) > (after.run_id, after.number)
    query = _chosen(filters).with_only_columns(Proposal.id).limit(1)
    others = query.where(Proposal.id != after.id)
    return db.session.scalar(others.where(behind)) or db.session.scalar(others)


def communes_in(show: Show) -> list[str]:
    """INSEE codes of the communes that one part of the queue names."""
    query = select(Unit.commune_code).join(Proposal, Proposal.unit_id == Unit.id)
    return list(db.session.scalars(query.where(_belongs(show)).distinct()))


def households_declined_often(proposals: list[Proposal]) -> set[int]:
    """Referrals of these proposals for which two pairs or more are set aside."""
    wanted = [proposal.referral_id for proposal in proposals]
    query = select(DeclinedPair.referral_id).where(DeclinedPair.referral_id.in_(wanted))
    often = query.group_by(DeclinedPair.referral_id).having(func.count() > 1)
    return set(db.session.scalars(often))


def _chosen(filters: Filters) -> Select[Any]:
    query = select(Proposal).where(_belongs(filters.show)).order_by(*IN_ORDER)
    if filters.commune:
        query = query.join(Proposal.unit).where(Unit.commune_code == filters.commune)
    if filters.urgency:
        query = query.join(Proposal.referral).where(Referral.urgency == filters.urgency)
    return query


def _count(condition: Any) -> Select[Any]:
    return select(func.count()).select_from(Proposal).where(condition)


def _belongs(show: Show) -> Any:
    if show == Show.TO_DECIDE:
        return Proposal.state == ProposalState.SUBMITTED
    if show == Show.POSTPONED:
        return Proposal.state == ProposalState.POSTPONED
    return _is_decided_today()


def _is_decided_today() -> Any:
    midnight = datetime.combine(today(), time(), PARIS)
    decided = Decision.kind.in_(DECIDED)
    return Proposal.id.in_(
        select(Decision.proposal_id).where(decided, Decision.decided_at >= midnight)
    )
