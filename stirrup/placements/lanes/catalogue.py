"""The lanes in force: what comes with the program, and over it what administrators changed."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from stirrup.extensions import db
from stirrup.placements.lanes.enums import (
    DelayUnit,
    HomeAfter,
    HouseholdAfter,
    Side,
    Timeout,
)
from stirrup.placements.lanes.models import ReasonSetting, StepSetting
from stirrup.placements.lanes.steps import Lanes, Reason, Step

DEFAULTS = Path(__file__).with_name("defaults.yaml")


def lanes_in_force() -> Lanes:
    """The steps and the reasons as they are today: two queries."""
    program = lanes_of_the_program().reasons
    reasons = db.session.scalars(select(ReasonSetting).order_by(ReasonSetting.id))
    changed = _by_code(_reason_of(row) for row in reasons)
    return Lanes(steps=steps_in_force(), reasons={**program, **changed})


def steps_in_force() -> tuple[Step, ...]:
    """The steps alone, in their order: one query."""
    rows = {row.code: row for row in db.session.scalars(select(StepSetting))}
    return tuple(_changed(step, rows.get(step.code)) for step in lanes_of_the_program().steps)


@cache
def lanes_of_the_program() -> Lanes:
    """Those that come with the program."""
    stored = yaml.safe_load(DEFAULTS.read_text(encoding="utf-8"))
    return Lanes(
        steps=tuple(_step(entry) for entry in stored["steps"]),
        reasons=_by_code(_reason(entry) for entry in stored["reasons"]),
    )


def _changed(step: Step, row: StepSetting | None) -> Step:
    if row is None:
        return step
    return Step(
        code=step.code,
        side=step.side,
        optional=step.optional,
        name=row.name,
        text=row.text,
        delay=row.delay,
        unit=row.unit,
        remind_after=row.remind_after,
        escalate_after=row.escalate_after,
        timeout=row.timeout,
        enabled=row.enabled or not step.optional,
    )


def _step(entry: dict[str, Any]) -> Step:
    kinds = {"side": Side, "unit": DelayUnit, "timeout": Timeout}
    typed = {name: kind(entry[name]) for name, kind in kinds.items()}
    return Step(**{**entry, **typed})


def _reason(entry: dict[str, Any]) -> Reason:
    return Reason(
        code=entry["code"],
        side=Side(entry["side"]),
        label={"fr": entry["fr"], "en": entry["en"]},
        forbids_days=entry["forbids_days"],
        home=HomeAfter(entry.get("home", HomeAfter.OPEN)),
        household=HouseholdAfter(entry.get("household", HouseholdAfter.READY)),
        needs_note=entry.get("needs_note", False),
        needs_review=entry.get("needs_review", False),
    )


def _reason_of(row: ReasonSetting) -> Reason:
    names = ("code", "side", "label", "forbids_days", "home", "household")
    flags = ("needs_note", "needs_review", "retired")
    return Reason(**{name: getattr(row, name) for name in (*names, *flags)})


def _by_code(reasons: Iterable[Reason]) -> dict[str, Reason]:
    return {reason.code: reason for reason in reasons}
