"""The lanes as values: steps in their order, reasons, which step is open, until when. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from stirrup.placements.lanes.enums import (
    DelayUnit,
    HomeAfter,
    HouseholdAfter,
    Side,
    Timeout,
)
from stirrup.working_days import add_working_days

Words = Mapping[str, str]
"""The same text by language: `fr` and `en`."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `remind_after` and `escalate_after` are counted like `delay`, from its first day.

    A step that is not `enabled` is passed over; only an `optional` one may be.
    """

    code: str
    side: Side
    name: Words
    text: Words
    delay: int
    unit: DelayUnit
    remind_after: int
    escalate_after: int
    timeout: Timeout
    optional: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a step is answered by no, or a stay falls through.

    `forbids_days`: for how long the nights leave the pair aside; 0 forbids nothing, None is for
    ever. A `retired` reason is still told, never offered.
    """

    code: str
    side: Side
    label: Words
    forbids_days: int | None
    home: HomeAfter
    household: HouseholdAfter
    needs_note: bool = False
    needs_review: bool = False
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Lanes:
    """The steps in their order, and the reasons by code."""

    steps: tuple[Step, ...]
    reasons: Mapping[str, Reason]

    def step(self, code: str) -> Step:
        """The step of this code."""
        return next(step for step in self.steps if step.code == code)

    def reasons_of(self, *sides: Side) -> list[Reason]:
        """What may still be given as a reason by these sides."""
        return [one for one in self.reasons.values() if one.side in sides and not one.retired]


def first_open(lanes: Lanes, done: Collection[str]) -> Step | None:
    """The first step that is neither done nor passed over; None once all are behind."""
    waiting = (step for step in lanes.steps if step.enabled and step.code not in done)
    return next(waiting, None)


def due_on(step: Step, since: date) -> date:
    """The last day on which the step is in time, when it began on `since`."""
    return _after(step, since, step.delay)


def remind_on(step: Step, since: date) -> date:
    """The day on which whoever is expected is reminded."""
    return _after(step, since, step.remind_after)


def escalate_on(step: Step, since: date) -> date:
    """The day on which the Stirrup team is told that the step stalls."""
    return _after(step, since, step.escalate_after)


def in_words(words: Words, language: str) -> str:
    """The text in a language; in French when it was not written in that one."""
    return words.get(language) or words["fr"]


def _after(step: Step, since: date, number: int) -> date:
    if step.unit == DelayUnit.WORKING_DAYS:
        return add_working_days(since, number)
    return since + timedelta(days=number)
