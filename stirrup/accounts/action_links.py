"""Links in mails that lead one person to one thing, and stop working (security R10).

A link opens nothing: it says where to go, once its reader has signed in as usual. Following it
changes nothing, so that a program that reads mails cannot use it up; it is used up when what it
asks for is done.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from stirrup.accounts.models import ActionLink, User
from stirrup.accounts.sessions import hash_token
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.letters import link

LIFETIME = timedelta(days=7)


def action_url(user: User, subject: Any, expires_at: datetime | None = None) -> str:
    """The absolute address, for a mail to `user` about `subject` (a stored row, such as a stay).

    It works until `expires_at`, when that lies ahead, and for seven days at most. The caller
    commits.
    """
    instant = now()
    latest = instant + LIFETIME
    db.session.flush()
    token = secrets.token_urlsafe(32)
    db.session.add(
        ActionLink(
            token_hash=hash_token(token),
            user_id=user.id,
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            expires_at=min(expires_at, latest) if expires_at and expires_at > instant else latest,
        )
    )
    return link("notices.follow_link", token=token)


def find_link(token: str) -> ActionLink | None:
    """The link behind an address, whether or not it still works."""
    query = select(ActionLink).where(ActionLink.token_hash == hash_token(token))
    return db.session.scalars(query).one_or_none()


def spend_action_links(subject: Any) -> None:
    """What the links to `subject` asked for is done: none of them works any longer."""
    db.session.execute(
        update(ActionLink)
        .where(
            ActionLink.subject_kind == subject.__tablename__,
            ActionLink.subject_id == subject.id,
            ActionLink.used_at.is_(None),
        )
        .values(used_at=now())
    )
