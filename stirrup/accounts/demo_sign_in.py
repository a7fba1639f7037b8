"""The doors of the demonstration: one invented person per role, listed on the sign-in page."""

from sqlalchemy import func, select

from stirrup.accounts.models import User
from stirrup.extensions import db

DEMO_PASSWORD = "stirrup-demo-2026"  # noqa: S105 (public; production refuses demo accounts)


def list_demo_people() -> list[User]:
    """The first demo person of each role, in the order they were invented."""
    first_of_each_role = (
        select(func.min(User.id))
        .where(User.is_demo, User.deactivated_at.is_(None))
        .group_by(User.role)
    )
    return list(
        db.session.scalars(select(User).where(User.id.in_(first_of_each_role)).order_by(User.id))
    )
