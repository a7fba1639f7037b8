"""What administrators read about people: organisations with their members, team, invitations."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from stirrup.accounts.enums import OrganisationKind
from stirrup.accounts.models import Invitation, Organisation, SignedInSession, User
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.permissions import Role
from stirrup.ui.paging import page_asked

PAGE_SIZE = 25


class Shown(StrEnum):
    """The tabs of the list; the kinds come first, as they are."""

    ALL = "all"
    TO_VERIFY = "to_verify"
    LANDLORD = "landlord"
    ASSOCIATION = "association"
    LOCAL_AUTHORITY = "local_authority"


def list_organisations(person: User, shown: Shown) -> Pagination:
    """One page of the organisations this person may see, the unverified first, then by name."""
    query = _only(Organisation.visible_to(person), shown).order_by(
        Organisation.verified_at.is_not(None), func.lower(Organisation.name), Organisation.id
    )
    return db.paginate(
        query, page=page_asked(), per_page=PAGE_SIZE, max_per_page=PAGE_SIZE, error_out=False
    )


def count_members(organisations: list[Organisation]) -> dict[int, int]:
    """How many people with access each organisation has; absent: none."""
    numbers = [organisation.id for organisation in organisations]
    query = (
        select(User.organisation_id, func.count(User.id))
        .where(User.organisation_id.in_(numbers), User.deactivated_at.is_(None))
        .group_by(User.organisation_id)
    )
    return {number: count for number, count in db.session.execute(query) if number is not None}


def count_to_verify(person: User) -> int:
    """How many organisations wait for a look."""
    waiting = _only(Organisation.visible_to(person), Shown.TO_VERIFY).subquery()
    return db.session.scalars(select(func.count()).select_from(waiting)).one()


def list_members(person: User, organisation: Organisation | None) -> list[User]:
    """The people of an organisation, or the Stirrup team; those without access come last."""
    belongs = (
        User.role == Role.ADMINISTRATOR
        if organisation is None
        else User.organisation_id == organisation.id
    )
    query = User.visible_to(person).where(belongs)
    order = (User.deactivated_at.is_not(None), func.lower(User.display_name), User.id)
    return list(db.session.scalars(query.order_by(*order)))


def last_seen(people: list[User]) -> dict[int, datetime]:
    """When each of them last did something; who never signed in is absent."""
    seen = func.max(SignedInSession.last_seen_at)
    query = (
        select(SignedInSession.user_id, seen)
        .where(SignedInSession.user_id.in_([person.id for person in people]))
        .group_by(SignedInSession.user_id)
    )
    return dict(db.session.execute(query).all())


def list_pending_invitations(person: User, *which: Any) -> list[Invitation]:
    """The invitations that still wait for an answer, the oldest first."""
    query = (
        Invitation.visible_to(person)
        .where(Invitation.accepted_at.is_(None), Invitation.expires_at > now(), *which)
        .options(joinedload(Invitation.organisation))
        .order_by(Invitation.created_at, Invitation.id)
    )
    return list(db.session.scalars(query))


def _only(query: Select[Organisation], shown: Shown) -> Select[Organisation]:
    if shown == Shown.TO_VERIFY:
        return query.where(Organisation.verified_at.is_(None))
    if shown == Shown.ALL:
        return query
    return query.where(Organisation.kind == OrganisationKind(shown))
