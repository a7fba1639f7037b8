"""What each step writes in a referral, and reads back to be corrected. No rule, no commit."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from stirrup.referrals import places
from stirrup.referrals.enums import CommuneStance
from stirrup.referrals.home_needs import HomeNeed
from stirrup.referrals.models import (
    Anchor,
    CommunePreference,
    HouseholdMember,
    Referral,
    SafetyZone,
)
from stirrup.referrals.notice import NOTICE_VERSION
from stirrup.referrals.steps import Step

Answers = Mapping[str, Any]

CONSENT_LASTS = timedelta(days=365)
MOST_PLACES = 3
"""Anchors, and safety zones, of one referral."""

COLUMNS: dict[Step, tuple[str, ...]] = {
    Step.HOUSEHOLD: ("bedrooms_needed", "cots", "pets"),
    Step.NEEDS: ("max_floor_without_lift", "accepts_shared"),
    Step.DATES: ("earliest_entry", "latest_entry"),
    Step.SITUATION: ("situation", "urgency"),
    Step.SUPPORT: ("support_level", "referent_commits"),
    Step.CONTACTS: ("protected_address",),
    Step.CONSENT: ("consent_given_on", "consent_method", "consent_to_statistics"),
}
"""Answers that are stored as they are given, under the name of their column."""


def write_answers(referral: Referral, step: Step, answers: Answers) -> None:
    """Replace the answers of one step."""
    for column in COLUMNS.get(step, ()):
        setattr(referral, column, answers[column])
    if step in WRITERS:
        WRITERS[step](referral, answers)


def read_answers(referral: Referral, step: Step) -> dict[str, Any]:
    """The stored answers of one step, named as its form names them."""
    stored = {column: getattr(referral, column) for column in COLUMNS.get(step, ())}
    return stored | (READERS[step](referral) if step in READERS else {})


def communes_of(referral: Referral, stance: CommuneStance) -> list[str]:
    """Codes of the communes accepted, or refused, in the household's order."""
    return [wish.commune_code for wish in referral.communes if wish.stance == stance]


def _write_household(referral: Referral, answers: Answers) -> None:
    referral.people = answers["adults"] + answers["minors"]
    members = referral.household.members
    del members[referral.people :]
    for position in range(len(members) + 1, referral.people + 1):
        members.append(HouseholdMember(position=position))
    for member in members:
        member.is_adult = member.position <= answers["adults"]


def _read_household(referral: Referral) -> dict[str, Any]:
    if referral.people is None:
        return {}
    adults = sum(member.is_adult for member in referral.household.members)
    return {"adults": adults, "minors": referral.people - adults}


def _write_needs(referral: Referral, answers: Answers) -> None:
    for need in HomeNeed:
        setattr(referral, need.value, need in answers["needs"])


def _read_needs(referral: Referral) -> dict[str, Any]:
    return {"needs": needs_of(referral)}


def needs_of(referral: Referral) -> list[HomeNeed]:
    """What the home must have, in the order of the list."""
    return [need for need in HomeNeed if getattr(referral, need.value)]


def _write_communes(referral: Referral, answers: Answers) -> None:
    """Keep the rows that stay: the database allows one row for each commune at any moment."""
    stored = {wish.commune_code: wish for wish in referral.communes}
    wishes = []
    for stance in CommuneStance:
        for rank, code in enumerate(answers[stance.value], start=1):
            wish = stored.get(code) or CommunePreference(commune_code=code)
            wish.stance, wish.rank = stance, rank
            wishes.append(wish)
    referral.communes = wishes


def _read_communes(referral: Referral) -> dict[str, Any]:
    return {stance.value: communes_of(referral, stance) for stance in CommuneStance}


def _write_anchors(referral: Referral, answers: Answers) -> None:
    referral.anchors = [_anchor(key, km) for key, km in answers["anchors"]]


def _anchor(key: str, km: int) -> Anchor:
    point = places.get_point(key)
    return Anchor(label=point.label, latitude=point.latitude, longitude=point.longitude, max_km=km)


def _read_anchors(referral: Referral) -> dict[str, Any]:
    return {"anchors": [(places.key_of(anchor), anchor.max_km) for anchor in referral.anchors]}


def _write_safety(referral: Referral, answers: Answers) -> None:
    """Add one zone; without an answer, forget them all. They are never read back for a page."""
    if answers["commune_code"] is None:
        referral.safety_zones = []
    else:
        area = places.safety_area(answers["commune_code"], answers["km"])
        referral.safety_zones.append(SafetyZone(area=area))


def _write_contacts(referral: Referral, answers: Answers) -> None:
    referral.household.phone = answers["phone"] or None
    referral.household.email = answers["email"] or None


def _read_contacts(referral: Referral) -> dict[str, Any]:
    return {"phone": referral.household.phone, "email": referral.household.email}


def _write_consent(referral: Referral, answers: Answers) -> None:
    given_on: date = answers["consent_given_on"]
    referral.consent_expires_on = given_on + CONSENT_LASTS
    referral.notice_version = NOTICE_VERSION


WRITERS: dict[Step, Callable[[Referral, Answers], None]] = {
    Step.HOUSEHOLD: _write_household,
    Step.NEEDS: _write_needs,
    Step.COMMUNES: _write_communes,
    Step.ANCHORS: _write_anchors,
    Step.SAFETY: _write_safety,
    Step.CONTACTS: _write_contacts,
    Step.CONSENT: _write_consent,
}
READERS: dict[Step, Callable[[Referral], dict[str, Any]]] = {
    Step.HOUSEHOLD: _read_household,
    Step.NEEDS: _read_needs,
    Step.COMMUNES: _read_communes,
    Step.ANCHORS: _read_anchors,
    Step.CONTACTS: _read_contacts,
}
