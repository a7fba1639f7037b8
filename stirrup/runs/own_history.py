"""The instance's own past as a stream: who waited and which homes were open, from when to when.

Only the columns that a night reads, and days: no name, no contact, nothing about any person.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, select, true

from stirrup.clock import local
from stirrup.extensions import db
from stirrup.matching.over_time.arrivals import PAST_NIGHTS
from stirrup.matching.over_time.stream import Stream
from stirrup.matching.problem import Problem
from stirrup.placements.lifecycle import latest_first_day
from stirrup.placements.models import Placement
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.runs import open_units, ready_households
from stirrup.runs.parameters import weights_in_force
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit

Period = tuple[date, date]

NEVER_OPEN = (UnitState.DRAFT, UnitState.SUBMITTED, UnitState.CHECKING, UnitState.REJECTED)
NEVER_READY = (ReferralState.DRAFT, ReferralState.SUBMITTED, ReferralState.TO_COMPLETE)
ONE_DAY = timedelta(days=1)


def past_before(night: date, territory: Sequence[str] | None = None) -> Stream:
    """Return the year before a night: what a policy that looks ahead knows of arrivals."""
    first_night = night - timedelta(days=PAST_NIGHTS)
    return own_stream(first_night, PAST_NIGHTS, territory=territory)


def own_stream(first_night: date, nights: int, *, territory: Sequence[str] | None = None) -> Stream:
    """Return the nights from one day on, as the instance knows them today.

    `territory`: INSEE codes of the communes whose homes take part; None is everywhere.

    A household that was housed would have waited until its latest entry; one that left is gone
    from that day. A home is there from the day it opened; what was declined is not replayed, and
    linked households stand each for themselves.
    """
    end = first_night + timedelta(days=nights)
    households = _within(_waiting_periods(), first_night, end)
    homes = Unit.commune_code.in_(territory) if territory else true()
    units = _within(_open_periods(homes), first_night, end)
    waited, offered = Referral.id.in_(households), Unit.id.in_(units)
    accepted, refused = ready_households.stated_communes(waited)
    excluded, circles = ready_households.safety(waited)
    everyone = Problem.from_rows(
        business_date=first_night,
        seed=0,
        units=open_units.described_rows(offered),
        households=ready_households.household_rows(waited, first_night),
        weights=weights_in_force(),
        accepted_communes=accepted,
        refused_communes=refused,
        excluded_communes=excluded,
        safety_zones=circles,
        anchors=ready_households.anchors(waited),
    )
    return Stream.from_days(everyone, nights, households, units)


def _within(periods: dict[int, Period], first: date, end: date) -> dict[int, Period]:
    """Keep what is there on one of the nights; it is there from the first of them on."""
    return {
        id_: (max(came, first), gone)
        for id_, (came, gone) in periods.items()
        if came < end and gone > max(came, first)
    }


def _waiting_periods() -> dict[int, Period]:
    columns = Referral.id, Referral.state, Referral.submitted_at, Referral.changed_at
    query = select(*columns, Referral.waiting_since, Referral.latest_entry).where(_was_ready())
    periods = {}
    for row in db.session.execute(query):
        came = local(row.submitted_at).date() if row.submitted_at else row.waiting_since
        gone = row.latest_entry + ONE_DAY
        if row.state == ReferralState.CLOSED:
            gone = min(gone, local(row.changed_at).date())
        periods[row.id] = came, gone
    return periods


def _was_ready() -> ColumnElement[bool]:
    """Whether a referral was complete one day; a closed one may have been closed as a draft."""
    complete = (
        Referral.people,
        Referral.bedrooms_needed,
        Referral.urgency,
        Referral.earliest_entry,
        Referral.latest_entry,
        Referral.waiting_since,
    )
    return and_(Referral.state.not_in(NEVER_READY), *(column.is_not(None) for column in complete))


def _open_periods(homes: ColumnElement[bool]) -> dict[int, Period]:
    """From the opening, or from the first match where that was earlier, to the latest entry."""
    matched = (
        select(Placement.unit_id, func.min(Placement.matched_on).label("first"))
        .group_by(Placement.unit_id)
        .subquery()
    )
    columns = Unit.id, Unit.state, Unit.opened_on, Unit.created_at, Unit.changed_at
    query = (
        select(*columns, Unit.available_until, matched.c.first)
        .outerjoin(matched, matched.c.unit_id == Unit.id)
        .where(homes, Unit.state.not_in(NEVER_OPEN), _is_described())
    )
    periods = {}
    for row in db.session.execute(query):
        opened = row.opened_on or local(row.created_at).date()
        gone = latest_first_day(row.available_until) + ONE_DAY
        if row.state == UnitState.WITHDRAWN:
            gone = min(gone, local(row.changed_at).date())
        periods[row.id] = min(opened, row.first or opened), gone
    return periods


def _is_described() -> ColumnElement[bool]:
    described = (
        Unit.available_from,
        Unit.available_until,
        Unit.bedrooms,
        Unit.surface_m2,
        Unit.min_people,
        Unit.max_people,
        Unit.floor,
    )
    return and_(*(column.is_not(None) for column in described))
