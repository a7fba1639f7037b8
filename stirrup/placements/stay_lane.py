"""Where a stay stands on its way to the keys, for one reader: what is behind, whose turn it is."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from stirrup.clock import local, today
from stirrup.placements.answering.answers import STEP_OF, may_answer, may_say_no
from stirrup.placements.answering.cancelling import last_done
from stirrup.placements.lane_words import (
    ANSWERED_BY,
    address_of,
    done_words,
    language,
    no_address,
    sides_of,
    until,
    who,
    who_until,
)
from stirrup.placements.lanes.enums import Side, StepCode
from stirrup.placements.lanes.following import is_late, open_step, steps_done
from stirrup.placements.lanes.steps import Lanes, Step, in_words
from stirrup.placements.models import Placement
from stirrup.placements.stay_steps import Act, NextThing
from stirrup.ui.filters import date_and_time
from stirrup.wording import N_

ACTS: dict[str, tuple[str, str]] = {
    StepCode.ASSOCIATION_ANSWER: (N_("Say whether you can support this stay"), N_("Answer")),
    StepCode.HOUSEHOLD_ANSWER: (N_("Record what the household answers"), N_("Record the answer")),
    StepCode.LANDLORD_ANSWER: (N_("A proposal awaits your answer"), N_("Read it and answer")),
    StepCode.VISIT_BOOKING: (N_("Agree on a day for the visit"), N_("Give the day and the hour")),
    StepCode.VISIT: (N_("Say how the visit went"), N_("Record the visit")),
}
"""What whoever is expected reads, and the words of the button."""
NO_WORDS = {
    Side.ASSOCIATION: N_("Say no for the association"),
    Side.HOUSEHOLD: N_("Record that the household says no"),
    Side.LANDLORD: N_("Say no"),
}
PAPERS_SAY_MORE = {
    Side.TEAM: (StepCode.AGREEMENT, StepCode.SIGNATURES, StepCode.KEYS),
    Side.ASSOCIATION: (StepCode.KEYS,),
}
"""Where what lacks of the papers and the inventory tells what to do next."""


@dataclass(frozen=True)
class LaneStep:
    """One step as it is shown; `state` is done, mine, now, late or later."""

    name: str
    about: str
    state: str
    act: Act | None


@dataclass(frozen=True)
class Lane:
    """The steps in their order, and how many are behind."""

    steps: list[LaneStep]
    done: int


def lane_of(placement: Placement, person: Any, lanes: Lanes) -> Lane:
    """Every step that counts for this stay, as this person reads it."""
    done, current = steps_done(placement), open_step(placement, lanes)
    counted = [step for step in lanes.steps if step.is_asked or step.code in done]
    shown = [
        _behind(placement, step)
        if step.code in done
        else _ahead(placement, step, person, is_now=step == current)
        for step in counted
    ]
    return Lane(shown, done=sum(step.state == "done" for step in shown))


def turn_of(placement: Placement, person: Any, lanes: Lanes) -> NextThing | None:
    """What is awaited now, with an address when it is this person's turn."""
    step = open_step(placement, lanes)
    mine = sides_of(person)
    if step is None or any(step.code in PAPERS_SAY_MORE.get(side, ()) for side in mine):
        return None
    if step.side in mine:
        return _my_turn(placement, step)
    awaited = _("Awaited: %(step)s", step=in_words(step.name, language()))
    act = _act_for_others(placement, step, person) if is_late(placement) else None
    why = who_until(placement, step, person)
    return NextThing(awaited, why, act.words, act.url) if act else NextThing(awaited, why)


def team_acts(placement: Placement, lanes: Lanes) -> list[Act]:
    """What the team may do with the steps themselves."""
    step, found = open_step(placement, lanes), []
    if step is not None and step.optional:
        url = url_for("answers.leave_out", placement_id=placement.id, step_code=step.code)
        found.append(Act(_("Leave this step out"), url))
    if last := last_done(placement, lanes):
        url = url_for("answers.take_back", placement_id=placement.id, step_code=last)
        found.append(Act(_("Take the last step back"), url))
    return found


def own_acts(placement: Placement, person: Any) -> list[Act]:
    """What a side may do besides its turn: say no after all, ask the team."""
    sides = [side for side in sides_of(person) if side in STEP_OF]
    found = [
        Act(_(NO_WORDS[side]), no_address(placement, side))
        for side in sides
        if may_say_no(placement, side, person)
    ]
    if Side.LANDLORD in sides and placement.is_being_prepared:
        url = url_for("answers.ask", placement_id=placement.id)
        found.append(Act(_("Ask a question"), url))
    return found


def _behind(placement: Placement, step: Step) -> LaneStep:
    name = in_words(step.name, language())
    return LaneStep(name, done_words(placement, step), "done", act=None)


def _ahead(placement: Placement, step: Step, person: Any, *, is_now: bool) -> LaneStep:
    return LaneStep(
        name=in_words(step.name, language()),
        about=who_until(placement, step, person) if is_now else who(step, person),
        state=_state_now(placement, step, person) if is_now else "later",
        act=_act_for_others(placement, step, person),
    )


def _state_now(placement: Placement, step: Step, person: Any) -> str:
    if is_late(placement):
        return "late"
    return "mine" if step.side in sides_of(person) else "now"


def _act_for_others(placement: Placement, step: Step, person: Any) -> Act | None:
    """The team records what it hears, whoever's turn it is."""
    side = ANSWERED_BY.get(step.code)
    if Side.TEAM not in sides_of(person):
        return None
    if side is not None and may_answer(placement, side, person):
        return Act(_("Answer on their behalf"), address_of(placement, step.code))
    if step.is_own and placement.step == step.code:
        return Act(_("Say that it is done"), address_of(placement, step.code))
    if step.code in ACTS and placement.both_said_yes:
        return Act(_(ACTS[step.code][1]), address_of(placement, step.code))
    return None


def _my_turn(placement: Placement, step: Step) -> NextThing:
    if step.is_own:
        address = address_of(placement, step.code)
        name, words = in_words(step.name, language()), _("Say that it is done")
        return NextThing(name, until(placement), words, address)
    if step.code not in ACTS:
        return NextThing(in_words(step.name, language()), until(placement))
    if step.code == StepCode.VISIT and _visit_lies_ahead(placement):
        return NextThing(
            _("The visit is on %(day)s", day=date_and_time(placement.visit_at)),
            _("Say afterwards how it went."),
            _("Change the day"),
            address_of(placement, StepCode.VISIT_BOOKING),
        )
    what, words = ACTS[step.code]
    return NextThing(_(what), until(placement), _(words), address_of(placement, step.code))


def _visit_lies_ahead(placement: Placement) -> bool:
    return placement.visit_at is not None and local(placement.visit_at).date() > today()
