"""What the page of an added step shows: what it is, until when, and the ways out."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from stirrup.placements.answering.recording import speaks_for_others
from stirrup.placements.lane_words import language, no_address
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lanes.following import is_late
from stirrup.placements.lanes.steps import Step, in_words
from stirrup.placements.models import Placement
from stirrup.placements.stay_lane import Lane, lane_of
from stirrup.ui.filters import date_weekday


@dataclass(frozen=True)
class OwnStepPage:
    """One added step, for whoever says that it is done."""

    title: str
    text: str
    until: str
    late: bool
    for_others: bool
    no_url: str
    leave_out_url: str | None
    lane: Lane


def own_step_of(code: str) -> Step | None:
    """The added step of this code; None for one of the program, or none at all."""
    steps = (step for step in lanes_in_force().steps if step.is_own and step.code == code)
    return next(steps, None)


def own_step_page(placement: Placement, step: Step, person: Any) -> OwnStepPage:
    """The page on which this step is said to be done."""
    is_team = speaks_for_others(person)
    leave_out = url_for("answers.leave_out", placement_id=placement.id, step_code=step.code)
    return OwnStepPage(
        title=in_words(step.name, language()),
        text=in_words(step.text, language()),
        until=date_weekday(placement.step_due_on) if placement.step_due_on else "",
        late=is_late(placement),
        for_others=is_team and step.side != Side.TEAM,
        no_url=_no_url(placement, step),
        leave_out_url=leave_out if is_team else None,
        lane=lane_of(placement, person, lanes_in_force()),
    )


def _no_url(placement: Placement, step: Step) -> str:
    """Where the stay is given up for a reason: of its side, or any the team chooses."""
    if step.side == Side.TEAM:
        return url_for("placements.cancel", placement_id=placement.id)
    return no_address(placement, step.side)
