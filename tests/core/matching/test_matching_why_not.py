"""Why not yet: every home counted once, and the true reason why a possible one went elsewhere."""

import numpy as np
import pytest

from stirrup.matching.eligibility import OTHER_CONDITIONS, RULES, allowed
from stirrup.matching.explanations.why_not import LIMITS, ORDER, why_not
from stirrup.matching.scoring import levels
from stirrup.matching.solution import rows_of_pairs
from stirrup.matching.solver import solve
from stirrup.matching.territories.simulation import town
from tests.core.matching.situations import (
    LILLE,
    ROUBAIX,
    TOURCOING,
    a_household,
    a_night,
    a_unit,
    small_draw,
)


def answer_for(night, referral=1):
    return why_not(night, solve(night), referral)


def test_a_stranger_has_no_why_not():
    night = a_night()

    with pytest.raises(LookupError):
        why_not(night, solve(night), 9)


def test_homes_are_counted_by_their_first_obstacle_and_by_all_of_them():
    night = a_night(
        units=[
            a_unit(id=1, max_people=1, bedrooms=0),
            a_unit(id=2, bedrooms=1),
            a_unit(id=3, bedrooms=1),
            a_unit(id=4, bedrooms=1, shared=True),
        ]
    )

    answer = answer_for(night)

    assert [(line.code, line.first, line.every, line.alone) for line in answer.blocked] == [
        ("people", 1, 1, 0),
        ("bedrooms", 3, 4, 2),
        ("shared", 0, 1, 0),
    ]
    assert (answer.homes, answer.eligible) == (4, 0)


def test_two_places_to_stay_near_are_one_rule():
    far, further = (51.5, 3.06), (52.5, 3.06)

    answer = answer_for(a_night(anchors=[(1, *far, 5), (1, *further, 5)]))

    assert [(line.code, line.first, line.every, line.alone) for line in answer.blocked] == [
        ("anchors", 1, 1, 1)
    ]


def test_possible_homes_are_followed_to_what_decided():
    night = a_night(
        units=[
            a_unit(id=number, commune=number) for number in (LILLE, ROUBAIX, TOURCOING) if number
        ]
        + [a_unit(id=9, commune=LILLE)],
        households=[
            a_household(id=1, waiting_days=0),
            a_household(id=2, urgency=0),
            a_household(id=3, waiting_days=99),
            a_household(id=4, waiting_days=0, bedrooms_needed=2),
        ],
        accepted_communes=[
            (1, LILLE, 2),
            (1, ROUBAIX, 2),
            (1, TOURCOING, 2),
            (2, LILLE, 1),
            (3, ROUBAIX, 1),
            (4, TOURCOING, 1),
        ],
    )

    answer = answer_for(night)

    assert [(lost.code, lost.homes) for lost in answer.lost] == [
        ("urgency", 1),
        ("points", 1),
        ("suitability", 1),
    ]
    assert (answer.eligible, answer.left, answer.support_exhausted) == (3, 0, False)


def test_a_pin_is_said_to_have_decided():
    night = a_night(
        households=[a_household(id=1, urgency=0), a_household(id=2)], pinned_pairs=[(2, 1)]
    )

    assert [lost.code for lost in answer_for(night).lost] == ["pins"]


def test_a_draw_by_lot_is_said_to_have_decided():
    night = a_night(households=[a_household(id=1), a_household(id=2)])
    solution = solve(night)
    ((winner, _unit),) = solution.pairs

    answer = why_not(night, solution, 3 - winner)

    assert [lost.code for lost in answer.lost] == ["lots"]


def test_households_equal_in_everything_are_said_to_be_drawn():
    night = a_night(households=[a_household(id=1), a_household(id=2)], weights=small_draw(lots=1))
    solution = solve(night)
    ((winner, _unit),) = solution.pairs

    assert [lost.code for lost in why_not(night, solution, 3 - winner).lost] == ["lots"]


def test_a_shared_home_is_compared_with_the_last_of_those_who_got_it():
    night = a_night(
        units=[a_unit(places=2)],
        households=[
            a_household(id=1, urgency=2, waiting_days=0),
            a_household(id=2, urgency=0),
            a_household(id=3, urgency=2, waiting_days=90),
        ],
    )

    assert [lost.code for lost in answer_for(night).lost] == ["points"]


def test_a_home_lost_to_a_later_household_for_want_of_support_is_said_so():
    night = a_night(
        households=[a_household(id=1, urgency=0), a_household(id=2, association=8)],
        capacities=[(7, 0)],
    )

    answer = answer_for(night)

    assert [lost.code for lost in answer.lost] == [LIMITS]
    assert answer.support_exhausted


def test_exhausted_support_is_said():
    answer = answer_for(a_night(capacities=[(7, 0)]))

    assert (answer.left, answer.support_exhausted) == (1, True)


def test_a_home_closed_by_its_owners_limit_is_neither_lost_nor_left():
    night = a_night(units=[a_unit(owner=5)], owner_capacities=[(5, 0)], capacities=[(7, 0)])

    answer = answer_for(night)

    assert (answer.eligible, answer.lost, answer.closed, answer.left) == (1, (), 1, 0)


def test_a_household_with_a_home_is_said_to_have_it():
    answer = answer_for(a_night())

    assert (answer.unit_id, answer.lost, answer.left) == (1, (), 0)


def test_a_linked_household_is_said_to_be_linked():
    night = a_night(households=[a_household(id=1, link_group=3), a_household(id=2)])

    assert [answer_for(night, number).linked for number in (1, 2)] == [True, False]


@pytest.mark.parametrize("seed", range(6))
def test_every_home_is_counted_once(seed):
    night = town(seed, 50, 30)
    solution = solve(night)
    placed = dict(solution.pairs)

    for referral in night.households.id.tolist():
        answer = why_not(night, solution, referral)
        counted = sum(line.first for line in answer.blocked) + answer.closed + answer.left
        if referral in placed:
            assert answer.unit_id == placed[referral]
        else:
            assert counted + sum(lost.homes for lost in answer.lost) == answer.homes == 30


@pytest.mark.parametrize("seed", range(8))
def test_whoever_got_the_home_comes_first_at_the_level_named(seed):
    night = town(seed, 40, 15, communes=4)
    solution = solve(night)
    u, h = rows_of_pairs(night, solution)
    placed = dict(solution.pairs)

    for row, referral in enumerate(night.households.id.tolist()):
        if referral in placed:
            continue
        answer = why_not(night, solution, referral)
        expected = [_decided(night, row, home, h[u == home]) for home in _full(night, row, u)]
        assert {lost.code: lost.homes for lost in answer.lost} == {
            code: expected.count(code) for code in expected
        }
        assert answer.support_exhausted or LIMITS not in expected


def _full(night, row, u):
    units = np.arange(len(night.units))
    possible, _ = allowed(night, units, np.full_like(units, row))
    used = np.bincount(u, minlength=len(units))
    return [home for home in possible if used[home] >= night.units.places[home]]


def _decided(night, row, home, holders):
    """The same question asked pair by pair, in plain Python."""
    households = np.append(holders, row)
    ordered = levels(night, np.full_like(households, home), households)
    *theirs, mine = zip(*(level.gains.tolist() for level in ordered), strict=True)
    weakest = min(theirs)
    if weakest < mine:
        return LIMITS
    at = next(at for at, (one, other) in enumerate(zip(weakest, mine, strict=True)) if one != other)
    return "urgency" if ordered[at].code.startswith("urgency") else ordered[at].code


@pytest.mark.parametrize("seed", range(6))
def test_relaxing_a_rule_opens_exactly_the_homes_it_alone_blocks(seed):
    night = town(seed, 30, 30)
    solution = solve(night)
    units = np.arange(len(night.units))

    for h, referral in enumerate(night.households.id.tolist()):
        answer = why_not(night, solution, referral)
        for line in answer.blocked:
            others = [rule for rule in RULES if rule.code != line.code]
            if line.code == OTHER_CONDITIONS:
                others = [rule for rule in RULES if rule.told]
            opened, _ = allowed(night, units, np.full_like(units, h), others)
            assert len(opened) == answer.eligible + line.alone


def test_the_order_of_what_decided_follows_the_levels():
    night = a_night()
    one = np.array([0])

    codes = [level.code for level in levels(night, one, one)]

    assert [code for code in ORDER if code not in ("urgency", LIMITS)] == [
        code for code in codes if not code.startswith("urgency")
    ]
