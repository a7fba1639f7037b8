"""The public page that says whether a document is authentic: by its file or by its code."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext as _l

from stirrup.accounts.refusals import TooManyAttemptsError
from stirrup.extensions import db
from stirrup.placements.papers.verification.answers import Answer, Verdict, verify_code, verify_file
from stirrup.placements.papers.verification.forms import CodeForm, FileForm
from stirrup.ui.guard import public

bp = Blueprint("verification", __name__, url_prefix="/verify")

MOST_BYTES = 10 * 1024 * 1024
TOO_OFTEN = _l("Too many documents were verified from here. Wait a quarter of an hour.")
TOO_HEAVY = _l("This file is larger than 10 MB.")
LOOKS = {
    Verdict.IN_FORCE: ("ok", "check"),
    Verdict.SUPERSEDED: ("warn", "alert"),
    Verdict.ALTERED: ("bad", "alert"),
    Verdict.UNKNOWN: ("bad", "cross"),
}


@bp.get("")
@public
def page() -> Any:
    """The two questions; with a code in the address, as QR codes have it, the answer too."""
    if "code" not in request.args:
        return _page(CodeForm(formdata=None), FileForm())
    form: Any = CodeForm(request.args)
    if not form.validate():
        return _page(form, FileForm())
    return _answered(form, FileForm(), lambda: verify_code(form.code.data, address=_address()))


@bp.post("")
@public
def file() -> Any:
    """What the file is; it stays in memory, and not longer than this request."""
    form: Any = FileForm()
    if not form.validate_on_submit():
        return _page(CodeForm(formdata=None), form)
    content = form.file.data.stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        form.file.errors = [TOO_HEAVY]
        return _page(CodeForm(formdata=None), form)
    blank = CodeForm(formdata=None)
    return _answered(blank, form, lambda: verify_file(content, address=_address()))


def _answered(code_form: Any, file_form: Any, verify: Callable[[], Answer]) -> Any:
    """The answer, or that too many were asked from this address."""
    try:
        return _page(code_form, file_form, verify())
    except TooManyAttemptsError:
        db.session.rollback()
        asked = code_form if code_form.code.data else file_form
        asked.form_errors.append(TOO_OFTEN)
        return _page(code_form, file_form, status=HTTPStatus.TOO_MANY_REQUESTS)


def _page(
    code_form: Any, file_form: Any, answer: Answer | None = None, status: int | None = None
) -> Any:
    failed = code_form if code_form.error_list else file_form
    page = render_template(
        "papers/verify.html",
        form=failed,
        code_form=code_form,
        file_form=file_form,
        answer=answer,
        look=LOOKS[answer.verdict] if answer else None,
    )
    wrong = HTTPStatus.UNPROCESSABLE_ENTITY if failed.error_list else HTTPStatus.OK
    return page, status or wrong


def _address() -> str:
    return request.remote_addr or ""
