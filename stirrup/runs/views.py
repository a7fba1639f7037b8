"""Pages of the morning review, one proposal at a time, and of the runs behind it."""

from http import HTTPStatus
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import Permission
from stirrup.runs import explanation_views, queries, queue, services, several_views, triage_views
from stirrup.runs.blueprint import bp
from stirrup.runs.claim import RunUnderWayError
from stirrup.runs.enums import AcceptReason
from stirrup.runs.forms import AcceptForm, DeclineForm, FilterForm, PostponeForm, StartForm
from stirrup.runs.linked_page import linked_lines, references_to_decide
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.morning_watch import watches
from stirrup.runs.nightly import RunFailedError, start_manual_run
from stirrup.runs.promotion import propose_from_reserve
from stirrup.runs.promotion_words import tell_promoted
from stirrup.runs.proposal_page import proposal_page
from stirrup.runs.queue import Filters
from stirrup.runs.refusals import DecisionRefusedError
from stirrup.runs.review_page import review_page
from stirrup.runs.run_page import name_of, run_page, state_of, where_of
from stirrup.runs.undo_notice import undoable
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires
from stirrup.ui.paging import page_asked

__all__ = ["bp"]

OTHER_PAGES = (explanation_views, several_views, triage_views)
"""Imported for their routes."""
OF_SEVERAL = frozenset({"line", "selected"})
"""Names under which several lines are sent: no acceptance takes any (AT-04)."""


@bp.get("/review")
@requires(Permission.PROPOSAL_LIST)
def review() -> str:
    filters = Filters.read(request.args)
    page = review_page(current_user, filters, page=page_asked())
    return render_template(
        "runs/review.html",
        review=page,
        watches=watches(today()),
        filters=filters,
        form=FilterForm(page.communes, formdata=request.args),
        page_url=lambda number: url_for("runs.review", page=number, **filters.arguments),
    )


@bp.get("/proposals/<int:proposal_id>")
@requires(Permission.PROPOSAL_SHOW, Proposal)
def show_proposal(proposal: Proposal) -> Any:
    return _render_proposal(proposal)


@bp.post("/proposals/<int:proposal_id>/accept")
@requires(Permission.PROPOSAL_DECIDE, Proposal)
def accept(proposal: Proposal) -> Any:
    form = AcceptForm(prefix="accept")
    if OF_SEVERAL & request.form.keys():
        abort(HTTPStatus.BAD_REQUEST)
    if not form.validate_on_submit():
        return _render_proposal(proposal, accept=form), HTTPStatus.UNPROCESSABLE_ENTITY
    services.accept_proposal(proposal, by=current_user, **_decision(form))
    _tell_what_waits(proposal)
    return _go_on(proposal, _("Accepted in your name: the stay is being prepared."))


@bp.post("/proposals/<int:proposal_id>/decline")
@requires(Permission.PROPOSAL_DECIDE, Proposal)
def decline(proposal: Proposal) -> Any:
    form = DeclineForm(prefix="decline")
    if not form.validate_on_submit():
        return _render_proposal(proposal, decline=form), HTTPStatus.UNPROCESSABLE_ENTITY
    services.decline_proposal(proposal, by=current_user, **_decision(form))
    tell_promoted(propose_from_reserve(by=current_user))
    return _go_on(proposal, _("Declined in your name: the household keeps its waiting time."))


@bp.post("/proposals/<int:proposal_id>/postpone")
@requires(Permission.PROPOSAL_DECIDE, Proposal)
def postpone(proposal: Proposal) -> Any:
    form = PostponeForm(prefix="postpone")
    if not form.validate_on_submit():
        return _render_proposal(proposal, postpone=form), HTTPStatus.UNPROCESSABLE_ENTITY
    services.postpone_proposal(proposal, by=current_user, **_decision(form))
    return _go_on(proposal, _("Postponed: the night leaves this home and this household alone."))


@bp.errorhandler(DecisionRefusedError)
def refuse(refusal: DecisionRefusedError) -> Any:
    """Say who decided or what changed, and where to go on."""
    db.session.rollback()
    proposal = db.session.get_one(Proposal, (request.view_args or {})["proposal_id"])
    page = render_template(
        "runs/refused.html",
        proposal=proposal,
        sentence=sentence_of(refusal),
        obstacles=getattr(refusal, "obstacles", ()),
        written=_written(),
        beside=queries.undecided_beside(proposal),
        next_url=_next_url(proposal),
        filters=Filters.read(request.args),
    )
    return page, refusal.status


@bp.get("/runs")
@requires(Permission.RUN_LIST)
def index() -> str:
    return _render_history(StartForm(queries.communes_with_open_units()))


@bp.get("/runs/<int:match_run_id>")
@requires(Permission.RUN_LIST, MatchRun)
def show(match_run: MatchRun) -> str:
    return render_template("runs/show.html", run=match_run, page=run_page(match_run), **RUN_WORDS)


@bp.post("/runs/start")
@requires(Permission.RUN_START)
def start() -> Any:
    form = StartForm(queries.communes_with_open_units())
    if not form.validate_on_submit():
        return _render_history(form), HTTPStatus.UNPROCESSABLE_ENTITY
    territory = [form.commune.data] if form.commune.data else None
    try:
        report = start_manual_run(by=current_user, territory=territory)
    except (RunFailedError, RunUnderWayError) as refusal:
        flash(sentence_of(refusal), "error")
        return redirect(url_for("runs.index"))
    made = report.proposals_count
    flash(ngettext("The run made %(num)s proposal.", "The run made %(num)s proposals.", made))
    return redirect(url_for("runs.review"))


def _render_proposal(proposal: Proposal, **failed: Any) -> str:
    """The page with its three forms; one that failed keeps what was typed."""
    forms = {
        name: failed.get(name)
        or form(prefix=name, formdata=None, version=proposal.version, reason=MOST_OFTEN.get(name))
        for name, form in FORMS.items()
    }
    filters = Filters.read(request.args)
    return render_template(
        "runs/proposal.html",
        proposal=proposal,
        page=proposal_page(proposal, filters.arguments),
        linked=linked_lines(proposal),
        review=review_page(current_user, filters, current=proposal),
        filters=filters,
        form=next(iter(failed.values()), None),
        forms=forms,
    )


def _written() -> list[tuple[str, str]]:
    """What was chosen and typed for nothing, so that nobody has to find the words again."""
    name = request.path.rpartition("/")[2]
    if name not in FORMS:
        return []
    form = FORMS[name](prefix=name)
    chosen = [label for _value, label, is_chosen, _more in form.reason.iter_choices() if is_chosen]
    lines = [(str(form.reason.label.text), str(label)) for label in chosen]
    return [*lines, (str(form.note.label.text), form.note.data)] if form.note.data else lines


def _decision(form: Any) -> dict[str, Any]:
    return {"reason": form.reason.data, "note": form.note.data, "version": form.version.data}


def _tell_what_waits(proposal: Proposal) -> None:
    """A linked household is not left half decided without a word."""
    waiting = references_to_decide(proposal)
    if waiting:
        said = _("The linked household waits for your decision too: %(references)s.")
        flash(said % {"references": ", ".join(waiting)}, "warning")


def _go_on(proposal: Proposal, said: str) -> Any:
    """After a decision the next proposal of the same queue opens."""
    sentences = [f"{proposal.reference}.", said]
    if notice := undoable(proposal):
        sentences.append(_("Can be undone until %(time)s.", time=notice.until))
    flash(" ".join(sentences))
    return redirect(_next_url(proposal))


def _next_url(proposal: Proposal) -> str:
    filters = Filters.read(request.args)
    number = queue.find_next(proposal, filters)
    if number is None:
        return url_for("runs.review", **filters.arguments)
    return url_for("runs.show_proposal", proposal_id=number, **filters.arguments)


def _render_history(form: StartForm) -> str:
    return render_template(
        "runs/index.html",
        runs=queries.paginate_runs(),
        form=form,
        page_url=lambda number: url_for("runs.index", page=number),
        **RUN_WORDS,
    )


MOST_OFTEN = {"accept": AcceptReason.BEST_ANSWER}
"""Offered first; the page is read and the button pressed all the same."""
FORMS = {"accept": AcceptForm, "decline": DeclineForm, "postpone": PostponeForm}
RUN_WORDS = {"name_of": name_of, "state_of": state_of, "where_of": where_of}
