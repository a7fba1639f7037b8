"""The best pairs of columns: as good as every possible choice says, and never a wrong word."""

from collections import Counter
from itertools import product

import numpy as np
import pytest

from stirrup.matching.columns import ProblemRefused
from stirrup.matching.flow import FlowFailed
from stirrup.matching.pair_level.columns import read_problem
from stirrup.matching.pair_level.pairing import (
    Grouping,
    Knapsack,
    Pairing,
    Status,
    best_pairs,
    check,
)
from stirrup.matching.pair_level.search import Outcome


def pairs(lefts, rights, share, draw):
    left, right = np.nonzero(draw.random((lefts, rights)) < share)
    return left, right


def some_caps(draw, nodes):
    """No caps, one grouping, two nested ones or two that may cross."""
    kind = draw.integers(4)
    inner = draw.integers(-1, 3, nodes)
    outer = np.where(inner >= 0, inner // 2, -1) if kind == 2 else draw.integers(-1, 2, nodes)
    first = Grouping(inner, draw.integers(0, 3, 3))
    second = Grouping(outer, draw.integers(1, 4, 2))
    return ((), (first,), (first, second), (first, second))[kind]


def situation(seed):
    """A tiny problem with every kind of limit now and then."""
    draw = np.random.default_rng(seed)
    lefts, rights = int(draw.integers(1, 5)), int(draw.integers(1, 5))
    left, right = pairs(lefts, rights, 0.8, draw)
    every_left = bool(draw.integers(2))
    given = {
        "left": left,
        "right": right,
        "value": draw.integers(-3, 10, len(left)),
        "places": draw.integers(0, 4, rights),
        "right_caps": some_caps(draw, rights),
        "left_caps": () if every_left and draw.random() < 0.7 else some_caps(draw, lefts),
        "every_left": every_left,
        "minimise": bool(draw.integers(2)),
        "lefts": lefts,
    }
    if draw.random() < 0.6:
        of = None if draw.random() < 0.7 else draw.integers(-1, 2, rights)
        capacities = draw.integers(0, 9, rights if of is None else 2)
        given["knapsack"] = Knapsack(draw.integers(0, 6, len(left)), capacities, of)
    return given


def keeps_all(given, chosen):
    left, right = given["left"][chosen], given["right"][chosen]
    if max(Counter(left.tolist()).values(), default=0) > 1:
        return False
    if given["every_left"] and len(chosen) < given["lefts"]:
        return False
    if any(np.bincount(right, minlength=len(given["places"])) > given["places"]):
        return False
    for ends, caps in ((left, given["left_caps"]), (right, given["right_caps"])):
        for cap in caps:
            groups = Counter(cap.of[ends].tolist())
            if any(groups[row] > most for row, most in enumerate(cap.capacities.tolist())):
                return False
    knapsack = given.get("knapsack")
    if knapsack is None:
        return True
    of = np.arange(len(given["places"])) if knapsack.of is None else knapsack.of
    used = np.zeros(len(knapsack.capacities), int)
    for pair, node in zip(chosen, right.tolist(), strict=True):
        if of[node] >= 0:
            used[of[node]] += knapsack.use[pair]
    return bool((used <= knapsack.capacities).all())


def best_of_all(given):
    """The best value over every choice, or None where none is possible."""
    options = [
        [None, *np.flatnonzero(given["left"] == node).tolist()] for node in range(given["lefts"])
    ]
    values = []
    for picks in product(*options):
        chosen = [pick for pick in picks if pick is not None]
        if keeps_all(given, chosen):
            values.append(int(given["value"][chosen].sum()))
    if not values:
        return None
    return min(values) if given["minimise"] else max(values)


@pytest.mark.parametrize("seed", range(400))
def test_the_value_is_the_best_of_every_possible_choice(seed):
    given = situation(seed)

    found = best_pairs(**given)

    best = best_of_all(given)
    assert found.value == best
    if best is None:
        assert found.status is Status.INFEASIBLE
    else:
        assert found.status is Status.OPTIMAL
        assert keeps_all(given, list(found.positions))
        assert int(given["value"][list(found.positions)].sum()) == found.value == found.bound


def test_the_situations_cover_every_kind():
    kinds = Counter()
    for seed in range(400):
        given = situation(seed)
        best = best_of_all(given)
        kinds["infeasible"] += best is None
        kinds["every_left"] += given["every_left"] and best is not None
        kinds["knapsack"] += "knapsack" in given
        kinds["two groupings"] += len(given["right_caps"]) == 2
        kinds["minimise"] += given["minimise"] and best not in (None, 0)

    assert min(kinds.values()) > 50, kinds


def test_the_example_of_the_module_holds():
    found = best_pairs(left=[0, 0, 1], right=[0, 1, 0], value=[5, 4, 3])

    assert found == Pairing((1, 2), 7, 7, 0.0, Status.OPTIMAL)


def test_nothing_to_choose_is_optimal():
    assert best_pairs([], [], []) == Pairing((), 0, 0, 0.0, Status.OPTIMAL)


def test_pairs_that_bring_nothing_are_left():
    assert best_pairs([0, 1], [0, 1], [-4, 0]).positions == ()


def test_costs_alone_are_avoided_unless_every_left_node_must_be_assigned():
    costs = {"left": [0, 1], "right": [0, 1], "value": [4, 1], "minimise": True}

    assert best_pairs(**costs).value == 0
    assert best_pairs(**costs, every_left=True).value == 5


def test_a_pair_given_twice_is_taken_once_at_its_better_value():
    found = best_pairs([0, 0, 1], [0, 0, 0], [3, 8, 1], places=[2])

    assert (found.positions, found.value) == ((1, 2), 9)


def test_a_home_without_places_takes_nobody():
    found = best_pairs([0], [0], [5], places=[0], every_left=True)

    assert (found.status, found.stuck, found.value) == (Status.INFEASIBLE, (0,), None)


def test_a_left_node_without_a_pair_is_named():
    found = best_pairs([0, 2], [0, 1], [1, 1], every_left=True)

    assert (found.status, found.stuck) == (Status.INFEASIBLE, (1,))


def test_a_left_group_that_must_take_more_than_it_can_is_named():
    cap = Grouping(np.array([0, -1, 0]), np.array([1]))

    found = best_pairs([0, 1, 2], [0, 1, 2], [1, 1, 1], left_caps=[cap], every_left=True)

    assert (found.status, found.stuck) == (Status.INFEASIBLE, (0, 2))


@pytest.mark.parametrize("seed", range(60))
def test_the_left_nodes_named_cannot_be_assigned_by_themselves(seed):
    """Nor is one named that could be left out: those named lack one place, or a few."""
    draw = np.random.default_rng(seed)
    left, right = pairs(6, 4, 0.4, draw)
    cap = Grouping(draw.integers(-1, 2, 4), draw.integers(0, 4, 2))
    given = {"left": left, "right": right, "value": left * 0, "places": draw.integers(0, 3, 4)}

    found = best_pairs(**given, right_caps=[cap], lefts=6, every_left=True)

    if found.status is Status.INFEASIBLE:
        among = np.isin(left, found.stuck)
        alone = {"left": left[among], "right": right[among], "value": np.ones(among.sum(), int)}
        most = best_pairs(**alone, places=given["places"], right_caps=[cap], lefts=6)
        assert 0 <= most.value < len(found.stuck)
    else:
        assert len(found.positions) == 6


def test_values_up_to_the_guard_are_exact_and_beyond_it_refused():
    largest = 2**59 // 7

    assert best_pairs([0, 1], [0, 1], [largest, largest]).value == 2 * largest
    with pytest.raises(ProblemRefused, match=f"value: beyond {largest}"):
        best_pairs([0, 1], [0, 1], [largest + 1, 1])


def test_values_too_large_for_a_search_keep_their_bound():
    value = np.array([2**55, 2**55 + 1, 2**55 + 2])
    knapsack = Knapsack([3, 3, 3], [8])

    found = best_pairs([0, 1, 2], [0, 0, 0], value, places=[3], knapsack=knapsack)

    assert found.value == 2**56 + 3
    assert found.value <= found.bound
    assert found.status in (Status.OPTIMAL, Status.FEASIBLE)


def test_large_uses_over_many_right_nodes_are_exact():
    draw = np.random.default_rng(1)
    left, right = np.divmod(np.arange(60), 10)
    use = draw.integers(2**38, 2**39, 60)
    knapsack = Knapsack(use, np.full(10, 2**39 + 2**38))

    found = best_pairs(left, right, draw.integers(1, 50, 60), places=[3] * 10, knapsack=knapsack)

    used = np.zeros(10, np.int64)
    np.add.at(used, right[list(found.positions)], use[list(found.positions)])
    assert (used <= knapsack.capacities).all()
    assert found.status is Status.OPTIMAL


def test_large_uses_are_exact():
    knapsack = Knapsack([2**39, 2**39, 2**39 + 1], [2**40])

    found = best_pairs([0, 1, 2], [0, 0, 0], [5, 5, 6], places=[3], knapsack=knapsack)

    assert (found.value, found.status) == (10, Status.OPTIMAL)


GOOD = {"left": [0, 1], "right": [0, 1], "value": [3, 4]}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"left": [0, -1]}, "left"),
        ({"left": [0.0, 1.0]}, "left"),
        ({"left": [[0, 1]]}, "left"),
        ({"left": [[0], [0, 1]]}, "left"),
        ({"left": [0, 2**40]}, "left"),
        ({"right": [0]}, "right"),
        ({"value": [1.5, float("nan")]}, "value"),
        ({"value": [True, False]}, "value"),
        ({"value": ["3", "4"]}, "value"),
        ({"value": [None, 1]}, "value"),
        ({"value": [2**70, 1]}, "value"),
        ({"value": [-(2**60), 1]}, "value"),
        ({"places": [1]}, "right"),
        ({"places": [1, -1]}, "places"),
        ({"places": 1}, "places"),
        ({"lefts": 1}, "left"),
        ({"lefts": -1}, "lefts"),
        ({"left_caps": [Grouping([0], [1])]}, "left"),
        ({"left_caps": [Grouping([0, 1], [1])]}, r"left_caps\[0\].of"),
        ({"right_caps": [Grouping([0, 0], [-1])]}, r"right_caps\[0\].capacities"),
        ({"right_caps": [Grouping([0, 0, 0], [1])], "places": [1, 1]}, r"right_caps\[0\].of"),
        ({"knapsack": Knapsack([1], [1, 1])}, "knapsack.use"),
        ({"knapsack": Knapsack([1, -1], [1, 1])}, "knapsack.use"),
        ({"knapsack": Knapsack([1, 1], [1, 1.5])}, "knapsack.capacities"),
        ({"knapsack": Knapsack([1, 1], [5], [0, 1])}, "knapsack.of"),
        ({"every_left": 1}, "every_left"),
        ({"minimise": None}, "minimise"),
        ({"time_limit": 0}, "time_limit"),
        ({"time_limit": float("nan")}, "time_limit"),
        ({"time_limit": "60"}, "time_limit"),
        ({"seed": -1}, "seed"),
        ({"seed": 1.0}, "seed"),
    ],
)
def test_what_is_not_as_stated_is_refused_by_name(change, named):
    with pytest.raises(ProblemRefused, match=f"^{named}: "):
        best_pairs(**(GOOD | change))


@pytest.mark.parametrize(
    ("chosen", "bound"), [([0, 1], 7), ([1, 2], 6), ([2], 7)], ids=["twice", "bound", "missing"]
)
def test_pairs_that_break_a_limit_or_pass_their_bound_are_never_returned(chosen, bound):
    problem = read_problem([0, 0, 1], [0, 1, 0], [5, 4, 3], None, (), (), None, True, None)

    check(problem, Outcome(np.array([1, 2]), 7, False))
    with pytest.raises(FlowFailed):
        check(problem, Outcome(np.array(chosen), bound, False))
