"""One's mails and calendar, the calendar itself, and the links that mails hold."""

from http import HTTPStatus
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.notices import brief_views
from stirrup.notices import preferences as choices
from stirrup.notices.blueprint import bp
from stirrup.notices.calendar import calendar_of
from stirrup.notices.enums import LinkState
from stirrup.notices.forms import NoticesForm
from stirrup.notices.links import follow
from stirrup.outbox.letters import link
from stirrup.permissions import Permission, permits
from stirrup.ui.guard import public, requires

__all__ = ["bp"]

OTHER_PAGES = (brief_views,)
"""Imported for their routes."""
PAGE = "notices/preferences.html"
STATUSES = {
    LinkState.USED: HTTPStatus.GONE,
    LinkState.EXPIRED: HTTPStatus.GONE,
    LinkState.UNKNOWN: HTTPStatus.NOT_FOUND,
}


@bp.get("/notices")
@requires(Permission.NOTICES_CHOOSE)
def preferences() -> str:
    return _page(NoticesForm(obj=current_user))


@bp.post("/notices")
@requires(Permission.NOTICES_CHOOSE)
def choose() -> Any:
    form: Any = NoticesForm()
    if not form.validate_on_submit():
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    choices.choose_digest(by=current_user, wants=form.wants_digest.data)
    flash(_("Your choice is saved."))
    return redirect(url_for("notices.preferences"), 303)


@bp.post("/notices/calendar")
@requires(Permission.NOTICES_CHOOSE)
def open_calendar() -> str:
    """The page that shows the secret address: once, since nobody can read it again."""
    token = choices.open_calendar(by=current_user)
    return _page(NoticesForm(formdata=None, obj=current_user), link("notices.feed", token=token))


@bp.post("/notices/calendar/close")
@requires(Permission.NOTICES_CHOOSE)
def close_calendar() -> Any:
    choices.close_calendar(by=current_user)
    flash(_("Your calendar is closed: its address shows nothing any more."))
    return redirect(url_for("notices.preferences"), 303)


@bp.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Response:
    """The calendar, to whoever holds its address: a program that cannot sign in."""
    owner = choices.find_calendar_owner(token, address=request.remote_addr or "") or abort(404)
    answer = Response(calendar_of(owner), content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/go/<token>")
@requires(Permission.ACCOUNT_USE)
def follow_link(token: str) -> Any:
    followed = follow(token, current_user)
    if followed.state == LinkState.OPEN and followed.url:
        return redirect(followed.url)
    return render_template("notices/link.html", followed=followed), STATUSES[followed.state]


def _page(form: Any, address: str | None = None) -> str:
    return render_template(
        PAGE,
        form=form,
        has_digest=permits(current_user, Permission.TODAY_SEE),
        has_calendar=permits(current_user, Permission.PLACEMENT_LIST),
        is_open=current_user.calendar_hash is not None,
        address=address,
    )
