"""The steps of a listing: what each one stores, when it is done, when it may be changed. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stirrup.units.enums import UnitState as State
from stirrup.wording import N_, Labelled

NOTICE_VERSION = "2026-11"
"""Of the page to read before offering; a new text asks every landlord to read again."""

BEFORE_THE_CHECK = frozenset({State.DRAFT, State.SUBMITTED, State.WORKS_NEEDED, State.PAUSED})
WHILE_OPEN = BEFORE_THE_CHECK | {State.OPEN, State.HELD}
"""For what an administrator does not check on the spot."""
AS_LONG_AS_OFFERED = frozenset(State) - {State.WITHDRAWN, State.REJECTED}


class Group(Labelled):
    """How the task list groups the steps."""

    HOME = "home", N_("The home")
    TERMS = "terms", N_("Your terms")
    CHECKS = "checks", N_("Checks")


@dataclass(frozen=True)
class Step:
    """One page of the listing; `needed` are the columns without which it is not done."""

    name: str
    group: Group
    title: str
    hint: str
    needed: tuple[str, ...]
    minutes: int
    required: bool = True
    changed_in: frozenset[State] = BEFORE_THE_CHECK
    holds: Callable[[Any], bool] = bool
    """Whether the value of a needed column is an answer."""
    on_the_way: bool = True
    """Whether going on passes here: few landlords have several homes in one building."""


def _is_given(value: Any) -> bool:
    return value is not None


def _is_the_present_notice(version: str | None) -> bool:
    return version == NOTICE_VERSION


STEPS = (
    Step(
        "address",
        Group.HOME,
        N_("Address"),
        N_("Shown to the household after both sides have accepted, never before."),
        ("street", "commune_code"),
        minutes=1,
    ),
    Step(
        "kind",
        Group.HOME,
        N_("Type, surface and rooms"),
        N_("The surface decides how many people may live there."),
        ("kind", "surface_m2", "main_rooms", "bedrooms", "min_people", "max_people"),
        minutes=2,
        holds=_is_given,
    ),
    Step(
        "access",
        Group.HOME,
        N_("Access and equipment"),
        N_("Floor, lift, kitchen, heating."),
        ("floor", "kitchen", "furnishing", "heating"),
        minutes=2,
        holds=_is_given,
    ),
    Step(
        "vacancy",
        Group.HOME,
        N_("Why and since when it is empty"),
        N_("The estimate of what you gain rests on these dates."),
        ("vacant_since", "vacancy_cause", "owner_since"),
        minutes=2,
        changed_in=AS_LONG_AS_OFFERED,
    ),
    Step(
        "photos",
        Group.HOME,
        N_("Photos"),
        N_("One for each room is enough. Where they were taken is erased. Optional."),
        ("photos",),
        minutes=4,
        required=False,
        changed_in=WHILE_OPEN,
    ),
    Step(
        "dates",
        Group.TERMS,
        N_("Dates of the loan"),
        N_("From when, and until when at the latest."),
        ("available_from", "available_until"),
        minutes=1,
        changed_in=WHILE_OPEN,
    ),
    Step(
        "rules",
        Group.TERMS,
        N_("House rules"),
        N_("Pets and smoking: nothing else may be asked."),
        ("pets_allowed",),
        minutes=1,
        changed_in=WHILE_OPEN,
    ),
    Step(
        "building",
        Group.TERMS,
        N_("Several homes in one building"),
        N_("Only if you offer several there and want few lent at once. Optional."),
        ("building_id",),
        minutes=1,
        required=False,
        changed_in=WHILE_OPEN,
        holds=_is_given,
        on_the_way=False,
    ),
    Step(
        "energy",
        Group.CHECKS,
        N_("Energy performance diagnosis (DPE)"),
        N_("Its letter and its date. Without it, the home opens only by a reasoned exception."),
        ("energy_class", "energy_diagnosed_on"),
        minutes=1,
        required=False,
    ),
    Step(
        "tax",
        Group.CHECKS,
        N_("Property-tax notice"),
        N_("One figure, to work out what you gain. Optional."),
        ("property_tax_base", "property_tax_base_year"),
        minutes=2,
        required=False,
        changed_in=AS_LONG_AS_OFFERED,
    ),
    Step(
        "notice",
        Group.CHECKS,
        N_("Read before you offer"),
        N_("What the end of a stay means for you, in plain words."),
        ("truce_notice_version",),
        minutes=3,
        changed_in=WHILE_OPEN,
        holds=_is_the_present_notice,
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def is_done(unit: Any, step: Step) -> bool:
    """Whether the step holds every answer it needs."""
    return all(step.holds(getattr(unit, column)) for column in step.needed)


def done_steps(unit: Any) -> list[Step]:
    """The finished steps, in order."""
    return [step for step in STEPS if is_done(unit, step)]


def missing_steps(unit: Any) -> list[Step]:
    """The unfinished steps that a listing cannot be sent without."""
    return [step for step in STEPS if step.required and not is_done(unit, step)]


def may_change(unit: Any, step: Step) -> bool:
    """Whether the landlord may still change this step in the unit's present state."""
    return unit.state in step.changed_in


def following(unit: Any, step: Step) -> Step | None:
    """The first unfinished step after this one, then a required one before it; None without any."""
    place = STEPS.index(step)
    before = tuple(one for one in STEPS[:place] if one.required)
    ahead = STEPS[place + 1 :] + before
    return next((one for one in ahead if one.on_the_way and not is_done(unit, one)), None)


def minutes_left(unit: Any) -> int:
    """About how long the steps take that are still needed to send the listing."""
    return sum(step.minutes for step in missing_steps(unit))
