"""The queue of the review: what to decide, filtered by its address, always in the same order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload
from werkzeug.datastructures import MultiDict

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
MOST_SELECTED = 100
SOUND_NUMBER = re.compile(r"[0-9]{1,10}")
LARGEST_ID = 2**31 - 1
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
    selected: tuple[int, ...] = ()
    """Ids of the lines ticked, to decline or to postpone them together."""

    @classmethod
    def read(cls, arguments: MultiDict[str, str]) -> "Filters":
        """From the address of a page."""
        show, urgency = arguments.get("show"), arguments.get("urgency")
        commune = arguments.get("commune")
        return cls(
            show=Show(show) if show in set(Show) else Show.TO_DECIDE,
            commune=commune if commune in communes() else None,
            urgency=Urgency(urgency) if urgency in set(Urgency) else None,
            selected=_numbers(arguments.getlist("selected")),
        )

    def showing(self, show: Show) -> "Filters":
        """The same filters on another part of the queue, where other lines are ticked."""
        return replace(self, show=show, selected=())

    def let(self, line: Any) -> bool:
        """Whether a line of the queue (an id, a commune, an urgency) is among those asked for."""
        in_commune = self.commune is None or line.commune_code == self.commune
        return in_commune and (self.urgency is None or line.urgency == self.urgency)

    @property
    def arguments(self) -> dict[str, Any]:
        """Back to an address; what is ordinary is not written."""
        written = {
            "show": None if self.show == Show.TO_DECIDE else self.show.value,
            "commune": self.commune,
            "urgency": self.urgency.value if self.urgency else None,
            "selected": list(self.selected),
        }
        return {name: value for name, value in written.items() if value}

    @property
    def without_selection(self) -> dict[str, Any]:
        """The same address, no line ticked."""
        return self.showing(self.show).arguments

    @property
    def narrowed(self) -> bool:
        """Whether something besides the part of the queue is chosen."""
        return self.commune is not None or self.urgency is not None


@dataclass(frozen=True)
class Part:
    """One part of the queue."""

    numbers: list[int]
    """Ids of the proposals that the filters leave, in order."""
    communes: set[str]
    """INSEE codes that this part names, whatever the filters."""


def count_shown() -> dict[Show, int]:
    """How many proposals each part of the queue holds, whatever the other filters: one query."""
    counted = [
        select(func.count()).select_from(Proposal).where(_belongs(show)).scalar_subquery()
        for show in Show
    ]
    return dict(zip(Show, db.session.execute(select(*counted)).one(), strict=True))


def list_part(filters: Filters) -> Part:
    """The whole part of the queue that the filters show."""
    lines = _lines(filters.show)
    numbers = [line.id for line in lines if filters.let(line)]
    return Part(numbers, {line.commune_code for line in lines})


def list_proposals(numbers: list[int]) -> list[Proposal]:
    """Some lines of the queue with what they show: neither explanations nor addresses are read."""
    query = (
        select(Proposal)
        .where(Proposal.id.in_(numbers))
        .options(
            defer(Proposal.explanation),
            joinedload(Proposal.unit).load_only(
                Unit.kind, Unit.bedrooms, Unit.commune_code, Unit.available_until
            ),
            joinedload(Proposal.referral).load_only(
                Referral.waiting_since, Referral.urgency, Referral.link_group_id
            ),
        )
        .order_by(*IN_ORDER)
    )
    return list(db.session.scalars(query))


def find_next(after: Proposal, filters: Filters) -> int | None:
    """The id of the next proposal of the queue, or of its first one; None when it is empty."""
    others = [line for line in _lines(filters.show) if filters.let(line) and line.id != after.id]
    place = after.run_id, after.number
    behind = (line.id for line in others if (line.run_id, line.number) > place)
    return next(behind, others[0].id if others else None)


def households_declined_often(proposals: list[Proposal]) -> set[int]:
    """Referrals of these proposals for which two pairs or more are set aside."""
    wanted = [proposal.referral_id for proposal in proposals]
    query = select(DeclinedPair.referral_id).where(DeclinedPair.referral_id.in_(wanted))
    often = query.group_by(DeclinedPair.referral_id).having(func.count() > 1)
    return set(db.session.scalars(often))


def _lines(show: Show) -> Sequence[Any]:
    """Ids, places in the order, communes and urgencies of a part of the queue, and no more."""
    query = (
        select(Proposal.id, *IN_ORDER, Unit.commune_code, Referral.urgency)
        .join(Proposal.unit)
        .join(Proposal.referral)
        .where(_belongs(show))
    )
    return db.session.execute(query.order_by(*IN_ORDER)).all()


def _numbers(words: list[str]) -> tuple[int, ...]:
    """What is a number of ours, each once, in the order of the address."""
    numbers = (int(word) for word in words[:MOST_SELECTED] if SOUND_NUMBER.fullmatch(word))
    return tuple(dict.fromkeys(number for number in numbers if number <= LARGEST_ID))


def _belongs(show: Show) -> Any:
    if show == Show.TO_DECIDE:
        return Proposal.state == ProposalState.SUBMITTED
    if show == Show.POSTPONED:
        return Proposal.state == ProposalState.POSTPONED
    return _is_decided_today()


def _is_decided_today() -> Any:
    midnight = datetime.combine(today(), time(), PARIS)
    stands = Decision.kind.in_(DECIDED), Decision.undone_at.is_(None)
    return Proposal.id.in_(
        select(Decision.proposal_id).where(*stands, Decision.decided_at >= midnight)
    )
