"""Pages that explain a night: why no proposal yet, who could live here, what was left alone."""

from flask import render_template, request
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.referrals import journal
from stirrup.referrals.models import Referral
from stirrup.runs.blueprint import bp
from stirrup.runs.fit_page import fit_page
from stirrup.runs.left_out_reasons import Filters
from stirrup.runs.models import MatchRun
from stirrup.runs.run_page import name_of as name_of_run
from stirrup.runs.unmatched_page import address, unmatched_page
from stirrup.runs.why_not_page import why_not_page
from stirrup.ui.guard import requires
from stirrup.ui.paging import page_asked
from stirrup.units.listing import name_of
from stirrup.units.models import Unit


@bp.get("/referrals/<int:referral_id>/why-not-yet")
@requires(Permission.REFERRAL_SHOW, Referral)
def why_not_yet(referral: Referral) -> str:
    journal.record_reading(referral, by=current_user)
    page = why_not_page(referral, current_user)
    return render_template("runs/why_not_yet.html", referral=referral, page=page)


@bp.get("/units/<int:unit_id>/fit")
@requires(Permission.UNIT_SHOW, Unit)
def fit(unit: Unit) -> str:
    return render_template(
        "runs/fit.html", unit=unit, title=name_of(unit), page=fit_page(unit, current_user)
    )


@bp.get("/runs/<int:match_run_id>/unmatched")
@requires(Permission.UNMATCHED_LIST, MatchRun)
def unmatched(match_run: MatchRun) -> str:
    filters = Filters.read(request.args)
    number = page_asked()
    return render_template(
        "runs/unmatched.html",
        run=match_run,
        name=name_of_run(match_run),
        page=unmatched_page(match_run, filters, number),
        side=filters.side.value,
        page_url=lambda page: address(match_run, filters, page=page),
    )
