"""Pages that decline or postpone several lines of the queue at once; none accepts several."""

import re
from http import HTTPStatus
from typing import Any, NamedTuple

from flask import abort, render_template, request
from flask_babel import ngettext
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.runs import several
from stirrup.runs.blueprint import bp
from stirrup.runs.forms import DeclineSeveralForm, PostponeSeveralForm
from stirrup.runs.promotion import propose_from_reserve
from stirrup.runs.promotion_words import tell_promoted
from stirrup.runs.queue import LARGEST_ID, MOST_SELECTED, Filters
from stirrup.runs.several import Choice, Page
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires

LINE = re.compile(r"([0-9]{1,10}):([0-9]{1,10})")


class Act(NamedTuple):
    """What is done with a selection: its form, what may be chosen, and what does it."""

    form: Any
    choices: Any
    decide: Any


ACTS = {
    "decline": Act(DeclineSeveralForm, several.choices_to_decline, several.decline_several),
    "postpone": Act(PostponeSeveralForm, several.choices_to_postpone, several.postpone_several),
}


@bp.get("/review/several")
@requires(Permission.PROPOSAL_DECIDE)
def choose_several() -> str:
    name = request.args.get("act", "")
    act = ACTS.get(name) or abort(HTTPStatus.NOT_FOUND)
    filters = Filters.read(request.args)
    return _render(name, act.form(formdata=None), act.choices(filters.selected, current_user))


@bp.post("/review/decline-several")
@requires(Permission.PROPOSAL_DECIDE)
def decline_several() -> Any:
    return _decide("decline")


@bp.post("/review/postpone-several")
@requires(Permission.PROPOSAL_DECIDE)
def postpone_several() -> Any:
    return _decide("postpone")


def _decide(name: str) -> Any:
    act, pages = ACTS[name], _pages()
    form = act.form()
    if not form.validate_on_submit():
        choices = act.choices([number for number, _version in pages], current_user)
        return _render(name, form, choices), HTTPStatus.UNPROCESSABLE_ENTITY
    motive = {"reason": form.reason.data, "note": form.note.data}
    outcomes = act.decide(pages, by=current_user, **motive)
    if name == "decline":
        tell_promoted(propose_from_reserve(by=current_user))
    return render_template(
        "runs/several_done.html",
        title=_done(name, sum(one.refusal is None for one in outcomes)),
        outcomes=outcomes,
        sentence_of=sentence_of,
        filters=_filters_without_selection(),
    )


def _render(name: str, form: Any, choices: list[Choice]) -> str:
    kept = [one for one in choices if one.refusal is None]
    return render_template(
        "runs/several.html",
        name=name,
        title=_to_do(name, len(kept)),
        kept=kept,
        left_out=[one for one in choices if one.refusal is not None],
        form=form,
        sentence_of=sentence_of,
        filters=_filters_without_selection(),
    )


def _pages() -> list[Page]:
    """What the page listed: each proposal with the version that was read."""
    found = (LINE.fullmatch(words) for words in request.form.getlist("line")[:MOST_SELECTED])
    pages = [(int(one[1]), int(one[2])) for one in found if one]
    return [page for page in pages if max(page) <= LARGEST_ID]


def _filters_without_selection() -> Filters:
    filters = Filters.read(request.args)
    return filters.showing(filters.show)


def _to_do(name: str, count: int) -> str:
    if name == "decline":
        return str(ngettext("Decline %(num)s proposal", "Decline %(num)s proposals", count))
    return str(ngettext("Postpone %(num)s proposal", "Postpone %(num)s proposals", count))


def _done(name: str, count: int) -> str:
    if name == "decline":
        return str(ngettext("%(num)s proposal declined", "%(num)s proposals declined", count))
    return str(ngettext("%(num)s proposal postponed", "%(num)s proposals postponed", count))
