"""The lanes as values: steps in their order, reasons, which step is open, until when. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from stirrup.placements.lanes.codes import is_own
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

    A step that is not `enabled` is passed over; only an `optional` one may be. One that
    administrators added has the code of the step before it in `after` (None: it is the first), and
    is passed over once it is `retired`: it is still told where it was answered.
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
    after: str | None = None
    retired: bool = False

    @property
    def is_own(self) -> bool:
        """Whether administrators added it."""
        return is_own(self.code)

    @property
    def is_asked(self) -> bool:
        """Whether stays wait at it."""
        return self.enabled and not self.retired


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

    def has_step(self, code: str) -> bool:
        """Whether there is a step of this code."""
        return any(step.code == code for step in self.steps)

    def precedes(self, code: str, other: str) -> bool:
        """Whether a step stands before another one."""
        codes = [step.code for step in self.steps]
        return codes.index(code) < codes.index(other)

    def reasons_of(self, *sides: Side) -> list[Reason]:
        """What may still be given as a reason by these sides."""
        return [one for one in self.reasons.values() if one.side in sides and not one.retired]


def first_open(lanes: Lanes, done: Collection[str]) -> Step | None:
    """The first step that is neither done nor passed over; None once all are behind."""
    waiting = (step for step in lanes.steps if step.is_asked and step.code not in done)
    return next(waiting, None)


def own_still_open(lanes: Lanes, done: Collection[str]) -> bool:
    """Whether a step that administrators added still waits: the keys wait with it."""
    return any(step.is_own and step.is_asked and step.code not in done for step in lanes.steps)


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
