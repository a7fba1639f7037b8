"""The clock of every step before the keys: reminders, a word to the team, and what falls through.

One stay, one transaction: a process that dies has lost nothing, a stay that fails stops no other
one, and what was said is not said again.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from stirrup.clock import local, now
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.placements.announcing import go_on, step_url
from stirrup.placements.answering.awaited import people_awaited
from stirrup.placements.answering.escalations import tell_the_team
from stirrup.placements.answering.falling_through import let_fall
from stirrup.placements.enums import EventKind, PlacementState
from stirrup.placements.events import commit, tell
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import AnswerKind
from stirrup.placements.lanes.following import open_step
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.lanes.stalling import Ring, StepClock, rings
from stirrup.placements.lanes.steps import Lanes, Step, due_on, in_words
from stirrup.placements.models import Placement

logger = logging.getLogger("stirrup.lanes")

NO_ANSWER_IN_TIME = "deadline_passed"
"""The reason, among those that come with the program, of what falls through by itself."""


class StallsFailedError(Exception):
    """The clock could not be read for some of the stays; the others are done."""


@dataclass(frozen=True)
class Stall:
    """What the clock asks for about one stay."""

    reference: str
    step: Step
    asked: frozenset[Ring]


def watch_stalls(day: date) -> Counter[Ring]:
    """Do what is due on `day` for every stay being prepared. Returns how often each was due.

    Raises StallsFailedError once all the others are done.
    """
    lanes, done, failed = lanes_in_force(), Counter[Ring](), 0
    for number in _being_prepared():
        try:
            done.update(_watch(number, lanes, day))
        except Exception as failure:  # whatever it is, the stays behind this one are watched
            db.session.rollback()
            logger.error("stall clock of stay %s: %s", number, type(failure).__name__)
            failed += 1
    tell_the_team(day)
    if failed:
        raise StallsFailedError(f"{failed} of the stays")
    return done


def list_stalls(day: date) -> list[Stall]:
    """What `watch_stalls` would do on `day`; nothing is written."""
    lanes = lanes_in_force()
    stays = (db.session.get_one(Placement, number) for number in _being_prepared())
    stalls = (_stall(placement, lanes, day) for placement in stays)
    return [stall for stall in stalls if stall and stall.asked]


def _being_prepared() -> list[int]:
    query = select(Placement.id).where(Placement.state == PlacementState.SCHEDULED)
    return list(db.session.scalars(query.order_by(Placement.id)))


def _watch(number: int, lanes: Lanes, day: date) -> frozenset[Ring]:
    """One stay: what is awaited follows from its facts first, then its clock is read."""
    placement = db.session.get_one(Placement, number, populate_existing=True, with_for_update=True)
    go_on(placement)
    stall = _stall(placement, lanes, day)
    if stall:
        for ring, act in ACTS.items():
            if ring in stall.asked:
                act(placement, stall.step, lanes)
    commit()
    return stall.asked if stall else frozenset()


def _stall(placement: Placement, lanes: Lanes, day: date) -> Stall | None:
    """None when nothing is awaited: the keys are handed over, or it fell through meanwhile."""
    step = open_step(placement, lanes)
    if step is None:
        return None
    return Stall(placement.reference, step, rings(step, _clock(placement, step, day), day))


def _clock(placement: Placement, step: Step, day: date) -> StepClock:
    """As it is stored; one that has not begun begins on `day`."""
    if placement.step != step.code or placement.step_due_on is None:
        return StepClock(since=day, due_on=due_on(step, day))
    return StepClock(
        since=_day_of(placement.step_since) or day,
        due_on=placement.step_due_on,
        reminded_on=_day_of(placement.step_reminded_at),
        escalated_on=_day_of(placement.step_escalated_at),
    )


def _day_of(instant: datetime | None) -> date | None:
    return local(instant).date() if instant else None


def _remind(placement: Placement, step: Step, _lanes: Lanes) -> None:
    """One mail to each person whose act is awaited, in their own language."""
    placement.step_reminded_at = now()
    for person in people_awaited(placement, step):
        enqueue(
            person.email,
            person.language,
            "lanes/reminder",
            key=f"stay-{placement.id}-reminder-{len(placement.events)}-{person.id}",
            reference=placement.reference,
            action=step_url(person, placement),
            step=in_words(step.name, person.language),
            text=in_words(step.text, person.language),
            due_on=placement.step_due_on,
        )
    tell(placement, EventKind.REMINDED, None, step=step.code)


def _escalate(placement: Placement, step: Step, _lanes: Lanes) -> None:
    placement.step_escalated_at = now()
    tell(placement, EventKind.ESCALATED, None, step=step.code)


def _release(placement: Placement, step: Step, lanes: Lanes) -> None:
    """No answer in time: both sides are free, and told; the household keeps its waiting date."""
    reason = lanes.reasons[NO_ANSWER_IN_TIME]
    db.session.add(
        StepAnswer(
            placement=placement,
            step=step.code,
            side=step.side,
            kind=AnswerKind.NO,
            reason=reason.code,
        )
    )
    let_fall(placement, reason, by=None)


ACTS: dict[Ring, Callable[[Placement, Step, Lanes], None]] = {
    Ring.REMIND: _remind,
    Ring.ESCALATE: _escalate,
    Ring.RELEASE: _release,
}
"""A step that is only flagged asks for nothing: the pages show it late until somebody decides."""
