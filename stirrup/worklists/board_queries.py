"""Referrals by stage: the first of each column, or a page of the table, filtered alike."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import joinedload

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.placements.enums import LIVE_STATES
from stirrup.placements.models import Placement
from stirrup.referrals.enums import ReferralState, Urgency
from stirrup.referrals.models import Referral
from stirrup.referrals.queries import Listing, number_in, one_page
from stirrup.worklists.stages import STATES_OF, Stage

PER_COLUMN = 8


@dataclass(frozen=True)
class Filters:
    """What the address asks for; None and "" ask for nothing."""

    referent: int | None = None
    urgency: Urgency | None = None
    stage: Stage | None = None
    reference: str = ""

    @property
    def stages(self) -> Sequence[Stage]:
        """The columns that are wanted."""
        return [self.stage] if self.stage else list(Stage)


@dataclass(frozen=True)
class Column:
    """The first referrals of a stage, and how many there are."""

    stage: Stage
    referrals: list[Referral]
    total: int


def columns_of(person: User, filters: Filters) -> list[Column]:
    """Every wanted stage, the empty ones too; what is most urgent first. One query."""
    wanted = _wanted(person, filters).with_only_columns(Referral.id)
    ranked = (
        select(
            Referral.id,
            _column().label("at"),
            func.row_number().over(partition_by=_column(), order_by=_order()).label("place"),
            func.count().over(partition_by=_column()).label("total"),
        )
        .where(Referral.id.in_(wanted))
        .subquery()
    )
    query = (
        select(Referral, ranked.c.at, ranked.c.total)
        .join(ranked, ranked.c.id == Referral.id)
        .options(joinedload(Referral.referent))
        .where(ranked.c.place <= PER_COLUMN)
        .order_by(ranked.c.at, ranked.c.place)
    )
    found: dict[int, list[tuple[Referral, int]]] = {}
    for referral, at, total in db.session.execute(query):
        found.setdefault(at, []).append((referral, total))
    return [_filled(stage, found.get(_place(stage), [])) for stage in filters.stages]


def page_of(person: User, filters: Filters, page: int) -> Listing:
    """The same referrals as a table, by stage and urgency. One question."""
    query = _wanted(person, filters).options(joinedload(Referral.referent))
    return one_page(query.order_by(_column(), *_order()), page)


def live_stays_of(referrals: Collection[Referral]) -> dict[int, Placement]:
    """The stay that is prepared or under way, by referral. One query."""
    query = select(Placement).where(
        Placement.referral_id.in_([one.id for one in referrals]), Placement.state.in_(LIVE_STATES)
    )
    return {stay.referral_id: stay for stay in db.session.scalars(query)}


def _wanted(person: User, filters: Filters) -> Select[Referral]:
    states = [state for stage in filters.stages for state in STATES_OF[stage]]
    query = Referral.visible_to(person).where(Referral.state.in_(states))
    if filters.referent is not None:
        query = query.where(Referral.referent_id == filters.referent)
    if filters.urgency is not None:
        query = query.where(Referral.urgency == filters.urgency)
    if filters.reference:
        query = query.where(Referral.id == number_in(filters.reference))
    return query


def _column() -> ColumnElement[int]:
    places: dict[ReferralState, int] = {
        state: _place(stage) for stage, states in STATES_OF.items() for state in states
    }
    return case(places, value=Referral.state, else_=len(Stage))


def _place(stage: Stage) -> int:
    return list(Stage).index(stage)


def _order() -> tuple[Any, ...]:
    """The most urgent first, then the longest waiting; drafts may have neither yet."""
    bands = {urgency: urgency.band for urgency in Urgency}
    band = case(bands, value=Referral.urgency, else_=len(Urgency))
    return band, Referral.waiting_since.is_(None), Referral.waiting_since, Referral.id


def _filled(stage: Stage, found: list[tuple[Referral, int]]) -> Column:
    return Column(stage, [one for one, _total in found], found[0][1] if found else 0)
