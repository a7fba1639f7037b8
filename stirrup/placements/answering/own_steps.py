"""Steps that administrators added: the expected side, or the team for it, says they are done."""

from stirrup.accounts.models import User
from stirrup.permissions import Role, permits, require
from stirrup.placements.announcing import tell_said_for
from stirrup.placements.answering import refusals
from stirrup.placements.answering.answers import MAY_ANSWER
from stirrup.placements.answering.recording import (
    record_answer,
    require_preparation,
    speaks_for_others,
)
from stirrup.placements.enums import EventKind
from stirrup.placements.events import commit, tell
from stirrup.placements.lanes.enums import AnswerKind, Side
from stirrup.placements.lanes.following import steps_done
from stirrup.placements.lanes.steps import Step
from stirrup.placements.models import Placement
from stirrup.units.rules import check_words


def say_done(placement: Placement, step: Step, *, by: User, note: str | None = None) -> Placement:
    """Record that a step is done, in its turn; the same twice counts once.

    Raises NotAskedYetError, or RefusedCriterionError when a landlord's note chooses people.
    """
    require(by, MAY_ANSWER[step.side], placement)
    if step.code in steps_done(placement):
        return placement
    require_preparation(placement)
    if not may_say_done(placement, step, by):
        raise refusals.NotAskedYetError
    if by.role == Role.LANDLORD:
        check_words("note", note or "")
    on_behalf = speaks_for_others(by) and step.side != Side.TEAM
    record_answer(placement, step.code, step.side, AnswerKind.YES, by, note=note)
    tell(placement, EventKind.STEP_DONE, by, on_behalf=on_behalf, step=step.code)
    if on_behalf:
        tell_said_for(placement, step.side, step)
    commit()
    return placement


def may_say_done(placement: Placement, step: Step, by: User) -> bool:
    """Whether the stay waits at this step, and this person may speak for its side."""
    is_open = step.is_own and placement.step == step.code and placement.is_being_prepared
    return is_open and permits(by, MAY_ANSWER[step.side], placement)
