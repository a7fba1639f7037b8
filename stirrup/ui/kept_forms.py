"""Forms that were begun: what was typed is kept on the server until it is sent.

For that person alone, encrypted, for a week at most. A form that may be kept says so by `keeps`;
passwords, tokens and files never are.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, request
from flask_login import current_user
from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from stirrup.clock import now
from stirrup.database import EncryptedJson, Model, UtcInstant
from stirrup.extensions import db
from stirrup.refusals import RefusedError
from stirrup.wording import N_

PAGE = "kept_page"
"""The hidden answer by which a form says that it may be kept, and where it is."""
NEVER_KEPT = ("csrf_token", PAGE, "go", "act")
MOST_ANSWERS = 200
MOST_SIGNS = 20_000
LONGEST_PAGE = 200
LIFE = timedelta(days=7)
OWN_VIEW = "kept.keep_typed"
TAKEN_UP = "kept"
"""In the address of a page: show what was kept."""


class KeptForm(Model):
    """What one person typed on one page; encrypted, for that person alone."""

    __tablename__ = "kept_form"
    __table_args__ = (UniqueConstraint("user_id", "page"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    page: Mapped[str] = mapped_column(String(200))
    """The address of the page, without what follows the question mark; `#` and the name of one of
    its forms, when it has several."""
    values: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("kept_form.values"))
    kept_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)


class NotKeptError(RefusedError):
    """More than a form holds, or no page of this site."""

    sentence = N_("This could not be kept. Send the form to save it.")
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def keep(user_id: int, page: str, answers: MultiDict[str, str]) -> KeptForm:
    """Keep what was typed on a page instead of what was kept before. Raises NotKeptError."""
    values = _worth_keeping(answers)
    if not is_page(page) or _is_too_much(values):
        raise NotKeptError
    db.session.execute(delete(KeptForm).where(KeptForm.kept_at < now() - LIFE))
    kept = _written(user_id, page, values)
    try:
        db.session.commit()
    except IntegrityError:  # another tab kept this page at the same instant
        db.session.rollback()
        kept = _written(user_id, page, values)
        db.session.commit()
    return kept


def find_kept(user_id: int, page: str) -> KeptForm | None:
    """What was kept on a page, unless a week has passed."""
    if not is_page(page):
        return None
    query = select(KeptForm).filter_by(user_id=user_id, page=page)
    return db.session.scalars(query.where(KeptForm.kept_at >= now() - LIFE)).one_or_none()


def forget(user_id: int, page: str) -> None:
    """The form was sent, or its answers are not wanted any more."""
    if is_page(page):
        db.session.execute(delete(KeptForm).filter_by(user_id=user_id, page=page))
        db.session.commit()


def is_page(address: str) -> bool:
    """Whether this may be the address of a page of this site, and of no other one."""
    is_here = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return is_here and address.isprintable() and len(address) <= LONGEST_PAGE


def kept_here(part: str = "") -> KeptForm | None:
    """What this reader kept on the page that they open, or on one of its several forms."""
    if request.method != "GET" or not current_user.is_authenticated:
        return None
    wanted = f"{request.path}#{part}" if part else request.path
    return next((one for one in _kept_of_the_page() if one.page == wanted), None)


def _kept_of_the_page() -> list[KeptForm]:
    """What is kept of all forms of the page that is opened, asked once."""
    if "kept_of_the_page" not in g:
        here, latest = request.path, KeptForm.kept_at >= now() - LIFE
        of_it = (KeptForm.page == here) | KeptForm.page.startswith(f"{here}#", autoescape=True)
        query = select(KeptForm).filter_by(user_id=current_user.id).where(of_it, latest)
        g.kept_of_the_page = list(db.session.scalars(query)) if is_page(here) else []
    return list(g.kept_of_the_page)


def is_taken_up() -> bool:
    """Whether the reader asks to go on with what was kept."""
    return request.method == "GET" and TAKEN_UP in request.args


def keep_what_was_refused() -> str | None:
    """Keep a form that was sent and met a page of failure; the address where it is taken up."""
    page = request.form.get(PAGE) if request.method == "POST" else None
    if page is None or request.endpoint == OWN_VIEW or not current_user.is_authenticated:
        return None
    try:
        return taken_up(keep(current_user.id, page, request.form).page)
    except NotKeptError:
        return None


def kept_at(page: str) -> str | None:
    """The address where this reader takes up what is kept of a page, if anything is."""
    if not current_user.is_authenticated or find_kept(current_user.id, page) is None:
        return None
    return taken_up(page)


def taken_up(page: str) -> str:
    """The address of a page with what was kept; a part of it is named behind the number sign."""
    path, sign, part = page.partition("#")
    return f"{path}?{TAKEN_UP}=1{sign}{part}"


def install(app: Flask) -> None:
    """Forget what was kept once its form has been sent and accepted."""
    app.after_request(_forget_what_was_sent)


def _forget_what_was_sent(response: Response) -> Response:
    accepted = response.status_code in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER)
    if request.method == "POST" and accepted and current_user and current_user.is_authenticated:
        page = request.form.get(PAGE)
        if page and request.endpoint != OWN_VIEW:
            forget(current_user.id, page)
    return response


def _worth_keeping(answers: MultiDict[str, str]) -> dict[str, list[str]]:
    return {
        name: values
        for name, values in answers.lists()
        if name not in NEVER_KEPT and "password" not in name
    }


def _is_too_much(values: dict[str, list[str]]) -> bool:
    texts: Iterable[str] = (text for name in values for text in (name, *values[name]))
    return len(values) > MOST_ANSWERS or sum(map(len, texts)) > MOST_SIGNS


def _written(user_id: int, page: str, values: dict[str, list[str]]) -> KeptForm:
    kept = db.session.scalars(select(KeptForm).filter_by(user_id=user_id, page=page)).one_or_none()
    if kept is None:
        kept = KeptForm(user_id=user_id, page=page)
        db.session.add(kept)
    kept.values, kept.kept_at = values, now()
    return kept
