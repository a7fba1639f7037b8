"""The queue of the review: what to decide, filtered by its address, always in the same order."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import case, func, literal, or_, select
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
class Queue:
    """What waits for a decision or had one today, with one part of it open."""

    counts: Counter[Show]
    """How many proposals each part holds, whatever the other filters."""
    numbers: list[int]
    """Ids of the open part that the filters leave, in order."""
    communes: set[str]
    """INSEE codes that the open part names, whatever the filters."""


@dataclass(frozen=True)
class QueueLine:
    """A proposal of the queue; whether two pairs or more of its household are set aside."""

    proposal: Proposal
    declined_often: bool


def read_queue(filters: Filters) -> Queue:
    """The queue as it stands: one question."""
    lines = _lines(*Show)
    opened = [line for line in lines if line.part == filters.show]
    return Queue(
        counts=Counter(Show(line.part) for line in lines),
        numbers=[line.id for line in opened if filters.let(line)],
        communes={line.commune_code for line in opened},
    )


def list_lines(numbers: list[int]) -> list[QueueLine]:
    """Some lines of the queue with what they show: neither explanations nor addresses are read."""
    set_aside = select(func.count()).where(DeclinedPair.referral_id == Proposal.referral_id)
    query = (
        select(Proposal, set_aside.scalar_subquery())
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
    return [QueueLine(proposal, pairs > 1) for proposal, pairs in db.session.execute(query)]


def find_next(after: Proposal, filters: Filters) -> int | None:
    """The id of the next proposal of the queue, or of its first one; None when it is empty."""
    others = [line for line in _lines(filters.show) if filters.let(line) and line.id != after.id]
    place = after.run_id, after.number
    behind = (line.id for line in others if (line.run_id, line.number) > place)
    return next(behind, others[0].id if others else None)


def _lines(*parts: Show) -> Sequence[Any]:
    """Ids, places in the order, communes and urgencies of some parts of the queue, and no more."""
    part = case(*((_belongs(show), literal(show.value)) for show in parts)).label("part")
    query = (
        select(Proposal.id, *IN_ORDER, part, Unit.commune_code, Referral.urgency)
        .join(Proposal.unit)
        .join(Proposal.referral)
        .where(or_(*(_belongs(show) for show in parts)))
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
