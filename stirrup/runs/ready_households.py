"""Rows of the households that wait for a home, and of what each has several of.

Only functional needs, refusals, wishes and dates are read: the persons themselves sit in other
tables, which no query here names.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from stirrup.extensions import db
from stirrup.matching.tables import ALONE
from stirrup.placements.declined_pairs import DeclinedPair
from stirrup.referrals.enums import CommuneStance, PetKind, ReferralState
from stirrup.referrals.models import Anchor, CommunePreference, LinkGroup, Referral, SafetyZone
from stirrup.referrals.services import CONFIRMED_FOR
from stirrup.runs.numbering import commune_number

NO_FLOOR_LIMIT = 99
PETS = list(PetKind)

Rows = list[tuple[Any, ...]]


def is_ready(on: date) -> ColumnElement[bool]:
    """A complete referral, with an agreement still valid and confirmed lately."""
    return and_(
        Referral.state == ReferralState.READY,
        Referral.consent_given_on <= on,
        or_(Referral.consent_expires_on.is_(None), Referral.consent_expires_on >= on),
        Referral.last_confirmed_on >= on - CONFIRMED_FOR,
    )


def is_in_no_broken_group(chosen: ColumnElement[bool]) -> ColumnElement[bool]:
    """The chosen ones, less the groups of which somebody is missing; a closed referral is not."""
    member = aliased(Referral)
    among_them = select(Referral.id).where(chosen).correlate(None)
    broken = select(member.link_group_id).where(
        member.link_group_id.is_not(None),
        member.state != ReferralState.CLOSED,
        member.id.not_in(among_them),
    )
    alone = Referral.link_group_id.is_(None)
    return and_(chosen, or_(alone, Referral.link_group_id.not_in(broken)))


def household_rows(chosen: ColumnElement[bool], on: date) -> Iterator[tuple[Any, ...]]:
    """HOUSEHOLD_COLUMNS of the chosen referrals."""
    query = select(
        Referral.id,
        Referral.people,
        Referral.bedrooms_needed,
        Referral.needs_step_free,
        Referral.needs_lift,
        Referral.needs_ground_floor,
        Referral.needs_adapted_bathroom,
        Referral.needs_own_kitchen,
        Referral.needs_quiet,
        Referral.needs_parking,
        Referral.cots,
        Referral.max_floor_without_lift,
        Referral.accepts_shared,
        Referral.pets,
        Referral.earliest_entry,
        Referral.latest_entry,
        Referral.urgency,
        Referral.waiting_since,
        Referral.association_id,
        Referral.link_group_id,
        LinkGroup.max_km,
    ).outerjoin(Referral.link_group)
    for household in db.session.execute(query.where(chosen)):
        yield _row(household, on)


def _row(household: Any, on: date) -> tuple[Any, ...]:
    highest = household.max_floor_without_lift
    return (
        household.id,
        household.people,
        household.bedrooms_needed,
        household.needs_step_free,
        household.needs_lift,
        household.needs_ground_floor,
        household.needs_adapted_bathroom,
        household.needs_own_kitchen,
        household.needs_quiet,
        household.needs_parking,
        household.cots > 0,
        NO_FLOOR_LIMIT if highest is None else highest,
        household.accepts_shared,
        PETS.index(household.pets),
        household.earliest_entry.toordinal(),
        household.latest_entry.toordinal(),
        household.urgency.band,
        max((on - household.waiting_since).days, 0),
        household.association_id,
        household.link_group_id or ALONE,
        float(household.max_km or 0),
    )


def stated_communes(chosen: ColumnElement[bool]) -> tuple[Rows, Rows]:
    """Communes accepted, with their rank from 1, and communes refused."""
    query = select(
        CommunePreference.referral_id,
        CommunePreference.commune_code,
        CommunePreference.stance,
        CommunePreference.rank,
    )
    accepted, refused = [], []
    for number, code, stance, rank in db.session.execute(query.join(Referral).where(chosen)):
        if stance == CommuneStance.ACCEPTED:
            accepted.append((number, commune_number(code), max(rank, 1)))
        else:
            refused.append((number, commune_number(code)))
    return accepted, refused


def anchors(chosen: ColumnElement[bool]) -> Rows:
    """Points to stay near."""
    query = select(Anchor.referral_id, Anchor.latitude, Anchor.longitude, Anchor.max_km)
    return _tuples(query.join(Referral).where(chosen))


def safety(chosen: ColumnElement[bool]) -> tuple[Rows, Rows]:
    """Communes to avoid whole, and circles: decrypted here, named nowhere."""
    query = select(SafetyZone.referral_id, SafetyZone.area).join(Referral).where(chosen)
    excluded, circles = [], []
    for number, area in db.session.execute(query):
        excluded.append((number, commune_number(area["commune_code"])))
        if area["km"]:
            circles.append((number, area["latitude"], area["longitude"], area["km"]))
    return excluded, circles


def declined_pairs(on: date) -> Rows:
    """Pairs that somebody declined and that are not forgotten yet."""
    query = select(DeclinedPair.referral_id, DeclinedPair.unit_id)
    return _tuples(query.where(DeclinedPair.expires_on > on))


def _tuples(query: Any) -> Rows:
    return [tuple(row) for row in db.session.execute(query)]
