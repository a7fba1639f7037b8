"""The table of hard rules, and the questions it answers: for all pairs, one pair, every home."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from stirrup.matching.columns import Column, Flags, Table
from stirrup.matching.problem import Problem
from stirrup.matching.rules import (
    HouseholdRows,
    Rows,
    UnitRows,
    avoids_the_excluded_communes,
    avoids_the_refused_communes,
    avoids_the_safety_zones,
    can_hold_a_cot,
    fits_the_number_of_people,
    has_a_common_first_day,
    has_an_adapted_bathroom,
    has_enough_bedrooms,
    has_its_own_kitchen,
    has_parking,
    is_in_an_accepted_commune,
    is_near_the_anchors,
    is_not_banned,
    is_not_too_high,
    is_on_the_ground_floor,
    is_quiet,
    is_step_free,
    serves_the_association,
    spares_the_stairs,
    suits_as_shared,
    suits_what_it_is_kept_for,
    takes_the_pet,
    was_not_declined,
)
from stirrup.wording import N_

OTHER_CONDITIONS = "other_conditions"
OTHER_CONDITIONS_LABEL = N_("Other conditions")
OTHER_CONDITIONS_SENTENCE = N_("Another condition is not met")
CELLS_AT_ONCE = 1_000_000
NEEDS = (
    "people",
    "bedrooms_needed",
    "needs_step_free",
    "needs_lift",
    "needs_ground_floor",
    "needs_adapted_bathroom",
    "needs_own_kitchen",
    "needs_quiet",
    "needs_parking",
    "needs_cot",
    "pets",
)
OFFERS = (
    "min_people",
    "max_people",
    "bedrooms",
    "step_free",
    "lift",
    "ground_floor",
    "adapted_bathroom",
    "own_kitchen",
    "quiet",
    "parking",
    "cot_possible",
    "pets",
)
"""All that the rules of the home read."""


@dataclass(frozen=True)
class Rule:
    """A condition that every eligible pair meets.

    `label` names it, met or not; `sentence` says what is wrong when it is not. An untold rule is
    reported only as one of the "other conditions", so that none can be told from another.
    `of_the_home`: decided by the home as built and by needs, not by wishes, dates or places.
    """

    code: str
    sentence: str
    holds: Callable[[UnitRows, HouseholdRows], Flags]
    label: str
    told: bool = True
    of_the_home: bool = False


class ToldRule(NamedTuple):
    """A rule as it may be shown: its label where it is met, else what is wrong."""

    code: str
    sentence: str


def _untold(code: str, holds: Callable[[UnitRows, HouseholdRows], Flags]) -> Rule:
    return Rule(code, OTHER_CONDITIONS_SENTENCE, holds, OTHER_CONDITIONS_LABEL, told=False)


# The most selective come first, each seeing the survivors only; the untold ones come last, so
# that a home is said to be blocked by one of them only when nothing else blocks it.
RULES = (
    Rule(
        "people",
        N_("This home is too small or too large for this number of people"),
        fits_the_number_of_people,
        N_("Number of people"),
        of_the_home=True,
    ),
    Rule(
        "bedrooms",
        N_("This home has too few bedrooms"),
        has_enough_bedrooms,
        N_("Bedrooms"),
        of_the_home=True,
    ),
    Rule(
        "dates",
        N_("The dates do not meet"),
        has_a_common_first_day,
        N_("Dates"),
    ),
    Rule(
        "pets",
        N_("This home does not take this pet"),
        takes_the_pet,
        N_("Pets"),
        of_the_home=True,
    ),
    Rule(
        "shared",
        N_("This home is shared"),
        suits_as_shared,
        N_("Shared home"),
    ),
    Rule(
        "step_free",
        N_("This home is not step-free"),
        is_step_free,
        N_("Step-free access"),
        of_the_home=True,
    ),
    Rule(
        "lift",
        N_("This home has stairs and no lift"),
        spares_the_stairs,
        N_("Lift"),
        of_the_home=True,
    ),
    Rule(
        "ground_floor",
        N_("This home is not on the ground floor"),
        is_on_the_ground_floor,
        N_("Ground floor"),
        of_the_home=True,
    ),
    Rule(
        "adapted_bathroom",
        N_("The bathroom of this home is not adapted"),
        has_an_adapted_bathroom,
        N_("Adapted bathroom"),
        of_the_home=True,
    ),
    Rule(
        "own_kitchen",
        N_("This home has no kitchen of its own"),
        has_its_own_kitchen,
        N_("Own kitchen"),
        of_the_home=True,
    ),
    Rule(
        "quiet",
        N_("This home is not quiet"),
        is_quiet,
        N_("Quiet"),
        of_the_home=True,
    ),
    Rule(
        "parking",
        N_("This home has no parking place"),
        has_parking,
        N_("Parking"),
        of_the_home=True,
    ),
    Rule(
        "cot",
        N_("This home has no room for a cot"),
        can_hold_a_cot,
        N_("Cot"),
        of_the_home=True,
    ),
    Rule(
        "floor_without_lift",
        N_("This home is too high without a lift"),
        is_not_too_high,
        N_("Floor without a lift"),
    ),
    Rule(
        "association",
        N_("This home is kept for another association"),
        serves_the_association,
        N_("Association"),
    ),
    Rule(
        "kept",
        N_("This home is kept for a few days for those who need what few homes offer"),
        suits_what_it_is_kept_for,
        N_("Homes kept for rare needs"),
    ),
    Rule(
        "accepted_communes",
        N_("This home is outside the communes asked for"),
        is_in_an_accepted_commune,
        N_("Communes"),
    ),
    Rule(
        "anchors",
        N_("This home is too far from a place to stay near"),
        is_near_the_anchors,
        N_("Places to stay near"),
    ),
    _untold("refused_communes", avoids_the_refused_communes),
    _untold("excluded_communes", avoids_the_excluded_communes),
    _untold("safety_zones", avoids_the_safety_zones),
    _untold("declined_pairs", was_not_declined),
    _untold("banned_pairs", is_not_banned),
)


def allowed(
    problem: Problem, u: Column, h: Column, rules: Iterable[Rule] = RULES
) -> tuple[Column, Column]:
    """Keep the pairs of unit rows and household rows that meet every rule."""
    for rule in rules:
        keep = rule.holds(Rows(problem.units, u), Rows(problem.households, h))
        u, h = u[keep], h[keep]
    return u, h


def obstacles(problem: Problem, u: int, h: int, rules: Iterable[Rule] = RULES) -> tuple[Rule, ...]:
    """Return the rules that forbid one pair, in the order of the table."""
    unit, household = Rows(problem.units, u), Rows(problem.households, h)
    return tuple(rule for rule in rules if not rule.holds(unit, household))


def public_code(rule: Rule) -> str:
    """Return the only code under which a rule may be shown, logged or exported."""
    return rule.code if rule.told else OTHER_CONDITIONS


def told(rules: Iterable[Rule], *, met: bool) -> tuple[ToldRule, ...]:
    """Return rules as they may be shown, the untold ones merged into one line."""
    lines = (ToldRule(public_code(rule), rule.label if met else rule.sentence) for rule in rules)
    return tuple(dict.fromkeys(lines))


def count_suitable_homes(problem: Problem, h: Column) -> Column:
    """Count, for each household row, the open homes that meet its needs as built.

    Refusals, wishes, dates and distances do not count: none of them makes a need rare. What was
    counted once for a problem is remembered.
    """
    known = problem.suitable_homes
    missing = np.unique(h[known[h] < 0])
    if len(missing):
        known[missing] = _suitable_homes(problem, missing)
    counts: Column = known[h]
    return counts


def _suitable_homes(problem: Problem, h: Column) -> Column:
    """Compare kinds of needs with kinds of homes: few differ, however large the territory."""
    needs, need_of, _ = _kinds(problem.households, NEEDS, h)
    homes, _, how_many = _kinds(problem.units, OFFERS, np.arange(len(problem.units)))
    unit, rules = Rows(problem.units, homes[None, :]), [rule for rule in RULES if rule.of_the_home]
    counts = np.empty(len(needs), np.int64)
    step = max(1, CELLS_AT_ONCE // max(1, len(homes)))
    for start in range(0, len(needs), step):
        household = Rows(problem.households, needs[start : start + step, None])
        suits = np.ones((len(household.at), len(homes)), np.bool_)
        for rule in rules:
            suits &= rule.holds(unit, household)
        counts[start : start + step] = np.broadcast_to(how_many, suits.shape).sum(1, where=suits)
    return counts[need_of]


def _kinds(table: Table, columns: Iterable[str], rows: Column) -> tuple[Column, Column, Column]:
    """Group rows that are alike in these columns, each of small whole numbers from 0.

    Return a row of each kind, the kind of each row, and how many rows a kind has.
    """
    key = np.zeros(len(rows), np.int64)
    for name in columns:
        column = getattr(table, name)[rows].astype(np.int64)
        key = key * (int(column.max(initial=0)) + 1) + column
    _, first, kind, count = np.unique(
        key, return_index=True, return_inverse=True, return_counts=True
    )
    return rows[first], kind, count
