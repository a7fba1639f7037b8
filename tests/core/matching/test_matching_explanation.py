"""Explanations: they say what decided, add up, and never let one silent condition be told."""

import json
from dataclasses import asdict

import numpy as np
import pytest

from stirrup.matching.eligibility import OTHER_CONDITIONS, RULES, obstacles
from stirrup.matching.explanations.explanation import explain_pair, why_not
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.scoring import levels
from stirrup.matching.solver import solve
from stirrup.matching.territories.simulation import town
from tests.core.matching.situations import (
    HOME,
    LILLE,
    ROUBAIX,
    a_household,
    a_night,
    a_unit,
)

SILENT = [
    {"refused_communes": [(1, LILLE)]},
    {"excluded_communes": [(1, LILLE)]},
    {"safety_zones": [(1, *HOME, 1)]},
    {"declined_pairs": [(1, 1)]},
    {"banned_pairs": [(1, 1)]},
    {"excluded_communes": [(1, LILLE)], "safety_zones": [(1, *HOME, 1)], "banned_pairs": [(1, 1)]},
]


def three_homes(**others):
    """One household; a home that fits, one with a spare bedroom, one with two."""
    units = [a_unit(id=1), a_unit(id=2, bedrooms=3), a_unit(id=3, bedrooms=4)]
    return a_night(**{"units": units, **others})


def explained(night, referral=1, unit=1):
    return explain_pair(night, solve(night), referral, unit)


def test_a_proposal_meets_every_rule_by_its_label():
    explanation = explained(three_homes())

    assert [rule.code for rule in explanation.rules] == [
        *(rule.code for rule in RULES if rule.told),
        OTHER_CONDITIONS,
    ]
    assert explanation.obstacles == ()


def test_parts_have_a_sentence_and_add_up_to_the_points():
    explanation = explained(three_homes())

    assert [(part.code, part.points, part.maximum) for part in explanation.parts] == [
        ("urgency", 1000, 3000),
        ("placed", 1000, 1000),
        ("waiting", 10, 60),
        ("scarcity", 0, 40),
        ("fit", 10, 10),
        ("access", 10, 10),
        ("wishes", 10, 10),
        ("distance", 10, 10),
        ("stability", 0, 1),
    ]
    assert explanation.points == 2050
    assert all(part.sentence for part in explanation.parts)


def test_the_next_homes_follow_with_their_differences():
    explanation = explained(three_homes())

    assert (explanation.rank, explanation.options) == (1, 3)
    assert [(home.id, home.difference, home.taken) for home in explanation.next_homes] == [
        (2, -5, False),
        (3, -10, False),
    ]


def test_a_home_that_is_not_the_first_choice_shows_the_better_ones():
    explanation = explained(three_homes(), unit=3)

    assert explanation.rank == 3
    assert [(home.id, home.difference) for home in explanation.next_homes] == [(1, 10), (2, 5)]


def test_the_next_households_follow_with_what_they_got():
    night = a_night(
        units=[a_unit(id=1), a_unit(id=2, commune=ROUBAIX)],
        households=[
            a_household(id=1, urgency=0),
            a_household(id=2, urgency=1),
            a_household(id=3, urgency=3),
            a_household(id=4, urgency=3, waiting_days=0),
        ],
        accepted_communes=[(1, LILLE, 1), (3, LILLE, 1), (4, LILLE, 1)],
    )

    explanation = explained(night)

    assert [(other.id, other.difference, other.taken) for other in explanation.next_households] == [
        (2, -1000, True),
        (3, -3000, False),
    ]


def test_a_home_full_of_others_is_taken():
    night = a_night(
        units=[a_unit(id=1), a_unit(id=2)],
        households=[a_household(id=1, urgency=0), a_household(id=2, urgency=1)],
        accepted_communes=[(1, LILLE, 1)],
    )
    solution = solve(night)
    (mine,) = (unit for referral, unit in solution.pairs if referral == 1)

    explanation = explain_pair(night, solution, 1, mine)

    assert [home.taken for home in explanation.next_homes] == [True]


@pytest.mark.parametrize(("unit", "without"), [(1, 0), (2, 1)])
def test_giving_up_a_proposal_houses_one_household_less(unit, without):
    explanation = explained(three_homes(), unit=unit)

    assert (explanation.placed, explanation.placed_without) == (1, without)


def test_a_pair_that_is_not_eligible_is_explained_with_its_obstacles():
    night = three_homes(households=[a_household(needs_lift=True, pets=2)])

    explanation = explained(night)

    assert [rule.code for rule in explanation.obstacles] == ["pets", "lift"]
    assert not {rule.code for rule in explanation.rules} & {"pets", "lift"}
    assert (explanation.rank, explanation.options) == (1, 1)


def test_an_explanation_can_be_stored_as_json():
    explanation = explained(three_homes())

    assert json.loads(json.dumps(asdict(explanation)))["points"] == explanation.points


@pytest.mark.parametrize("seed", range(4))
def test_explained_points_are_those_of_the_objective(seed):
    night = town(seed, 60, 30)
    solution = solve(night)

    points = [explain_pair(night, solution, *pair).points for pair in solution.pairs]

    assert sum(points) == solution.value


@pytest.mark.parametrize("seed", range(4))
def test_ranks_follow_the_levels(seed):
    night = town(seed, 40, 30)
    solution = solve(night)
    u, h = eligible_pairs(night)
    gains = np.array([level.gains for level in levels(night, u, h)])

    for referral, unit in solution.pairs:
        row, home = referral - 1, unit - 1
        mine = tuple(gains[:, (h == row) & (u == home)].ravel())
        better = sum(tuple(gains[:, at]) > mine for at in np.flatnonzero(h == row))
        assert explain_pair(night, solution, referral, unit).rank == better + 1


@pytest.mark.parametrize("ids", [(9, 1), (1, 9)])
def test_a_stranger_cannot_be_explained(ids):
    night = a_night()

    with pytest.raises(LookupError):
        explain_pair(night, solve(night), *ids)


@pytest.mark.parametrize("reason", SILENT)
def test_no_silent_condition_can_be_told_from_another(reason):
    one, other = three_homes(**SILENT[0]), three_homes(**reason)
    rest = [{"units": [a_unit()], **relation} for relation in (SILENT[0], reason)]

    answers = [why_not(a_night(**each), solve(a_night(**each)), 1) for each in rest]
    explanations = [explained(a_night(**each)) for each in rest]

    assert obstacles(one, 0, 0)
    assert obstacles(other, 0, 0)
    assert answers[0] == answers[1]
    assert explanations[0] == explanations[1]
    assert [line.code for line in answers[0].blocked] == [OTHER_CONDITIONS]


@pytest.mark.parametrize("reason", SILENT)
def test_no_silent_condition_is_named_anywhere(reason):
    night = a_night(**reason)
    words = repr((why_not(night, solve(night), 1), explained(night))).lower()

    assert not any(
        word in words for word in ("safe", "zone", "exclu", "refus", "declin", "ban", "violen")
    )
