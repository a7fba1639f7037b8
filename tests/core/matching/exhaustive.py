"""Every solution of a small night, by exhaustion: what no solver may pass, and must reach."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.places import chord_metres
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import levels
from stirrup.matching.territories.linked_towns import link_pairs
from stirrup.matching.territories.simulation import town
from tests.core.matching.situations import raw_rows

LIMITS = ("capacities", "owner_capacities", "building_capacities")


@dataclass(frozen=True)
class Best:
    """The best totals by level, the pairs that reach them, and how many solutions there are."""

    totals: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    most: int
    """Households placed at most among the solutions that meet as many pins as possible."""
    feasible: int
    tried: int


def best_of_all(problem: Problem) -> Best:
    """Try every household in every home or in none."""
    u, h = eligible_pairs(problem)
    choices = _choices(len(problem.households), h)
    home = np.append(u, -1)[choices]
    kept = choices[_feasible(problem, home)]
    gains = np.array([np.append(level.gains, 0) for level in levels(problem, u, h)])
    totals = gains[:, kept].sum(axis=2)
    order = np.lexsort(totals[::-1])
    chosen = kept[order[-1]]
    chosen = chosen[chosen < len(u)]
    placed = (kept < len(u)).sum(axis=1)
    ids = zip(
        problem.households.id[h[chosen]].tolist(), problem.units.id[u[chosen]].tolist(), strict=True
    )
    return Best(
        totals=tuple(totals[:, order[-1]].tolist()),
        pairs=tuple(sorted(ids)),
        most=int(placed[totals[0] == totals[0].max()].max()),
        feasible=len(kept),
        tried=len(choices),
    )


def tangled_town(seed: int, families: str = "aobplk") -> Problem:
    """Return a small town with some kinds of limits, chosen by the letters of `families`.

    a associations, o owners, b buildings, p pins, l linked households, k homes kept.
    """
    draw = np.random.default_rng(seed)
    base = town(seed, 4 + seed % 3, 6, communes=2, associations=2, demands=0.1)
    rows = raw_rows(base)
    _limit(rows, draw, families)
    households = [list(row) for row in rows["households"]]
    if "l" in families:
        sizes = [[2], [3], [2, 2]][seed % 3]
        members = draw.permutation(len(households))[: sum(sizes)].tolist()
        for group, size in enumerate(sizes, start=1):
            for _ in range(size):
                households[members.pop()][-2:] = group, float(draw.choice([0.5, 5, 15, 50]))
    if "p" in families:
        count = int(draw.integers(1, 4))
        rows["pinned_pairs"] = [
            (int(draw.integers(1, len(households) + 1)), int(draw.integers(1, 7)))
            for _ in range(count)
        ]
    return Problem.from_rows(**rows | {"households": households})


def linked_town(
    seed: int, households: int, units: int, groups: int, km: float, weights: Any = None
) -> Problem:
    """Return a town in which so many pairs of households are linked."""
    rows = raw_rows(town(seed, households, units, communes=4, associations=4, weights=weights))
    return Problem.from_rows(**link_pairs(rows, seed, 200 * groups / households, km))


def _limit(rows: dict[str, Any], draw: np.random.Generator, families: str) -> None:
    units = [list(row) for row in rows["units"]]
    for unit in units:
        owner, building = draw.integers(-1, 3, 2).tolist()
        unit[-3] = owner if "o" in families and owner > 0 else -1
        unit[-2] = building if "b" in families and building > 0 else -1
        unit[-1] = int(draw.choice([0, 0, 0, 0, 0, 0, 0, 1, 16, 32])) if "k" in families else 0
    rows["units"] = units
    for name, letter in zip(LIMITS, "aob", strict=True):
        rows[name] = [
            (number, int(draw.choice([-1, 1, 1, 2, 2, 3, 3])))
            for number in (1, 2)
            if letter in families
        ]


def _choices(households: int, h: Any) -> Any:
    """Return, one row for each combination, the pair of each household, or `len(h)` for none."""
    homes = [np.append(np.flatnonzero(h == row), len(h)) for row in range(households)]
    return np.stack(np.meshgrid(*homes, indexing="ij"), axis=-1).reshape(-1, households)


def _feasible(problem: Problem, home: Any) -> Any:
    units, households = problem.units, problem.households
    placed = home >= 0
    kept = np.ones(len(home), bool)
    for row, places in enumerate(units.places.tolist()):
        kept &= (home == row).sum(axis=1) <= places
    for capacities, used in (
        (problem.capacities, np.where(placed, households.association, -1)),
        (problem.owner_capacities, np.where(placed, units.owner[home], -1)),
        (problem.building_capacities, np.where(placed, units.building[home], -1)),
    ):
        for number, remaining in zip(
            capacities.id.tolist(), capacities.remaining.tolist(), strict=True
        ):
            kept &= (used == number).sum(axis=1) <= max(0, remaining)
    for group in set(households.link_group.tolist()) - {0}:
        kept &= _together(problem, home, np.flatnonzero(households.link_group == group))
    return kept


def _together(problem: Problem, home: Any, members: Any) -> Any:
    homes = home[:, members]
    position = problem.units.position[homes]
    steps = position[:, :, None] - position[:, None, :]
    reach = int(chord_metres(problem.households.link_km[members].min()))
    near = ((steps * steps).sum(axis=-1) <= reach * reach).all(axis=(1, 2))
    return (homes < 0).all(axis=1) | ((homes >= 0).all(axis=1) & near)
