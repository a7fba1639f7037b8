"""The page that chooses the communes of a local authority."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from stirrup.accounts.blueprint import bp
from stirrup.accounts.enums import OrganisationKind
from stirrup.accounts.models import Organisation
from stirrup.accounts.refused_form import show_again
from stirrup.accounts.territories import add_to_territory, take_from_territory, territory_of
from stirrup.geography import LILLE_METROPOLE, communes_of
from stirrup.permissions import Permission
from stirrup.ui.choices import CommuneField, offer
from stirrup.ui.fields import StirrupForm
from stirrup.ui.guard import requires

PAGE = "accounts/territory.html"


class TerritoryForm(StirrupForm):
    """One commune more."""

    commune = CommuneField(_l("Commune"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        towns = communes_of(LILLE_METROPOLE)
        self.commune.choices = offer((town.code, town.name) for town in towns)


@bp.route("/organisations/<int:organisation_id>/territory", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_VERIFY, Organisation)
def territory(organisation: Organisation) -> Any:
    """Its communes: one is added or taken away at a time, or the whole metropole at once."""
    if organisation.kind != OrganisationKind.LOCAL_AUTHORITY:
        abort(404)
    form, act = TerritoryForm(), request.form.get("act", "")
    shown = {"organisation": organisation, "towns": territory_of(organisation)}
    if request.method == "GET":
        return render_template(PAGE, form=form, **shown)
    if act.startswith("remove:"):
        take_from_territory(organisation, act.removeprefix("remove:"), by=current_user)
    elif act == "metropole":
        towns = communes_of(LILLE_METROPOLE)
        add_to_territory(organisation, [town.code for town in towns], by=current_user)
    elif form.validate_on_submit():
        add_to_territory(organisation, [form.commune.data], by=current_user)
    else:
        return show_again(PAGE, form, **shown)
    flash(_("The territory is saved."))
    return redirect(url_for("accounts.territory", organisation_id=organisation.id), 303)
