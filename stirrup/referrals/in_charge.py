"""Whose referral it is on a day: its referent's, also who stands in for them, or the managers'."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, true

from stirrup.accounts.standing_in import covers_a_manager, numbers_covered_by
from stirrup.permissions import Role
from stirrup.referrals.models import Referral


def is_in_charge(referral: Referral, person: Any, covered: Collection[int]) -> bool:
    """Whether this person decides who accompanies the household.

    `covered`: numbers of the people for whom they stand in (`standing_in.covered_by`).
    """
    is_theirs = referral.association_id == person.organisation_id
    manages = person.role == Role.ASSOCIATION_MANAGER
    return is_theirs and (manages or referral.referent_id in {person.id, *covered})


def is_asked_of(person: Any, day: date) -> ColumnElement[bool]:
    """Among the referrals that this person sees, those about which they are asked on a day.

    A manager is asked about all of them, and so is who stands in for one.
    """
    if person.role == Role.ASSOCIATION_MANAGER:
        return true()
    return or_(
        Referral.referent_id == person.id,
        Referral.referent_id.in_(numbers_covered_by(person, day)),
        covers_a_manager(person, day),
    )
