"""Error pages: a refusal becomes its translated sentence, a fault an incident number."""

import logging
import secrets
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from stirrup.extensions import db, login
from stirrup.refusals import RefusedError
from stirrup.ui import kept_forms

logger = logging.getLogger("stirrup")

Answer = tuple[str, int]
MEGABYTE = 1024 * 1024
PAGES = {400, 403, 404, 405, 409, 413, 422, 429, 500, 503}


def install(app: Flask) -> None:
    """Register every handler; pages are templates/errors/<status>.html."""
    app.register_error_handler(RefusedError, _refused)
    app.register_error_handler(StaleDataError, _changed_by_someone_else)
    app.register_error_handler(OperationalError, _database_unavailable)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)


def sentence_of(refusal: RefusedError) -> str:
    """The refusal in the reader's language."""
    return str(_(refusal.sentence, **refusal.values))


def _refused(refusal: RefusedError) -> Answer:
    db.session.rollback()
    return _page(refusal.status, sentence_of(refusal))


def _changed_by_someone_else(_error: StaleDataError) -> Answer:
    db.session.rollback()
    return _page(
        HTTPStatus.CONFLICT,
        _("Someone else changed this while you were looking at it. Nothing was changed by you."),
    )


def _database_unavailable(error: OperationalError) -> Answer:
    g.reader_unknown = True
    db.session.rollback()
    logger.error("database unavailable: %s", type(error.orig).__name__)
    return _page(HTTPStatus.SERVICE_UNAVAILABLE)


def _expired_form(_error: CSRFError) -> Any:
    """Whoever is signed out signs in first, as on any page; their token ended with the session."""
    view = current_app.view_functions[request.endpoint or "static"]
    if not current_user.is_authenticated and not getattr(view, "is_public", False):
        return login.unauthorized()
    return _page(
        HTTPStatus.BAD_REQUEST,
        _("This page was open for too long."),
    )


def _http_error(error: HTTPException) -> Answer | HTTPException:
    if error.code not in PAGES:
        return error
    return _page(HTTPStatus(error.code))


def _fault(error: Exception) -> Answer:
    g.reader_unknown = True
    db.session.rollback()
    incident = secrets.token_hex(4)
    logger.error("incident %s: %s", incident, type(error).__name__, exc_info=error)
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR, incident=incident)


def _page(status: HTTPStatus, sentence: str | None = None, incident: str | None = None) -> Answer:
    typed_url = _where_typed_words_wait(status)
    page = render_template(
        f"errors/{int(status)}.html",
        sentence=sentence,
        incident=incident,
        came_from=typed_url or _came_from(),
        typed_is_kept=typed_url is not None,
        most_megabytes=(current_app.config["MAX_CONTENT_LENGTH"] or 0) // MEGABYTE,
    )
    return page, int(status)


def _where_typed_words_wait(status: HTTPStatus) -> str | None:
    """The page on which the words of a refused form are offered again; none after a fault."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:  # what was sent cannot be read
        return kept_forms.kept_at(urlsplit(_came_from() or "").path)
    return kept_forms.keep_what_was_refused()


def _came_from() -> str | None:
    """The page of this site on which the reader was, unless it is the one that failed."""
    origin = urlsplit(request.referrer or "")
    if origin.netloc != request.host or not origin.path.startswith("/"):
        return None
    if request.method == "GET" and origin.path == request.path:
        return None
    return f"{origin.path}?{origin.query}" if origin.query else origin.path
