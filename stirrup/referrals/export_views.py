"""The list of referrals as a file, filtered as its page is; nothing there names anybody."""

from collections.abc import Iterator
from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.clock import today
from stirrup.permissions import Permission
from stirrup.referrals import standing
from stirrup.referrals.forms import FilterForm
from stirrup.referrals.intake_views import bp
from stirrup.referrals.models import Referral
from stirrup.referrals.queries import referrals_to_export
from stirrup.spreadsheets.downloads import export_list
from stirrup.ui.guard import requires


@bp.get("/export")
@requires(Permission.REFERRAL_LIST)
def export() -> Response:
    """Every referral of the list, whatever its page."""
    form = FilterForm(request.args)
    filters = {"state": form.state.data, "reference": form.q.data} if form.validate() else {}
    referrals = referrals_to_export(current_user, **filters)
    rows = ([cell for _heading, cell in _cells(referral)] for referral in referrals)
    headings = [heading for heading, _cell in _cells(None)]
    permission = Permission.REFERRAL_LIST
    return export_list(
        "referrals",
        headings,
        rows,
        permission=permission,
        by=current_user,
        state=filters.get("state"),
    )


def _cells(referral: Referral | None) -> Iterator[tuple[str, Any]]:
    """(heading, cell): what the list shows, and the dates."""
    yield _("Referral"), referral and referral.reference
    yield _("State"), referral and str(_(referral.state.label))
    yield _("People"), referral and referral.people
    yield _("Bedrooms needed"), referral and referral.bedrooms_needed
    yield _("Urgency"), referral and referral.urgency and str(_(referral.urgency.label))
    yield _("Days of waiting"), referral and standing.waiting_days(referral, today())
    yield _("Earliest day of entry"), referral and referral.earliest_entry
    yield _("Latest day of entry"), referral and referral.latest_entry
    yield _("Last confirmed on"), referral and referral.last_confirmed_on
    yield _("Referent"), referral and referral.referent.display_name
    yield _("Association"), referral and referral.association.name
