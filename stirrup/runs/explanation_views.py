"""Pages that explain a night: why no proposal yet, who could live here, what was left alone."""

from flask import render_template
from flask_login import current_user

from stirrup.permissions import Permission
from stirrup.referrals import journal
from stirrup.referrals.models import Referral
from stirrup.runs.blueprint import bp
from stirrup.runs.fit_page import fit_page
from stirrup.runs.why_not_page import why_not_page
from stirrup.ui.guard import requires
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
