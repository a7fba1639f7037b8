"""Mails about a referral to whoever answers for it: a reference and a link, nobody's name."""

from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.permissions import Role
from stirrup.referrals.models import Referral


def write_to_referent(referral: Referral, letter: str, *, key: str | None = None) -> bool:
    """Write templates/email/referrals/<letter>; the caller commits. Whether it is a new mail.

    `key`: what it is about, once and for all; without one it is written in any case.
    """
    letters = [
        enqueue(
            person.email,
            person.language,
            f"referrals/{letter}",
            key=f"{key}-{person.id}" if key else None,
            reference=referral.reference,
            referral_id=referral.id,
        )
        for person in people_for(referral)
    ]
    return any(mail.id is None for mail in letters)


def people_for(referral: Referral) -> list[User]:
    """The referent; once gone, the managers of the association."""
    if referral.referent.is_active:
        return [referral.referent]
    managers = select(User).where(
        User.organisation_id == referral.association_id,
        User.role == Role.ASSOCIATION_MANAGER,
        User.deactivated_at.is_(None),
    )
    return list(db.session.scalars(managers.order_by(User.id)))
