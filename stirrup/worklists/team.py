"""An association's team: who accompanies how many households, and how many more it can take."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from stirrup import audit
from stirrup.accounts.colleagues import ACCOMPANY
from stirrup.accounts.leave_models import Leave
from stirrup.accounts.models import Organisation, User
from stirrup.accounts.standing_in import leaves_ahead
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.placements.enums import LIVE_STATES
from stirrup.placements.models import Placement
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral


@dataclass(frozen=True)
class Member:
    """One person of the association and their work."""

    person: User
    referrals: int
    stays: int
    leaves: list[Leave]
    """In force or to come."""


@dataclass(frozen=True)
class Team:
    """Everybody, and the support capacity of the association."""

    members: list[Member]
    capacity: int
    used: int

    @property
    def left(self) -> int:
        """How many more stays can be accompanied; none when fewer are wanted than there are."""
        return max(self.capacity - self.used, 0)

    @property
    def leaving(self) -> list[Member]:
        """Those who have something to hand over."""
        return [member for member in self.members if member.referrals]

    @property
    def active(self) -> list[User]:
        """Those who can take something over."""
        return [member.person for member in self.members if member.person.is_active]


def team_of(manager: User) -> Team:
    """The team of the association that this person manages. Four queries."""
    require(manager, Permission.TEAM_MANAGE)
    organisation = _organisation_of(manager)
    referrals, stays = _open_referrals(organisation.id), _live_stays(organisation.id)
    people = select(User).where(User.organisation_id == organisation.id, User.role.in_(ACCOMPANY))
    found = db.session.scalars(people.order_by(User.display_name, User.id)).all()
    ahead = leaves_ahead([person.id for person in found], today())
    members = [
        Member(
            person,
            referrals[person.id],
            stays[person.id],
            [leave for leave in ahead if leave.person_id == person.id],
        )
        for person in found
    ]
    return Team(
        members=[one for one in members if one.person.is_active or one.referrals],
        capacity=organisation.support_capacity,
        used=stays.total(),
    )


def change_capacity(number: int, *, by: User) -> Organisation:
    """How many stays the association accompanies at once, from the next night on."""
    require(by, Permission.TEAM_MANAGE)
    organisation = _organisation_of(by)
    require(by, Permission.ORGANISATION_EDIT, organisation)
    former, organisation.support_capacity = organisation.support_capacity, number
    audit.record(by, "organisation_capacity_changed", organisation, former=former, now=number)
    db.session.commit()
    return organisation


def _organisation_of(person: User) -> Organisation:
    return db.session.get_one(Organisation, person.organisation_id)


def _open_referrals(association_id: int) -> Counter[int]:
    query = select(Referral.referent_id, func.count()).where(
        Referral.association_id == association_id, Referral.state != ReferralState.CLOSED
    )
    return _counted(query.group_by(Referral.referent_id))


def _live_stays(association_id: int) -> Counter[int]:
    query = (
        select(Referral.referent_id, func.count())
        .select_from(Placement)
        .join(Placement.referral)
        .where(Referral.association_id == association_id, Placement.state.in_(LIVE_STATES))
    )
    return _counted(query.group_by(Referral.referent_id))


def _counted(query: Any) -> Counter[int]:
    return Counter(dict(db.session.execute(query).all()))
