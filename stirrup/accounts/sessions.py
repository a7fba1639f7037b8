"""Signed-in browsers: a random token in the cookie, its hash in a row that can be ended at once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import select, update

from stirrup.accounts.models import SignedInSession, User
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.permissions import Role
from stirrup.ui.kept_forms import PAGE, NotKeptError, keep, taken_up

IDLE = {Role.LANDLORD: timedelta(hours=2)}
IDLE_STAFF = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""The row is not rewritten at each request: once a minute is exact enough."""


def install(app: Flask, login: LoginManager) -> None:
    """Bind Flask-Login to the rows: what the cookie says is worth nothing without them."""
    login.init_app(app)
    login.session_protection = None
    login.user_loader(find_person)
    login.unauthorized_handler(_ask_to_sign_in)
    app.context_processor(_tell_how_long)


def open_session(user: User) -> None:
    """Sign this person in on this browser; a cookie set before is worthless afterwards."""
    token = secrets.token_urlsafe(32)
    db.session.add(SignedInSession(user_id=user.id, token_hash=hash_token(token)))
    db.session.commit()
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    user.session_token = token
    login_user(user)
    session.permanent = True


def close_session() -> None:
    """End this browser's session on the server, then forget the cookie."""
    token = session.get("_user_id", "")
    _end(SignedInSession.token_hash == hash_token(token))
    logout_user()
    db.session.commit()


def end_sessions_of(user: User) -> None:
    """End every session of a person; the caller commits."""
    _end(SignedInSession.user_id == user.id)


def list_sessions(user: User) -> list[SignedInSession]:
    """The living sessions of a person, the latest sign of life first."""
    rows = db.session.scalars(
        select(SignedInSession)
        .where(SignedInSession.user_id == user.id, SignedInSession.ended_at.is_(None))
        .order_by(SignedInSession.last_seen_at.desc())
    )
    return [row for row in rows if _is_alive(row, now())]


def find_person(token: str) -> User | None:
    """The active person behind a cookie, or None. Refreshes the last sign of life."""
    row = db.session.scalars(
        select(SignedInSession).where(SignedInSession.token_hash == hash_token(token))
    ).one_or_none()
    if row is None or not _is_alive(row, now()):
        return None
    if now() - row.last_seen_at > SEEN_EVERY:
        row.last_seen_at = now()
        db.session.commit()
    row.user.session_token = token
    return row.user


def hash_token(token: str) -> str:
    """What is stored of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_alive(row: SignedInSession, instant: datetime) -> bool:
    idle = IDLE.get(row.user.role, IDLE_STAFF)
    return (
        row.ended_at is None
        and row.user.deactivated_at is None
        and instant - row.last_seen_at < idle
        and instant - row.created_at < ABSOLUTE
    )


def _end(which: Any) -> None:
    living = SignedInSession.ended_at.is_(None)
    db.session.execute(update(SignedInSession).where(which, living).values(ended_at=now()))


def _tell_how_long() -> dict[str, int]:
    """For a page to warn in time; a page of failure does not ask who reads it."""
    if g.get("reader_unknown") or not current_user.is_authenticated:
        return {}
    return {"idle_seconds": int(IDLE.get(current_user.role, IDLE_STAFF).total_seconds())}


def _ask_to_sign_in() -> Any:
    if request.method == "GET":
        flash(_("Sign in to open this page."))
        return redirect(url_for("accounts.sign_in", next=request.full_path))
    page = _keep_what_was_sent()
    if page is None:
        flash(_("Your session has ended. Sign in to go on."), "warning")
        return redirect(url_for("accounts.sign_in", next=request.form.get(PAGE)))
    flash(_("Your session had ended. Sign in: what you typed is kept."), "warning")
    return redirect(url_for("accounts.sign_in", next=taken_up(page)))


def _keep_what_was_sent() -> str | None:
    """Keep a form that met a session gone to sleep, for its person alone; where it stands."""
    page, owner = request.form.get(PAGE), _who_fell_asleep(session.get("_user_id", ""))
    if page is None or owner is None:
        return None
    try:
        keep(owner, page, request.form)
    except NotKeptError:
        return None
    return page


def _who_fell_asleep(token: str) -> int | None:
    """The person of a session that nobody ended: only time did."""
    query = select(SignedInSession).filter_by(token_hash=hash_token(token), ended_at=None)
    row = db.session.scalars(query).one_or_none()
    return row.user_id if row is not None and row.user.is_active else None
