"""A listing as its pages show it: task list, what was saved when, titles and next expected act."""

from datetime import date
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _

from stirrup.clock import local
from stirrup.ui import filters
from stirrup.units.answers import (
    bedroom_words,
    commune_name,
    floor_words,
    hint_of,
    label_of,
    rows_of,
    window_words,
)
from stirrup.units.enums import UnitState as State
from stirrup.units.lifecycle import allows
from stirrup.units.models import Unit
from stirrup.units.steps import (
    STEPS,
    Group,
    Step,
    following,
    is_done,
    may_change,
    missing_steps,
)
from stirrup.wording import N_

EXPECTED = {
    State.DRAFT: N_("Finish the listing and send it."),
    State.SUBMITTED: N_("The Stirrup team contacts you for a visit."),
    State.CHECKING: N_("The Stirrup team is checking the home."),
    State.OPEN: N_("Looked at every night. Nothing to do."),
    State.HELD: N_("Kept for a household that needs just this home. Nothing to do."),
    State.WORKS_NEEDED: N_("Do the works that were asked for, then send the listing again."),
    State.REJECTED: N_("The reason is on the page of the home."),
    State.RESERVED: N_("A stay is being prepared."),
    State.OCCUPIED: N_("A household lives there."),
    State.HANDBACK_DUE: N_("The stay ends soon: prepare the inventory."),
    State.PAUSED: N_("Resume it when you wish."),
    State.WITHDRAWN: N_("Nothing more is expected."),
}
TONES = {
    State.DRAFT: "go",
    State.SUBMITTED: "info",
    State.CHECKING: "info",
    State.OPEN: "ok",
    State.HELD: "ok",
    State.RESERVED: "ok",
    State.OCCUPIED: "ok",
    State.WORKS_NEEDED: "warn",
    State.REJECTED: "bad",
    State.HANDBACK_DUE: "warn",
}
"""Of the tag of each state; the others are idle."""
WAITING_FOR_THE_LANDLORD = (State.DRAFT, State.WORKS_NEEDED, State.HANDBACK_DUE, State.PAUSED)


class Section(NamedTuple):
    """One group of the task list."""

    title: str
    tasks: list[dict[str, Any]]


def task_sections(unit: Unit) -> list[Section]:
    """The steps by group, the sending last while it may be; the one to continue with is marked."""
    first = next(iter(missing_steps(unit)), None)
    sections = [
        Section(
            str(_(group.label)),
            [_task(unit, step, first) for step in STEPS if step.group == group],
        )
        for group in Group
    ]
    if allows(unit.state, "submit"):
        sections[-1].tasks.append(_sending(unit, ready=first is None))
    return sections


def answer_tables(unit: Unit) -> list[dict[str, Any]]:
    """Every answer by step, with where to change it."""
    return [{"title": str(_(step.title)), "rows": _rows(unit, step)} for step in STEPS]


def step_lines(unit: Unit, *, editable: bool) -> list[dict[str, Any]]:
    """Each step in one line, with where to change it when the reader may."""
    return [
        {
            "key": str(_(step.title)),
            "value": hint_of(unit, step) if is_done(unit, step) else None,
            "url": step_url(unit, step) if editable and may_change(unit, step) else None,
        }
        for step in STEPS
    ]


def step_url(unit: Unit, step: Step, **options: Any) -> str:
    """Where a step is answered."""
    if step.name == "photos":
        return url_for("units.photos", unit_id=unit.id, **options)
    return url_for("units.step", unit_id=unit.id, step=step.name, **options)


def tasks_url(unit: Unit) -> str:
    """The list of the steps."""
    return url_for("units.tasks", unit_id=unit.id)


def way_on(unit: Unit, step: Step) -> str:
    """After a step: the next unfinished one, the answers to check, or the list."""
    coming = following(unit, step)
    if coming is not None and may_change(unit, coming):
        return step_url(unit, coming)
    ready = allows(unit.state, "submit") and not missing_steps(unit)
    return url_for("units.answers", unit_id=unit.id) if ready else tasks_url(unit)


def saved_words(unit: Unit, today: date) -> str:
    """Saved today at, or saved on."""
    hour = filters.time(unit.changed_at)
    if local(unit.changed_at).date() == today:
        return str(_("Saved today at %(hour)s.", hour=hour))
    day = filters.date_long(unit.changed_at)
    return str(_("Saved on %(day)s at %(hour)s.", day=day, hour=hour))


def name_of(unit: Unit) -> str:
    """The kind and the commune: what may stand in a title."""
    kind = label_of(unit.kind) or str(_("Home"))
    return str(_("%(kind)s in %(commune)s", kind=kind, commune=commune_name(unit)))


def facts_of(unit: Unit) -> str:
    """One sentence: surface, bedrooms, floor, diagnosis, dates; what is not known is left out."""
    facts = (
        unit.surface_m2 is not None and filters.surface(unit.surface_m2),
        unit.bedrooms and bedroom_words(unit),
        floor_words(unit),
        label_of(unit.energy_class),
        unit.available_from and unit.available_until and window_words(unit),
    )
    return "".join(f"{fact}. " for fact in facts if fact).rstrip()


def expected_of(unit: Unit) -> str:
    """What happens next, for its landlord."""
    if unit.state == State.PAUSED and unit.paused_until:
        day = filters.date_long(unit.paused_until)
        return str(_("Paused until %(day)s: resume it when you wish.", day=day))
    return str(_(EXPECTED[unit.state]))


def _task(unit: Unit, step: Step, first: Step | None) -> dict[str, Any]:
    undone = "next" if step is first else "todo" if step.required else "optional"
    return {
        "label": str(_(step.title)),
        "url": step_url(unit, step) if may_change(unit, step) else None,
        "hint": hint_of(unit, step),
        "state": "done" if is_done(unit, step) else undone,
    }


def _sending(unit: Unit, *, ready: bool) -> dict[str, Any]:
    waiting = _("Possible when the steps above are finished, optional ones apart.")
    return {
        "label": str(_("Check your answers and send")),
        "url": url_for("units.answers", unit_id=unit.id) if ready else None,
        "hint": str(_("A last look, then the Stirrup team visits the home.") if ready else waiting),
        "state": "next" if ready else "blocked",
    }


def _rows(unit: Unit, step: Step) -> list[dict[str, Any]]:
    url = step_url(unit, step, then="answers") if may_change(unit, step) else None
    return [{"key": key, "value": value, "url": url} for key, value in rows_of(unit, step)]
