"""Stays whose open step is late: the one answer to what does not move, for every page and mail."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from stirrup.database import Shortlist, shortlist
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.catalogue import lanes_of_the_program
from stirrup.placements.lanes.models import StepSetting
from stirrup.placements.lanes.steps import Words
from stirrup.placements.models import Placement


@dataclass(frozen=True, slots=True)
class LateStay:
    """A stay being prepared, and what has been awaited for too long."""

    placement_id: int
    reference: str
    step: Words
    """The name of the step, as administrators wrote it or as it comes with the program."""
    due_on: date
    late_days: int


def is_late_on(day: date) -> ColumnElement[bool]:
    """Whether the last day of what a stay awaits lies before `day`."""
    return and_(Placement.state == PlacementState.SCHEDULED, Placement.step_due_on < day)


def late_stays(day: date, most: int) -> Shortlist[LateStay]:
    """The latest ones first. One question."""
    query = (
        select(Placement.id, Placement.step, Placement.step_due_on, StepSetting.name)
        .outerjoin(StepSetting, StepSetting.code == Placement.step)
        .where(is_late_on(day))
        .order_by(Placement.step_due_on, Placement.id)
    )
    return shortlist(query, most, lambda row: _late_stay(row, day))


def _late_stay(row: Any, day: date) -> LateStay:
    return LateStay(
        placement_id=row.id,
        reference=Placement(id=row.id).reference,
        step=row.name or lanes_of_the_program().step(row.step).name,
        due_on=row.step_due_on,
        late_days=(day - row.step_due_on).days,
    )
