"""The clock of an open step: remind, tell the team, let fall, or leave to the team. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stirrup.placements.lanes.enums import Timeout
from stirrup.placements.lanes.steps import Step, escalate_on, remind_on


class Ring(StrEnum):
    """What the clock asks for."""

    REMIND = "remind"
    ESCALATE = "escalate"
    RELEASE = "release"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class StepClock:
    """Since when a step is open, until when it is in time, and what was said about it already."""

    since: date
    due_on: date
    reminded_on: date | None = None
    escalated_on: date | None = None


def rings(step: Step, clock: StepClock, today: date) -> frozenset[Ring]:
    """What is to be done about an open step today; FLAG lasts until somebody decides.

    Nobody loses a home without a warning: a step falls through on a later day than its reminder.
    One whose time passed while no clock ran is reminded first.
    """
    if _falls(step, clock, today):
        return frozenset({Ring.RELEASE})
    wanted = {
        Ring.REMIND: clock.reminded_on is None and today >= _at_last(remind_on, step, clock),
        Ring.ESCALATE: clock.escalated_on is None and today >= _at_last(escalate_on, step, clock),
        Ring.FLAG: step.timeout == Timeout.FLAG and today > clock.due_on,
    }
    return frozenset(ring for ring, is_due in wanted.items() if is_due)


def _falls(step: Step, clock: StepClock, today: date) -> bool:
    warned = clock.reminded_on is not None and clock.reminded_on < today
    return step.timeout == Timeout.RELEASE and today > clock.due_on and warned


def _at_last(day_of: Callable[[Step, date], date], step: Step, clock: StepClock) -> date:
    """The day of a warning; the delay may have been changed since the step began."""
    return min(day_of(step, clock.since), clock.due_on)
