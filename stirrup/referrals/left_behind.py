"""The referrals of somebody whose access ends: how many are open, and who accompanies them now."""

from sqlalchemy import func, select

from stirrup.accounts.left_behind import Keeper
from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.referrals.handing_over import give_open_referrals, open_referrals_of


def count_open(person: User) -> int:
    """How many referrals this person accompanies."""
    counted = open_referrals_of(person.id, person.organisation_id).subquery()
    return db.session.scalar(select(func.count()).select_from(counted)) or 0


REFERRALS = Keeper(count=count_open, give=give_open_referrals)
