"""The list of homes and the page of one: one's own, or everybody's for administrators."""

from http import HTTPStatus
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.clock import today
from stirrup.permissions import Permission, Role, permits
from stirrup.ui.guard import requires
from stirrup.units import (
    check_views,
    duplicate_views,
    export_views,
    listing_views,
    photo_views,
    state_views,
)
from stirrup.units.answers import commune_name
from stirrup.units.availability import availability_of
from stirrup.units.benefits_view import gain_card
from stirrup.units.blueprint import bp
from stirrup.units.check_views import may_check
from stirrup.units.enums import UnitState
from stirrup.units.home_cards import home_cards
from stirrup.units.lifecycle import allows
from stirrup.units.listing import (
    TONES,
    expected_of,
    facts_of,
    name_of,
    step_lines,
    step_url,
)
from stirrup.units.models import Unit
from stirrup.units.queries import count_by_state, list_all_units, list_own_units
from stirrup.units.stays import answers_awaited, stays_of
from stirrup.units.timeline import thread_of

__all__ = ["bp"]

OTHER_PAGES = (
    *(check_views, duplicate_views, export_views, listing_views, photo_views),
    state_views,
)
"""Imported for their routes."""


@bp.get("")
@requires(Permission.UNIT_LIST)
def index() -> str:
    """My homes, or every home that has left the draft."""
    if current_user.role == Role.ADMINISTRATOR:
        return _all_units()
    pages = list_own_units(current_user)
    homes = home_cards(pages.items, answers_awaited(pages.items))
    return render_template(
        "units/index.html",
        pages=pages,
        waiting=[home for home in homes if home["waits"]],
        quiet=[home for home in homes if not home["waits"]],
        page_url=_page_url,
    )


@bp.get("/<int:unit_id>")
@requires(Permission.UNIT_SHOW, Unit)
def show(unit: Unit) -> Any:
    """One home: its thread, its facts, its photos, what it brings, what one may do."""
    if unit.state == UnitState.DRAFT:
        return redirect(url_for("units.tasks", unit_id=unit.id), HTTPStatus.SEE_OTHER)
    mine = permits(current_user, Permission.UNIT_EDIT, unit)
    stays = stays_of(unit, current_user)
    return render_template(
        "units/show.html",
        unit=unit,
        title=name_of(unit),
        facts=facts_of(unit),
        expected=expected_of(unit) if mine else None,
        tone=TONES.get(unit.state),
        stays=stays,
        turn=stays.turn if mine else None,
        availability=availability_of(unit, stays, mine=mine),
        events=thread_of(unit, current_user, stays),
        lines=step_lines(unit, editable=mine),
        gain=gain_card(unit, today()),
        step_url=step_url,
        acts=[
            step for step in ("pause", "resume", "withdraw") if mine and allows(unit.state, step)
        ],
        may_send=mine and allows(unit.state, "submit"),
        may_duplicate=mine,
        may_check=permits(current_user, Permission.UNIT_CHECK, unit) and may_check(unit),
    )


@bp.get("/<int:unit_id>/gain")
@requires(Permission.UNIT_SHOW, Unit)
def gain(unit: Unit) -> str:
    """Every figure of what the home brings, with its article."""
    return render_template(
        "units/gain_page.html",
        unit=unit,
        title=name_of(unit),
        card=gain_card(unit, today()),
        step_url=step_url,
    )


def _all_units() -> str:
    state = _wanted_state()
    return render_template(
        "units/all.html",
        pages=list_all_units(current_user, state),
        tabs=_state_tabs(state),
        state=state,
        commune_name=commune_name,
        tones=TONES,
        page_url=_page_url,
    )


def _page_url(number: int) -> str:
    return url_for("units.index", page=number, state=request.args.get("state"))


def _wanted_state() -> UnitState | None:
    wanted = request.args.get("state")
    if not wanted:
        return None
    if wanted not in set(UnitState):
        abort(HTTPStatus.NOT_FOUND)
    return UnitState(wanted)


def _state_tabs(current: UnitState | None) -> list[dict[str, Any]]:
    """One filter for each state that holds a home, the total first."""
    counts = count_by_state(current_user)
    present = [(state, _(state.label), counts[state]) for state in UnitState if state in counts]
    tabs = [(None, _("All"), sum(counts.values())), *present]
    return [
        {
            "words": _("%(state)s: %(count)s", state=words, count=count),
            "url": url_for("units.index", state=state),
            "current": state == current,
        }
        for state, words, count in tabs
    ]
