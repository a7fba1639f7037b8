"""The best pairs of columns: as good as every possible choice says, and never a wrong word."""

from collections import Counter
from itertools import product

import numpy as np
import pytest

from stirrup.matching.pairing import Grouping, Knapsack, Status, best_pairs


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
