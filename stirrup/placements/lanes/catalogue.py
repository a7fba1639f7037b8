"""The lanes in force: what comes with the program, and over it what administrators changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
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
    return Lanes(steps=steps_in_force(), reasons=reasons_in_force())


def steps_in_force() -> tuple[Step, ...]:
    """The steps alone, in their order: one query."""
    rows = db.session.scalars(select(StepSetting).order_by(StepSetting.rank, StepSetting.id)).all()
    changed = {row.code: row for row in rows if row.side is None}
    added: dict[str | None, list[StepSetting]] = {}
    for row in rows:
        if row.side is not None:
            added.setdefault(row.follows, []).append(row)
    return tuple(_in_order(changed, added))


def _in_order(
    changed: Mapping[str, StepSetting], added: Mapping[str | None, Sequence[StepSetting]]
) -> Iterator[Step]:
    """The steps of the program, each followed by those that were put behind it."""
    yield from _own_steps(added.get(None, ()), None)
    for step in lanes_of_the_program().steps:
        yield _changed(step, changed.get(step.code))
        yield from _own_steps(added.get(step.code, ()), step.code)


def _own_steps(rows: Iterable[StepSetting], after: str | None) -> Iterator[Step]:
    """What stands behind a step of the program; one that is retired is no place to name."""
    for row in rows:
        stored = {name: getattr(row, name) for name in ("code", "side", "enabled", "retired")}
        yield Step(**stored, **_terms_of(row), optional=True, after=after)
        after = after if row.retired else row.code


def reasons_in_force() -> dict[str, Reason]:
    """The reasons alone, by code: one query."""
    reasons = db.session.scalars(select(ReasonSetting).order_by(ReasonSetting.id))
    changed = _by_code(_reason_of(row) for row in reasons)
    return {**lanes_of_the_program().reasons, **changed}


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
    return replace(step, **_terms_of(row), enabled=row.enabled or not step.optional)


def _terms_of(row: StepSetting) -> dict[str, Any]:
    """What administrators decide about any step."""
    words = ("name", "text")
    clock = ("delay", "unit", "remind_after", "escalate_after", "timeout")
    return {name: getattr(row, name) for name in (*words, *clock)}


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
