"""What goes with the decisions of a morning: undoing one of them, the keys that lead to them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.runs.blueprint import bp
from stirrup.runs.forms import UndoForm
from stirrup.runs.models import Proposal
from stirrup.runs.queue import Filters
from stirrup.runs.undoing import undo_decision
from stirrup.ui.guard import requires


@bp.post("/proposals/<int:proposal_id>/undo")
@requires(Permission.PROPOSAL_DECIDE, Proposal)
def undo(proposal: Proposal) -> Any:
    form = UndoForm()
    version = form.version.data if form.validate_on_submit() else 0
    undo_decision(proposal, by=current_user, version=version)
    flash(_("%(reference)s: undone, it waits for a decision again.", reference=proposal.reference))
    arguments = Filters.read(request.args).arguments
    return redirect(url_for("runs.show_proposal", proposal_id=proposal.id, **arguments))


@bp.get("/review/keys")
@requires(Permission.PROPOSAL_LIST)
def keys() -> str:
    return render_template("runs/keys.html")
