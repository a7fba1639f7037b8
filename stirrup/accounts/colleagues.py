"""The people of an association who accompany households, who manages it; and the Stirrup team."""

from sqlalchemy import Select, select

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.permissions import Role

ACCOMPANY = (Role.CASE_WORKER, Role.ASSOCIATION_MANAGER)


def colleagues_of(organisation_id: int | None) -> list[User]:
    """Those who have access, by name. One query."""
    return list(db.session.scalars(_active(organisation_id).order_by(User.display_name, User.id)))


def find_colleague(organisation_id: int | None, number: int | None) -> User | None:
    """The person of this number, when they accompany households there."""
    return db.session.scalars(_active(organisation_id).where(User.id == number)).one_or_none()


def who_answers_for(organisation_id: int) -> list[User]:
    """To whom one writes: the managers, or everybody where nobody manages."""
    people = colleagues_of(organisation_id)
    return [one for one in people if one.role == Role.ASSOCIATION_MANAGER] or people


def administrators() -> list[User]:
    """The Stirrup team. One query."""
    query = select(User).where(User.role == Role.ADMINISTRATOR, User.deactivated_at.is_(None))
    return list(db.session.scalars(query.order_by(User.id)))


def _active(organisation_id: int | None) -> Select[User]:
    return select(User).where(
        User.organisation_id == organisation_id,
        User.role.in_(ACCOMPANY),
        User.deactivated_at.is_(None),
    )
