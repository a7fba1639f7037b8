"""Each hard rule just inside and just outside: a twin pair differs by one thing."""

import math
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from stirrup.matching.eligibility import (
    OTHER_CONDITIONS,
    RULES,
    allowed,
    count_suitable_homes,
    obstacles,
    told,
)
from stirrup.matching.places import EARTH_METRES
from stirrup.matching.tables import FOR_NOBODY, KEPT_FOR
from tests.core.matching.situations import (
    HOME,
    LILLE,
    ORDINARY_UNIT,
    ROUBAIX,
    TODAY,
    TOURCOING,
    a_household,
    a_night,
    a_unit,
)

NORTH = (HOME[0] + 0.045, HOME[1])
"""5.004 km from the home."""
ASIDE = math.degrees(math.asin(2_500 / EARTH_METRES))
EAST, WEST = {"latitude": 0.0, "longitude": ASIDE}, (0.0, -ASIDE)
"""On the equator, 5,000 metres apart to the metre."""


def twins(code, inside, outside):
    return pytest.param(code, inside, outside, id=f"{code}-{'-'.join(_named(outside))}")


def _named(outside):
    return [
        f"{side}:{','.join(what)}" if isinstance(what, dict) else side
        for side, what in outside.items()
    ]


def access(code, offer, need):
    return twins(
        code,
        {"household": {need: True}, "unit": {offer: True}},
        {"household": {need: True}, "unit": {offer: False}},
    )


ACCESSIBLE = {
    "step_free": True,
    "lift": True,
    "ground_floor": True,
    "adapted_bathroom": True,
    "bedrooms": 3,
}
RARE_NEEDS = {"needs_many_bedrooms": {"bedrooms_needed": 3}}
"""How a household has a rare need, where it is more than one answer."""


def kept(bit, need):
    other = KEPT_FOR[(bit + 1) % len(KEPT_FOR)]
    unit = ACCESSIBLE | {"kept_for": 1 << bit}
    return twins(
        "kept",
        {"unit": unit, "household": RARE_NEEDS.get(need, {need: True})},
        {"unit": unit, "household": RARE_NEEDS.get(other, {other: True})},
    )


TWINS = [
    *(kept(bit, need) for bit, need in enumerate(KEPT_FOR)),
    twins(
        "kept",
        {"unit": {"kept_for": 1, "step_free": True}, "household": {"needs_step_free": True}},
        {"unit": {"kept_for": 1, "step_free": True}},
    ),
    twins(
        "kept",
        {"unit": {"kept_for": 16, "bedrooms": 3}, "household": {"bedrooms_needed": 3}},
        {"unit": {"kept_for": 16, "bedrooms": 3}, "household": {"bedrooms_needed": 2}},
    ),
    twins(
        "kept",
        {"unit": {"kept_for": 3, "lift": True}, "household": {"needs_lift": True}},
        {"unit": {"kept_for": FOR_NOBODY, "lift": True}, "household": {"needs_lift": True}},
    ),
    twins("people", {"unit": {"max_people": 3}}, {"unit": {"max_people": 2}}),
    twins("people", {"unit": {"min_people": 3}}, {"unit": {"min_people": 4}}),
    twins("bedrooms", {"unit": {"bedrooms": 2}}, {"unit": {"bedrooms": 1}}),
    twins("dates", {"unit": {"free_from": TODAY + 60}}, {"unit": {"free_from": TODAY + 61}}),
    twins(
        "dates",
        {"household": {"earliest_entry": TODAY + 90, "latest_entry": TODAY + 120}},
        {"household": {"earliest_entry": TODAY + 91, "latest_entry": TODAY + 120}},
    ),
    twins(
        "dates",
        {"household": {"earliest_entry": TODAY - 9, "latest_entry": TODAY}},
        {"household": {"earliest_entry": TODAY - 9, "latest_entry": TODAY - 1}},
    ),
    twins(
        "dates", {"household": {"latest_entry": TODAY}}, {"household": {"latest_entry": TODAY - 1}}
    ),
    twins("dates", {"unit": {"latest_entry": TODAY}}, {"unit": {"latest_entry": TODAY - 1}}),
    twins(
        "dates",
        {"household": {"earliest_entry": TODAY + 60}},
        {"household": {"earliest_entry": TODAY + 61}},
    ),
    twins(
        "pets",
        {"unit": {"pets": 1}, "household": {"pets": 1}},
        {"unit": {"pets": 1}, "household": {"pets": 2}},
    ),
    twins(
        "pets",
        {"unit": {"pets": 1}, "household": {"pets": 1}},
        {"unit": {"pets": 0}, "household": {"pets": 1}},
    ),
    twins(
        "pets",
        {"unit": {"pets": 2}, "household": {"pets": 2}},
        {"unit": {"pets": 1}, "household": {"pets": 2}},
    ),
    twins(
        "shared",
        {"unit": {"shared": True}, "household": {"accepts_shared": True}},
        {"unit": {"shared": True}, "household": {"accepts_shared": False}},
    ),
    access("step_free", "step_free", "needs_step_free"),
    access("lift", "lift", "needs_lift"),
    access("lift", "ground_floor", "needs_lift"),
    twins(
        "lift",
        {"unit": {"lift": True, "ground_floor": True}, "household": {"needs_lift": True}},
        {"household": {"needs_lift": True}},
    ),
    access("ground_floor", "ground_floor", "needs_ground_floor"),
    access("adapted_bathroom", "adapted_bathroom", "needs_adapted_bathroom"),
    access("own_kitchen", "own_kitchen", "needs_own_kitchen"),
    access("quiet", "quiet", "needs_quiet"),
    access("parking", "parking", "needs_parking"),
    access("cot", "cot_possible", "needs_cot"),
    twins(
        "floor_without_lift",
        {"unit": {"floor": 2}, "household": {"max_floor_without_lift": 2}},
        {"unit": {"floor": 3}, "household": {"max_floor_without_lift": 2}},
    ),
    twins(
        "floor_without_lift",
        {"unit": {"floor": 9, "lift": True}, "household": {"max_floor_without_lift": 2}},
        {"unit": {"floor": 9, "lift": False}, "household": {"max_floor_without_lift": 2}},
    ),
    twins(
        "floor_without_lift",
        {"unit": {"floor": 0}, "household": {"max_floor_without_lift": 0}},
        {"unit": {"floor": 1}, "household": {"max_floor_without_lift": 0}},
    ),
    twins("association", {"unit": {"association": 7}}, {"unit": {"association": 8}}),
    twins("association", {"unit": {"association": -1}}, {"unit": {"association": 6}}),
    twins(
        "accepted_communes",
        {"accepted_communes": [(1, ROUBAIX, 1), (1, LILLE, 2)]},
        {"accepted_communes": [(1, ROUBAIX, 1), (1, TOURCOING, 2)]},
    ),
    twins("anchors", {"anchors": [(1, *NORTH, 5.01)]}, {"anchors": [(1, *NORTH, 5.0)]}),
    twins(
        "anchors",
        {"anchors": [(1, *NORTH, 5.01), (1, *HOME, 0)]},
        {"anchors": [(1, *NORTH, 5.0), (1, *HOME, 0)]},
    ),
    twins(
        "anchors",
        {"unit": EAST, "anchors": [(1, *WEST, 5)]},
        {"unit": EAST, "anchors": [(1, *WEST, 4.999)]},
    ),
    twins(
        "refused_communes",
        {"refused_communes": [(1, ROUBAIX)]},
        {"refused_communes": [(1, ROUBAIX), (1, LILLE)]},
    ),
    twins(
        "excluded_communes",
        {"excluded_communes": [(1, ROUBAIX)]},
        {"excluded_communes": [(1, ROUBAIX), (1, LILLE)]},
    ),
    twins(
        "safety_zones", {"safety_zones": [(1, *NORTH, 5.0)]}, {"safety_zones": [(1, *NORTH, 5.01)]}
    ),
    twins(
        "safety_zones",
        {"unit": EAST, "safety_zones": [(1, *WEST, 4.999)]},
        {"unit": EAST, "safety_zones": [(1, *WEST, 5)]},
    ),
    twins(
        "safety_zones",
        {"safety_zones": [(1, *NORTH, 5.0), (1, *WEST, 9)]},
        {"safety_zones": [(1, *NORTH, 5.01), (1, *WEST, 9)]},
    ),
    twins("declined_pairs", {"declined_pairs": [(1, 2)]}, {"declined_pairs": [(1, 1)]}),
    twins("banned_pairs", {"banned_pairs": [(1, 2)]}, {"banned_pairs": [(1, 1)]}),
]


def night_of(unit=None, household=None, **others):
    """One pair, beside another home and another household with other needs."""
    units = [a_unit(**(unit or {})), a_unit(id=2, max_people=1, min_people=1)]
    households = [a_household(**(household or {})), a_household(id=2, people=9)]
    return a_night(units, households, **others)


@pytest.mark.parametrize(("code", "inside", "outside"), TWINS)
def test_a_pair_just_inside_a_rule_has_no_obstacle(code, inside, outside):
    night = night_of(**inside)

    assert obstacles(night, 0, 0) == ()


@pytest.mark.parametrize(("code", "inside", "outside"), TWINS)
def test_a_pair_just_outside_a_rule_has_this_obstacle_alone(code, inside, outside):
    night = night_of(**outside)

    assert [rule.code for rule in obstacles(night, 0, 0)] == [code]


@pytest.mark.parametrize(("code", "inside", "outside"), TWINS)
def test_columns_say_the_same_as_one_pair(code, inside, outside):
    rows = np.array([0]), np.array([0])

    kept = [len(allowed(night_of(**side), *rows)[0]) for side in (inside, outside)]

    assert kept == [1, 0]


def test_every_rule_has_its_twins():
    assert {twin.values[0] for twin in TWINS} == {rule.code for rule in RULES}


def test_codes_are_unique():
    assert len({rule.code for rule in RULES}) == len(RULES)


def test_untold_rules_share_one_code_and_one_sentence():
    untold = [rule for rule in RULES if not rule.told]

    lines = told(untold, met=False)

    assert [rule.code for rule in untold] == [
        "refused_communes",
        "excluded_communes",
        "safety_zones",
        "declined_pairs",
        "banned_pairs",
    ]
    assert [line.code for line in lines] == [OTHER_CONDITIONS]


def test_a_rule_is_told_by_its_label_when_met_and_by_what_is_wrong_when_not():
    rule = RULES[0]

    ((code, met),), ((_, unmet),) = told([rule], met=True), told([rule], met=False)

    assert (code, met, unmet) == ("people", rule.label, rule.sentence)


def test_what_a_home_offers_beyond_the_needs_is_no_obstacle():
    offers = {name for name, value in ORDINARY_UNIT.items() if value is False} - {"shared"}

    assert len(offers) == 8
    assert obstacles(night_of(unit=dict.fromkeys(offers, True)), 0, 0) == ()


def test_untold_rules_come_after_all_told_ones():
    told_first = sorted(RULES, key=lambda rule: not rule.told)

    assert list(RULES) == told_first


def test_these_rules_are_decided_by_the_home_as_built_and_by_needs():
    assert {rule.code for rule in RULES if rule.of_the_home} == {
        "people",
        "bedrooms",
        "pets",
        "step_free",
        "lift",
        "ground_floor",
        "adapted_bathroom",
        "own_kitchen",
        "quiet",
        "parking",
        "cot",
    }


def test_a_rule_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        RULES[0].told = False


def test_a_link_about_another_household_or_home_changes_nothing():
    night = night_of(declined_pairs=[(9, 1), (1, 9)], refused_communes=[(9, LILLE)])

    assert obstacles(night, 0, 0) == ()


def test_needs_count_suitable_homes_but_refusals_and_dates_do_not():
    night = a_night(
        units=[a_unit(), a_unit(id=2, step_free=True), a_unit(id=3, bedrooms=1)],
        households=[
            a_household(),
            a_household(id=2, needs_step_free=True),
            a_household(id=3, latest_entry=TODAY - 1),
        ],
        refused_communes=[(1, LILLE)],
    )

    counts = count_suitable_homes(night, np.arange(3))

    assert counts.tolist() == [2, 1, 2]
