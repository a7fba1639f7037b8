"""Where a page sends what is being typed, and where one says that it is not wanted any more."""

from typing import Any

from flask import Blueprint, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.ui import filters, kept_forms
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires

bp = Blueprint("kept", __name__, url_prefix="/kept-forms")


@bp.post("")
@requires(Permission.ACCOUNT_USE)
def keep_typed() -> Any:
    """Keep the answers of one page; says when, for the page to tell it."""
    try:
        page = request.form.get(kept_forms.PAGE, "")
        kept = kept_forms.keep(current_user.id, page, request.form)
    except kept_forms.NotKeptError as refusal:
        return jsonify(words=sentence_of(refusal)), refusal.status
    return jsonify(words=_("Kept at %(hour)s.", hour=filters.time(kept.kept_at)))


@bp.post("/forget")
@requires(Permission.ACCOUNT_USE)
def forget() -> Any:
    """Forget what was typed on one page, and show the page as it is stored."""
    page = request.form.get(kept_forms.PAGE, "")
    kept_forms.forget(current_user.id, page)
    return redirect(page if kept_forms.is_page(page) else url_for("public.home"), 303)
