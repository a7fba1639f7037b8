"""The words of the steps of a stay for one reader: who is expected, until when, and where."""

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from stirrup.clock import local
from stirrup.permissions import Role
from stirrup.placements.answering.answers import STEP_OF
from stirrup.placements.lanes.codes import is_own
from stirrup.placements.lanes.enums import Side, StepCode
from stirrup.placements.lanes.following import done_at, is_late, left_out
from stirrup.placements.lanes.steps import Step
from stirrup.placements.models import Placement
from stirrup.ui.filters import date_and_time, date_long, date_weekday

SIDES_OF = {
    Role.LANDLORD: (Side.LANDLORD,),
    Role.CASE_WORKER: (Side.ASSOCIATION, Side.HOUSEHOLD),
    Role.ASSOCIATION_MANAGER: (Side.ASSOCIATION, Side.HOUSEHOLD),
    Role.ADMINISTRATOR: (Side.TEAM,),
}
ANSWERED_BY: dict[str, Side] = {step: side for side, step in STEP_OF.items()}
DONE_ON: dict[str, str] = {
    StepCode.ASSOCIATION_ANSWER: "association_yes_on",
    StepCode.HOUSEHOLD_ANSWER: "household_yes_on",
    StepCode.LANDLORD_ANSWER: "landlord_yes_on",
    StepCode.VISIT: "visit_done_on",
}


def sides_of(person: Any) -> tuple[Side, ...]:
    """For whom a person speaks; the referent records what the household says."""
    return SIDES_OF.get(person.role, ())


def who(step: Step, person: Any) -> str:
    """Whose turn it is at a step."""
    if step.side == Side.NOBODY:
        return str(_("Each party"))
    return str(_("You") if step.side in sides_of(person) else _(step.side.label))


def until(placement: Placement) -> str:
    """By which day what is awaited is in time; that it is late, when it is."""
    if placement.step_due_on is None:
        return ""
    day = date_weekday(placement.step_due_on)
    if is_late(placement):
        return str(_("This was due by %(day)s.", day=day))
    return str(_("By %(day)s at the latest.", day=day))


def who_until(placement: Placement, step: Step, person: Any) -> str:
    """Both in one line."""
    return f"{who(step, person)}. {until(placement)}".strip()


def done_words(placement: Placement, step: Step) -> str:
    """When a step was done, or that it was left out."""
    if step.code in left_out(placement):
        return str(_("Left out by the Stirrup team"))
    if step.is_own:
        return date_long(local(done_at(placement, step.code)).date())
    if step.code == StepCode.VISIT_BOOKING and placement.visit_at:
        return date_and_time(placement.visit_at)
    day: date | None = getattr(placement, DONE_ON.get(step.code, ""), None)
    return date_long(day) if day else ""


def address_of(placement: Placement, code: str) -> str:
    """The page on which a step is answered or recorded."""
    if is_own(code):
        return url_for("answers.own_step", placement_id=placement.id, step_code=code)
    if code == StepCode.LANDLORD_ANSWER:
        return url_for("answers.proposal", placement_id=placement.id)
    if code in ANSWERED_BY:
        side_name = ANSWERED_BY[code].value
        return url_for("answers.answer", placement_id=placement.id, side_name=side_name)
    endpoint = "book_visit" if code == StepCode.VISIT_BOOKING else "record_visit"
    return url_for(f"answers.{endpoint}", placement_id=placement.id)


def yes_address(placement: Placement, side: Side) -> str:
    """Where the yes of this side is sent."""
    if side == Side.LANDLORD:
        return url_for("answers.accept", placement_id=placement.id)
    return url_for("answers.say_yes", placement_id=placement.id, side_name=side.value)


def no_address(placement: Placement, side: Side) -> str:
    """Where this side says no."""
    if side == Side.LANDLORD:
        return url_for("answers.decline", placement_id=placement.id)
    return url_for("answers.say_no", placement_id=placement.id, side_name=side.value)


def language() -> str:
    """The reader's."""
    return str(get_locale())
