"""Everybody with an account, for administrators: filters in the address, and a file."""

from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from stirrup.accounts.blueprint import bp
from stirrup.accounts.everybody import (
    Access,
    PeopleFilters,
    access_of,
    list_people,
    names_of_organisations,
    people_to_export,
)
from stirrup.accounts.models import User
from stirrup.accounts.queries import last_seen
from stirrup.clock import local
from stirrup.permissions import Permission, Role
from stirrup.spreadsheets.downloads import export_list
from stirrup.ui.choices import StrictSelect, offer
from stirrup.ui.fields import StirrupForm
from stirrup.ui.guard import requires
from stirrup.ui.paging import page_asked


class PeopleFilterForm(StirrupForm):
    """Everything may be left out; an organisation is asked for by its number, never its name."""

    class Meta:
        csrf = False

    organisation = StrictSelect(
        _l("Organisation"), coerce=int, required=False, prompt=_l("All organisations")
    )
    role = StrictSelect(_l("Role"), choices=Role, required=False, prompt=_l("All roles"))
    access = StrictSelect(_l("State"), choices=Access, required=False, prompt=_l("All states"))

    def filters(self) -> PeopleFilters:
        """What was asked for; a field that failed asks for nothing."""
        return PeopleFilters(**{field.name: None if field.errors else field.data for field in self})

    def address(self) -> dict[str, Any]:
        """The same as arguments of an address; empty when nothing is asked for."""
        return {one.name: str(one.data) for one in self if one.data and not one.errors}


@bp.get("/people/everybody")
@requires(Permission.PEOPLE_LIST)
def everybody() -> Any:
    form, valid = _filter_form()
    kept = form.address()
    listing = list_people(current_user, form.filters(), page_asked())
    page = render_template(
        "accounts/everybody.html",
        form=form,
        listing=listing,
        access_of=access_of,
        last_seen=last_seen(list(listing.people)),
        kept=kept,
        page_url=lambda number: url_for("accounts.everybody", page=number, **kept),
    )
    return page, HTTPStatus.OK if valid else HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/people/export")
@requires(Permission.PEOPLE_LIST)
def export_people() -> Response:
    """Everybody of the list, whatever its page: how to reach them, never how they sign in."""
    form, _valid = _filter_form()
    people = list(people_to_export(current_user, form.filters()))
    seen = last_seen(people)
    rows = ([cell for _heading, cell in _cells(one, seen.get(one.id))] for one in people)
    headings = [heading for heading, _cell in _cells(None, None)]
    permission = Permission.PEOPLE_LIST
    return export_list(
        "people", headings, rows, permission=permission, by=current_user, **form.address()
    )


def _filter_form() -> tuple[PeopleFilterForm, bool]:
    form = PeopleFilterForm(request.args)
    form.organisation.choices = offer(names_of_organisations())
    return form, form.validate()


def _cells(person: User | None, seen: datetime | None) -> Iterator[tuple[str, Any]]:
    """(heading, cell)."""
    organisation = person and person.organisation
    yield _("Name"), person and person.display_name
    yield _("E-mail address"), person and person.email
    yield _("Phone"), person and person.phone
    yield _("Role"), person and str(_(person.role.label))
    yield _("Organisation"), organisation and organisation.name
    yield _("State"), person and str(_(access_of(person).label))
    yield _("Language"), person and person.language
    yield _("Account opened on"), person and local(person.created_at).date()
    yield _("Last seen"), seen and local(seen).date()
