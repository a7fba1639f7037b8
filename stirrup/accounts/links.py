"""Links sent by e-mail: 256 random bits, stored as a hash, used once, for a short time (R10)."""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import select, union_all, update

from stirrup.accounts.enums import TokenPurpose
from stirrup.accounts.models import AccountToken, Invitation, User
from stirrup.accounts.refusals import LinkExpiredError
from stirrup.accounts.sessions import hash_token
from stirrup.clock import now
from stirrup.database import rows_changed
from stirrup.extensions import db

LIFETIME = {
    TokenPurpose.CONFIRM_EMAIL: timedelta(hours=72),
    TokenPurpose.RESET_PASSWORD: timedelta(hours=1),
}


def issue_token(user: User, purpose: TokenPurpose) -> str:
    """A new token for this person and this purpose; earlier ones of the purpose die."""
    db.session.flush()
    cancel_tokens(user, AccountToken.purpose == purpose)
    token = secrets.token_urlsafe(32)
    db.session.add(
        AccountToken(
            token_hash=hash_token(token),
            user_id=user.id,
            purpose=purpose,
            expires_at=now() + LIFETIME[purpose],
        )
    )
    return token


def find_owner(token: str, purpose: TokenPurpose) -> User:
    """The person a living token belongs to. Raises LinkExpiredError."""
    row = db.session.scalars(select(AccountToken).where(_is_alive(token, purpose))).one_or_none()
    if row is None or not row.user.is_active:
        raise LinkExpiredError
    return row.user


def language_of(token: str) -> str | None:
    """Of whoever a link was sent to, whether or not it still works; None of an unknown one."""
    digest = hash_token(token)
    owner = select(User.language).join(AccountToken, AccountToken.user_id == User.id)
    sent = owner.where(AccountToken.token_hash == digest)
    invited = select(Invitation.language).where(Invitation.token_hash == digest)
    return db.session.scalar(union_all(sent, invited))


def spend_token(token: str, purpose: TokenPurpose) -> None:
    """Use it up: of two simultaneous uses one wins. Raises LinkExpiredError."""
    spent = update(AccountToken).where(_is_alive(token, purpose)).values(used_at=now())
    if not rows_changed(spent):
        raise LinkExpiredError


def cancel_tokens(user: User, *which: Any) -> None:
    """No link sent to this person works any longer (or those of `which`)."""
    unused = (AccountToken.user_id == user.id, AccountToken.used_at.is_(None))
    db.session.execute(update(AccountToken).where(*unused, *which).values(used_at=now()))


def _is_alive(token: str, purpose: TokenPurpose) -> Any:
    return (
        (AccountToken.token_hash == hash_token(token))
        & (AccountToken.purpose == purpose)
        & AccountToken.used_at.is_(None)
        & (AccountToken.expires_at > now())
    )
