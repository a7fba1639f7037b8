"""The checker: a sound solution passes, and each kind of planted fault is seen."""

from dataclasses import replace

import pytest

from stirrup.matching.checker import check
from stirrup.matching.eligibility import OTHER_CONDITIONS, RULES
from stirrup.matching.scoring import levels
from stirrup.matching.solution import NOT_PROVED, LevelTotal, groups_out, rows_of_pairs
from stirrup.matching.solver import solve
from tests.core.matching.situations import HOME, LILLE, ROUBAIX, a_household, a_night, a_unit
from tests.core.matching.test_matching_rules import EAST, TWINS, WEST, night_of


def two_and_two(**others):
    return a_night(
        units=[a_unit(id=1), a_unit(id=2)],
        households=[a_household(id=1), a_household(id=2, urgency=0, association=8)],
        **others,
    )


def with_pairs(problem, solution, *pairs):
    """Return a solution of these pairs whose account is right, so that only the pairs are wrong."""
    told = replace(solution, pairs=pairs, groups_out=groups_out(problem, pairs))
    u, h = rows_of_pairs(problem, told)
    objective = levels(problem, u, h)
    totals = [int(level.gains.sum()) for level in objective]
    value = sum(total * level.worth for total, level in zip(totals, objective, strict=True))
    bands = problem.households.urgency[h].tolist()
    return replace(
        told,
        value=value,
        bound=value,
        levels=tuple(
            LevelTotal(level.code, total, total)
            for level, total in zip(objective, totals, strict=True)
        ),
        eligible_pairs=len(pairs),
        placed=len(pairs),
        urgent_placed_by_band=tuple(bands.count(band) for band in range(4)),
    )


def test_a_sound_solution_passes():
    night = two_and_two()

    assert check(night, solve(night)) == ()


@pytest.mark.parametrize(
    ("pair", "fault"),
    [
        ((9, 1), "referral 9 is not part of this night"),
        ((1, 9), "unit 9 is not part of this night"),
    ],
)
def test_a_stranger_is_seen(pair, fault):
    night = two_and_two()

    assert check(night, replace(solve(night), pairs=(pair,))) == (fault,)


def test_a_household_with_two_homes_is_seen():
    night = two_and_two()
    solution = with_pairs(night, solve(night), (1, 1), (1, 2))

    assert check(night, solution) == ("referral 1 has 2 homes",)


def test_a_pair_told_twice_is_seen():
    night = two_and_two()
    solution = with_pairs(night, solve(night), (1, 1), (1, 1))

    assert check(night, solution) == (
        "the pairs do not rise",
        "referral 1 has 2 homes",
        "unit 1 holds 2 households for 1 places",
    )


def test_pairs_out_of_order_are_seen():
    night = two_and_two()
    solution = with_pairs(night, solve(night), (2, 1), (1, 2))

    assert check(night, solution) == ("the pairs do not rise",)


def test_a_home_with_too_many_households_is_seen():
    night = two_and_two()
    solution = with_pairs(night, solve(night), (1, 1), (2, 1))

    assert check(night, solution) == ("unit 1 holds 2 households for 1 places",)


def test_an_association_beyond_its_support_is_seen():
    night = two_and_two(capacities=[(6, 1), (7, 0), (8, 5)])
    solution = with_pairs(night, solve(night), (1, 1), (2, 2))

    assert check(night, solution) == ("association 7 supports 1 more, not 0",)


@pytest.mark.parametrize("group", ["owner", "building"])
@pytest.mark.parametrize(
    ("limits", "faults"),
    [
        ([(4, 3), (5, 1)], ("5 takes 2 households, not 1",)),
        ([(4, 0), (5, 2)], ("4 takes 1 households, not 0",)),
        ([(4, 1), (5, 2)], ()),
    ],
)
def test_owners_and_buildings_beyond_their_limit_are_seen(group, limits, faults):
    night = a_night(
        units=[a_unit(id=1, **{group: 4}), a_unit(id=2, **{group: 5}), a_unit(id=3, **{group: 5})],
        households=[a_household(id=number) for number in (1, 2, 3)],
        **{f"{group}_capacities": limits},
    )
    solution = with_pairs(night, solve(night), (1, 1), (2, 2), (3, 3))

    assert check(night, solution) == tuple(f"{group} {fault}" for fault in faults)


def two_linked(km=4.0, **others):
    """Two linked households beside one that is alone and one group of two others."""
    return a_night(
        units=[a_unit(id=1), a_unit(id=2, latitude=HOME[0] + 0.045), a_unit(id=3), a_unit(id=4)],
        households=[
            a_household(id=1, link_group=2, link_km=km),
            a_household(id=2, link_group=2, link_km=50),
            a_household(id=3),
            a_household(id=4, link_group=3, link_km=km),
            a_household(id=5, link_group=3, link_km=km),
            a_household(id=6, link_group=1, link_km=km),
        ],
        **others,
    )


@pytest.mark.parametrize(
    ("pairs", "faults"),
    [
        ([(1, 1), (2, 3), (3, 2)], ()),
        ([(3, 2)], ()),
        ([(1, 1)], ("group 2: 1 of 2 households have a home",)),
        ([(2, 1), (3, 2)], ("group 2: 1 of 2 households have a home",)),
        ([(1, 1), (2, 2)], ("group 2: the homes lie too far apart",)),
        ([(1, 1), (5, 2)], tuple(f"group {n}: 1 of 2 households have a home" for n in (2, 3))),
    ],
)
def test_linked_households_apart_are_seen(pairs, faults):
    night = two_linked()

    assert check(night, with_pairs(night, solve(night), *pairs)) == faults


@pytest.mark.parametrize(("km", "faults"), [(5, 0), (4.999, 1)])
def test_linked_homes_may_lie_apart_to_the_metre(km, faults):
    night = a_night(
        units=[a_unit(id=1, **EAST), a_unit(id=2, latitude=WEST[0], longitude=WEST[1])],
        households=[a_household(id=number, link_group=1, link_km=km) for number in (1, 2)],
    )

    assert len(check(night, with_pairs(night, solve(night), (1, 1), (2, 2)))) == faults


@pytest.mark.parametrize(("code", "inside", "outside"), TWINS)
def test_each_broken_rule_is_seen_and_no_untold_one_is_named(code, inside, outside):
    night = night_of(**outside)
    solution = with_pairs(night, solve(night), (1, 1))
    told = {rule.code for rule in RULES if rule.told}

    faults = check(night, solution)

    shown = code if code in told else OTHER_CONDITIONS
    assert faults == (f"referral 1 in unit 1 breaks the rule {shown}",)


@pytest.mark.parametrize(
    ("untrue", "fault"),
    [
        ({"placed": 3}, "2 households are placed, not 3"),
        ({"placed": 1}, "2 households are placed, not 1"),
        ({"urgent_placed_by_band": (0, 0, 1, 0)}, "the bands placed are (1, 0, 1, 0)"),
        ({"unmet_pins": ((1, 1),)}, "the pins that are not met are not those named"),
        ({"groups_out": (1,)}, "the groups that are not housed are not those named"),
        ({"urgent_placed_by_band": (2, 0, 0, 0)}, "the bands placed are (1, 0, 1, 0)"),
        ({"eligible_pairs": 1}, "more pairs are chosen than are said to be eligible"),
        ({"status": "good"}, "the status good is unknown"),
        ({"status": "proved", "gap": 0.1}, "the status proved is unknown"),
        ({"gap": -0.1}, "a solution below its bound is not proved optimal"),
        ({"gap": 0.1}, "a solution below its bound is not proved optimal"),
        ({"groups_out": (9,)}, "the groups that are not housed are not those named"),
    ],
)
def test_an_untrue_account_is_seen(untrue, fault):
    night = two_and_two()

    assert check(night, replace(solve(night), **untrue)) == (fault,)


@pytest.mark.parametrize("more", [1, -1])
def test_an_untrue_value_is_seen(more):
    night = two_and_two()
    solution = solve(night)
    said = solution.value + more

    faults = check(night, replace(solution, value=said, bound=said))

    assert faults == (f"the value is {solution.value}, not {said}",)


def test_a_value_above_its_bound_is_seen():
    night = two_and_two()
    solution = solve(night)

    faults = check(night, replace(solution, bound=solution.value - 1))

    assert faults == ("a solution below its bound is not proved optimal",)


@pytest.mark.parametrize("more", [1, -1])
@pytest.mark.parametrize("rank", range(8))
def test_an_untrue_level_is_seen(rank, more):
    night = two_and_two()
    solution = solve(night)
    level = solution.levels[rank]
    untrue = replace(level, value=level.value + more, bound=level.bound + more)

    faults = check(
        night,
        replace(
            solution,
            levels=(*solution.levels[:rank], untrue, *solution.levels[rank + 1 :]),
        ),
    )

    assert faults == (f"the level {level.code} reaches {level.value}, not {level.value + more}",)


def test_a_level_too_many_is_seen():
    night = two_and_two()
    solution = solve(night)

    faults = check(night, replace(solution, levels=(*solution.levels, solution.levels[0])))

    assert faults == ("9 levels are expected, not 10",)


@pytest.mark.parametrize(
    ("others", "fault"),
    [
        ({"pinned_pairs": [(1, 1)]}, "the pins that are not met are not those named"),
        (
            {"households": [a_household(id=number, link_group=3) for number in (1, 2)]},
            "the groups that are not housed are not those named",
        ),
    ],
)
def test_what_is_not_done_and_not_named_is_seen(others, fault):
    night = a_night(**{"units": [a_unit(pets=0)], **others})
    nobody = a_night(units=[])

    silent = replace(solve(night), pairs=(), unmet_pins=(), groups_out=())

    assert fault in check(night, with_pairs(nobody, silent))


def test_a_missing_level_is_seen():
    night = two_and_two()
    solution = solve(night)

    faults = check(night, replace(solution, levels=solution.levels[:-1]))

    assert faults == ("9 levels are expected, not 8",)


def test_a_level_above_its_bound_is_seen():
    night = two_and_two()
    solution = solve(night)
    first = replace(solution.levels[3], bound=0)

    faults = check(
        night,
        replace(
            solution, status=NOT_PROVED, levels=(*solution.levels[:3], first, *solution.levels[4:])
        ),
    )

    assert faults == ("a level passes its bound",)


@pytest.mark.parametrize(
    ("beyond", "faults"),
    [
        (1, ("a solution below its bound is not proved optimal",)),
        (
            -1,
            ("a level passes its bound", "a solution below its bound is not proved optimal"),
        ),
    ],
)
def test_a_level_that_brings_no_points_is_proved_too(beyond, faults):
    night = two_and_two()
    solution = solve(night)
    lots = solution.levels[-1]
    untrue = replace(lots, bound=lots.value + beyond)

    assert check(night, replace(solution, levels=(*solution.levels[:-1], untrue))) == faults


def test_an_optimum_that_is_none_is_seen():
    night = two_and_two(accepted_communes=[(1, LILLE, 1), (2, ROUBAIX, 1), (2, LILLE, 2)])
    solution = solve(night)
    worse = with_pairs(night, solution, (1, 1))

    faults = check(night, replace(worse, bound=solution.bound, levels=worse.levels))

    assert faults == ("a solution below its bound is not proved optimal",)
