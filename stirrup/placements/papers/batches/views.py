"""Pages of the team: order all the tax summaries of a year, and see how far they are."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.placements.papers.batches import services as batches
from stirrup.placements.papers.batches.forms import BatchForm
from stirrup.placements.papers.batches.page import batch_lines, batch_page
from stirrup.placements.papers.models import SummaryBatch
from stirrup.ui.guard import requires

bp = Blueprint("batches", __name__, url_prefix="/summary-batches")


@bp.get("")
@requires(Permission.SUMMARY_BATCH)
def index() -> str:
    return render_template("papers/batches.html", lines=batch_lines(), form=BatchForm())


@bp.post("")
@requires(Permission.SUMMARY_BATCH)
def order() -> Any:
    form = BatchForm()
    if not form.validate_on_submit():
        page = render_template("papers/batches.html", lines=batch_lines(), form=form)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    batch = batches.order_batch(form.year.data, by=current_user)
    if batch is None:
        flash(_("Nothing has changed: every summary of this year is there already."), "info")
        return redirect(url_for("batches.index"))
    flash(_("The summaries are ordered: they are produced one after the other."))
    return redirect(url_for("batches.show", summary_batch_id=batch.id))


@bp.get("/<int:summary_batch_id>")
@requires(Permission.SUMMARY_BATCH, SummaryBatch)
def show(summary_batch: SummaryBatch) -> str:
    return render_template("papers/batch.html", batch=summary_batch, page=batch_page(summary_batch))


@bp.post("/<int:summary_batch_id>/again")
@requires(Permission.SUMMARY_BATCH, SummaryBatch)
def again(summary_batch: SummaryBatch) -> Any:
    count = batches.try_again(summary_batch, by=current_user)
    flash(ngettext("%(num)s summary is tried again.", "%(num)s summaries are tried again.", count))
    return redirect(url_for("batches.show", summary_batch_id=summary_batch.id))
