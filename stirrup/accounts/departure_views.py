"""Ending the access of a person, opening it again, signing them out; for administrators."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from stirrup.accounts import services
from stirrup.accounts.blueprint import bp
from stirrup.accounts.departures import Departure, deactivate, departure_of, require_departure
from stirrup.accounts.models import Organisation, User
from stirrup.accounts.refused_form import show_again
from stirrup.permissions import Permission
from stirrup.ui.choices import StrictSelect, offer
from stirrup.ui.fields import StirrupForm
from stirrup.ui.guard import requires

PAGE = "accounts/deactivate.html"


class DepartureForm(StirrupForm):
    """Who goes on with what the person accompanies."""

    to = StrictSelect(_l("Who takes their referrals over?"), coerce=int)

    def __init__(self, departure: Departure, **options: Any) -> None:
        super().__init__(**options)
        self.to.choices = offer([(one.id, one.display_name) for one in departure.successors])
        if not departure.needs_successor:
            del self.to


@bp.route("/people/<int:user_id>/deactivate", methods=["GET", "POST"])
@requires(Permission.PERSON_DEACTIVATE, User)
def end_access(user: User) -> Any:
    """What it leads to, and who takes over; then it is done at once."""
    require_departure(user, current_user)
    departure = departure_of(user)
    form: Any = DepartureForm(departure)
    around = {"person": user, "departure": departure, "origin": page_of(user.organisation)}
    if not form.is_submitted():
        return render_template(PAGE, form=form, **around)
    if not form.validate():
        return show_again(PAGE, form, **around)
    deactivate(user, form.to.data if departure.needs_successor else None, by=current_user)
    flash(_("The access is ended, on every device."))
    return redirect(page_of(user.organisation), 303)


@bp.post("/people/<int:user_id>/end-sessions")
@requires(Permission.PERSON_DEACTIVATE, User)
def end_sessions_of_person(user: User) -> Any:
    services.end_sessions(user, by=current_user)
    flash(_("This person is signed out everywhere. They can sign in again."))
    return redirect(page_of(user.organisation), 303)


@bp.post("/people/<int:user_id>/reactivate")
@requires(Permission.PERSON_DEACTIVATE, User)
def reactivate(user: User) -> Any:
    services.reactivate(user, by=current_user)
    flash(_("The access is open again."))
    return redirect(page_of(user.organisation), 303)


def page_of(organisation: Organisation | None) -> str:
    if organisation is None:
        return url_for("accounts.people")
    return url_for("accounts.organisation", organisation_id=organisation.id)
