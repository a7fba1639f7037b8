"""Small territories with every family of rules, against all assignments that there are."""

import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import pytest

from stirrup.matching.checker import check
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.places import chord_metres
from stirrup.matching.problem import HOUSEHOLD_COLUMNS, UNIT_COLUMNS, Problem
from stirrup.matching.scoring import levels
from stirrup.matching.solution import OPTIMAL, Solution
from stirrup.matching.solver import solve
from stirrup.matching.tables import FOR_NOBODY
from stirrup.matching.weights import Weights
from tests.core.matching.situations import MONDAY, TODAY, a_household, a_unit

TERRITORIES = range(300)
CENTRES = {0: (50.63, 3.06), 1: (50.69, 3.17), 2: (50.72, 3.16)}
NEEDS = [name for name in HOUSEHOLD_COLUMNS if name.startswith("needs_")]
OFFERS = (
    "step_free",
    "lift",
    "adapted_bathroom",
    "own_kitchen",
    "quiet",
    "parking",
    "cot_possible",
)
LINKED = ({}, {1: 1, 2: 1}, {}, {1: 1, 3: 1, 2: 2, 4: 2}, {2: 1, 3: 1, 4: 1}, {})
"""In turn, which household is in which group; the others are alone."""
BARE = Weights(fit=0, access=0, wishes=0, distance=0)
"""Nothing to say between homes, so that yesterday's proposals do."""
FOR_ALL = {"kept_for": 0, "shared": False, "pets": 2, "association": -1, "link_group": 0}
"""What is said when it makes no difference."""
FAMILIES = (
    "capacities",
    "owner_capacities",
    "building_capacities",
    "accepted_communes",
    "refused_communes",
    "excluded_communes",
    "safety_zones",
    "anchors",
    "declined_pairs",
    "banned_pairs",
    "standing_pairs",
    "pinned_pairs",
    *FOR_ALL,
)


@cache
def a_territory(seed: int) -> Problem:
    """Five or six households and five homes; limits and choices of every kind."""
    return Problem.from_rows(**_rows(seed))


@cache
def solved(seed: int) -> Solution:
    return solve(a_territory(seed))


def without(seed: int, family: str) -> Problem:
    """The same territory, once a whole family of rules is left out."""
    rows = _rows(seed)
    if family in rows:
        return Problem.from_rows(**rows | {family: []})
    table, names = (
        ("households", HOUSEHOLD_COLUMNS) if family == "link_group" else ("units", UNIT_COLUMNS)
    )
    at = names.index(family)
    changed = [(*row[:at], FOR_ALL[family], *row[at + 1 :]) for row in rows[table]]
    return Problem.from_rows(**rows | {table: changed})


def _rows(seed: int) -> dict[str, Any]:
    draw = random.Random(seed)
    households, homes = range(1, 6 + seed % 2), range(1, 6)
    pairs = list(product(households, homes))
    communes = list(product(households, CENTRES))
    return {
        "business_date": MONDAY,
        "seed": seed,
        "units": [_a_home(draw, number) for number in homes],
        "households": [
            _some_people(draw, number, LINKED[seed % len(LINKED)].get(number, 0))
            for number in households
        ],
        "capacities": [(7, draw.randint(0, 2)), (8, draw.randint(1, 2))],
        "owner_capacities": [(1, draw.randint(0, 2)), (2, draw.randint(1, 3))],
        "building_capacities": [(1, draw.randint(0, 2)), (2, draw.randint(1, 2))],
        "accepted_communes": [(*wish, draw.randint(1, 3)) for wish in _some(draw, 0.2, communes)],
        "refused_communes": _some(draw, 0.1, communes),
        "excluded_communes": _some(draw, 0.1, communes),
        "safety_zones": [(who, *CENTRES[where], 1.5) for who, where in _some(draw, 0.1, communes)],
        "anchors": [(who, *CENTRES[where], 4.0) for who, where in _some(draw, 0.1, communes)],
        "declined_pairs": _some(draw, 0.1, pairs),
        "banned_pairs": _some(draw, 0.1, pairs),
        "standing_pairs": _some(draw, 0.5, pairs),
        "pinned_pairs": _some(draw, 0.25, pairs),
        "weights": BARE if seed % 3 == 0 else Weights(),
    }


def _some(draw: random.Random, share: float, among: list[Any]) -> list[Any]:
    return [each for each in among if draw.random() < share]


def _a_home(draw: random.Random, number: int) -> tuple[Any, ...]:
    """Offer much, so that what decides is mostly limits, choices and places."""
    commune, floor = draw.choice(list(CENTRES)), draw.randint(0, 3)
    latitude, longitude = CENTRES[commune]
    places = draw.choice((1, 1, 2))
    return a_unit(
        id=number,
        commune=commune,
        latitude=latitude + draw.uniform(-0.01, 0.01),
        longitude=longitude + draw.uniform(-0.01, 0.01),
        owner=draw.choice((-1, -1, 1, 2)),
        building=draw.choice((-1, 1, 2)),
        kept_for=draw.choice((*[0] * 16, 1, 16, 31, FOR_NOBODY)),
        association=draw.choice((*[-1] * 6, 7)),
        max_people=draw.randint(3, 6),
        bedrooms=draw.randint(2, 4),
        places=places,
        shared=places > 1,
        pets=draw.randint(0, 2),
        floor=floor,
        ground_floor=floor == 0,
        **{offer: draw.random() < 0.85 for offer in OFFERS},
    )


def _some_people(draw: random.Random, number: int, group: int) -> tuple[Any, ...]:
    return a_household(
        id=number,
        people=draw.randint(1, 3),
        bedrooms_needed=draw.choice((0, 1, 2, 2, 2, 3)),
        accepts_shared=draw.random() < 0.7,
        pets=draw.choice((0, 0, 0, 0, 1, 2)),
        max_floor_without_lift=draw.choice((99, 99, 99, 99, 1)),
        earliest_entry=TODAY + draw.choice((*[0] * 9, 100)),
        latest_entry=TODAY + 120,
        urgency=draw.randint(0, 3),
        waiting_days=draw.choice((0, 1, 2, 30)),
        association=draw.choice((7, 8, 9, 9)),
        link_group=group,
        link_km=draw.choice((2.0, 9.0)),
        **{need: draw.random() < 0.08 for need in NEEDS},
    )


def every_assignment(problem: Problem) -> Iterator[tuple[int, ...]]:
    """Yield the positions of eligible pairs that respect every capacity, limit and link."""
    u, h = (column.tolist() for column in eligible_pairs(problem))
    draws_on = [
        (("home", home), *_limits(problem, home, household))
        for home, household in zip(u, h, strict=True)
    ]
    left = dict(_rooms(problem))

    def extend(household: int, chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if household == len(problem.households):
            yield chosen
            return
        yield from extend(household + 1, chosen)
        for at in (at for at, row in enumerate(h) if row == household):
            used = Counter(room for taken in (*chosen, at) for room in draws_on[taken])
            if all(used[room] <= left.get(room, used[room]) for room in draws_on[at]):
                yield from extend(household + 1, (*chosen, at))

    for chosen in extend(0, ()):
        if _are_linked(problem, {h[at]: u[at] for at in chosen}):
            yield chosen


def _limits(problem: Problem, home: int, household: int) -> Iterator[tuple[str, int]]:
    yield "association", int(problem.households.association[household])
    yield "owner", int(problem.units.owner[home])
    yield "building", int(problem.units.building[home])


def _rooms(problem: Problem) -> Iterator[tuple[tuple[str, int], int]]:
    for home, places in enumerate(problem.units.places.tolist()):
        yield ("home", home), places
    tables = (problem.capacities, problem.owner_capacities, problem.building_capacities)
    for kind, table in zip(("association", "owner", "building"), tables, strict=True):
        for number, remaining in zip(table.id.tolist(), table.remaining.tolist(), strict=True):
            yield (kind, number), max(remaining, 0)


def _are_linked(problem: Problem, homes: dict[int, int]) -> bool:
    """Say whether each group has all its homes or none, each pair of them near enough."""
    groups = problem.households.link_group.tolist()
    for group in set(groups) - {0}:
        members = [row for row, each in enumerate(groups) if each == group]
        placed = [problem.units.position[homes[row]] for row in members if row in homes]
        reach = int(chord_metres(min(problem.households.link_km[members])))
        if placed and len(placed) < len(members):
            return False
        if any(((one - other) ** 2).sum() > reach**2 for one in placed for other in placed):
            return False
    return True


def best(problem: Problem) -> tuple[tuple[int, ...], set[tuple[tuple[int, int], ...]], int]:
    """Return the best totals by level, every way to reach them, and the most households placed.

    The most is among those that keep as many pins.
    """
    u, h = eligible_pairs(problem)
    gains = [level.gains.tolist() for level in levels(problem, u, h)]
    totals = {
        chosen: tuple(sum(level[at] for at in chosen) for level in gains)
        for chosen in every_assignment(problem)
    }
    highest = max(totals.values())
    ids = problem.households.id[h].tolist(), problem.units.id[u].tolist()
    ways = {
        tuple((ids[0][at], ids[1][at]) for at in chosen)
        for chosen, total in totals.items()
        if total == highest
    }
    most = max(len(chosen) for chosen, total in totals.items() if total[0] == highest[0])
    return highest, ways, most


@pytest.mark.parametrize("seed", TERRITORIES)
def test_a_small_territory_is_the_best_of_all_assignments(seed):
    problem = a_territory(seed)
    totals, ways, most = best(problem)

    solution = solved(seed)

    assert tuple(level.value for level in solution.levels) == totals
    assert solution.pairs in ways
    assert solution.status == OPTIMAL
    assert solution.price_of_urgency == most - solution.placed
    assert check(problem, solution) == ()


def test_most_territories_can_place_somebody_and_many_place_several():
    placed = Counter(solved(seed).placed for seed in TERRITORIES)

    assert len(TERRITORIES) - placed[0] > 200
    assert sum(count for number, count in placed.items() if number >= 2) > 80


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_of_rules_decides_some_territories(family):
    seeds = TERRITORIES[:100]

    decided = [solve(without(seed, family)).pairs != solved(seed).pairs for seed in seeds]

    assert sum(decided) >= 3
