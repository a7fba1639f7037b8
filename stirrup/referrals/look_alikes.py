"""Referrals of one association that may be of the same household: a warning, never an obstacle.

No name is known before an agreement: two referrals look alike when one reaches both households in
the same way, or when all the facts of the home and a place are the same and were typed lately.
Nothing is ever compared with the referrals of another association.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from stirrup.clock import now
from stirrup.extensions import db
from stirrup.referrals.answers import needs_of
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.wording import N_, Labelled

LATELY = timedelta(days=90)
MOST_COMPARED = 1000


class Likeness(Labelled):
    """Why two referrals look alike."""

    CONTACT = "contact", N_("the same phone or e-mail")
    FACTS = "facts", N_("the same needs and the same places")


@dataclass(frozen=True)
class LookAlike:
    """Another referral, and what it has in common."""

    referral: Referral
    why: Likeness


def look_alikes(referral: Referral) -> list[LookAlike]:
    """Those of the same association, open or closed lately, the latest first. Four queries."""
    since = now() - LATELY
    recent_or_open = or_(Referral.state != ReferralState.CLOSED, Referral.changed_at > since)
    query = (
        select(Referral)
        .where(
            Referral.association_id == referral.association_id,
            Referral.id != referral.id,
            recent_or_open,
        )
        .options(
            joinedload(Referral.household),
            selectinload(Referral.communes),
            selectinload(Referral.anchors),
        )
        .order_by(Referral.id.desc())
        .limit(MOST_COMPARED)
    )
    compared = [(other, _likeness(referral, other)) for other in db.session.scalars(query)]
    return [LookAlike(other, why) for other, why in compared if why is not None]


def _likeness(one: Referral, other: Referral) -> Likeness | None:
    if _contacts(one) & _contacts(other):
        return Likeness.CONTACT
    typed_lately = other.created_at > now() - LATELY
    same = typed_lately and _places(one) and _facts(one) == _facts(other)
    return Likeness.FACTS if same else None


def _contacts(referral: Referral) -> set[str]:
    household = referral.household
    return {found for found in (household.phone, household.email) if found}


def _places(referral: Referral) -> set[Any]:
    """Communes and anchors: without any, too many households have the same needs."""
    communes = {(wish.commune_code, wish.stance) for wish in referral.communes}
    return communes | {(anchor.label, anchor.max_km) for anchor in referral.anchors}


def _facts(referral: Referral) -> tuple[Any, ...]:
    columns = ("people", "bedrooms_needed", "cots", "pets", "situation")
    values = tuple(getattr(referral, column) for column in columns)
    return (*values, tuple(needs_of(referral)), frozenset(_places(referral)))
