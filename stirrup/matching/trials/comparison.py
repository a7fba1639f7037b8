"""Two solutions of one night side by side: who gains, who loses, what it costs in plain numbers."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.places import positions
from stirrup.matching.problem import Problem
from stirrup.matching.scoring import levels
from stirrup.matching.solution import OPTIMAL, Solution, rows_of_pairs
from stirrup.matching.weights import URGENCY_BANDS

NOWHERE = -1
SIZES = (1, 2, 3, 5)
"""Numbers of people at which another group of households begins."""
WITHOUT_A_COST = ("pins", "lots")


class LevelChange(NamedTuple):
    """One level of the objective that is not what it was, by the weights of the night itself."""

    code: str
    before: int
    after: int


class Move(NamedTuple):
    """What becomes of one household; None is no home."""

    referral_id: int
    unit_before: int | None
    unit_after: int | None


class Share(NamedTuple):
    """How many households of a group get a home, or how many homes of a group are used."""

    key: int
    """An association's id, a commune's number, or the fewest people of a group of sizes."""
    of: int
    """Ready households of the group, or free places."""
    before: int
    after: int


@dataclass(frozen=True)
class Outcome:
    """One solution in figures that anyone can add up."""

    placed: int
    by_band: tuple[int, ...]
    waiting_days: int
    """Of all who get a home, together."""
    kilometres: float | None
    """From the home to the farthest place to stay near, on average; None when nobody states one."""
    proved: bool


@dataclass(frozen=True)
class Comparison:
    """Moves are in order of referral id; groups are those that have anything to count."""

    before: Outcome
    after: Outcome
    levels: tuple[LevelChange, ...]
    """In the order in which they decide; ties and pins have no cost."""
    gaining: tuple[Move, ...]
    losing: tuple[Move, ...]
    moving: tuple[Move, ...]
    by_association: tuple[Share, ...]
    by_commune: tuple[Share, ...]
    by_people: tuple[Share, ...]

    @property
    def is_the_same(self) -> bool:
        """Whether every household has the home it had, or none as before."""
        return not (self.gaining or self.losing or self.moving)

    @property
    def costs(self) -> tuple[LevelChange, ...]:
        """The levels that reach less than before."""
        return tuple(level for level in self.levels if level.after < level.before)


def compare(problem: Problem, before: Solution, after: Solution) -> Comparison:
    """Compare two solutions of one night; `problem` is the night without the changes.

    Nothing about who people are can be compared: the problem has no column for it.
    """
    homes = np.stack([_home_of_each(problem, solution) for solution in (before, after)])
    had, has = homes
    households, units = problem.households, problem.units
    return Comparison(
        before=_outcome(problem, before),
        after=_outcome(problem, after),
        levels=_level_changes(problem, before, after),
        gaining=_moves(problem, homes, (had == NOWHERE) & (has != NOWHERE)),
        losing=_moves(problem, homes, (had != NOWHERE) & (has == NOWHERE)),
        moving=_moves(problem, homes, (had != NOWHERE) & (has != NOWHERE) & (had != has)),
        by_association=_shares_of_households(homes, households.association),
        by_commune=_shares_of_homes(homes, units.commune, units.places),
        by_people=_shares_of_households(homes, _size(households.people)),
    )


def _home_of_each(problem: Problem, solution: Solution) -> Column:
    """The unit row of each household row, or NOWHERE."""
    u, h = rows_of_pairs(problem, solution)
    homes = np.full(len(problem.households), NOWHERE)
    homes[h] = u
    return homes


def _outcome(problem: Problem, solution: Solution) -> Outcome:
    u, h = rows_of_pairs(problem, solution)
    households = problem.households
    bands = np.bincount(households.urgency[h], minlength=URGENCY_BANDS)
    return Outcome(
        placed=len(h),
        by_band=tuple(bands.tolist()),
        waiting_days=int(households.waiting_days[h].sum()),
        kilometres=_kilometres(problem, u, h),
        proved=solution.status == OPTIMAL,
    )


def _kilometres(problem: Problem, u: Column, h: Column) -> float | None:
    anchors = problem.households.anchors
    places = positions(anchors.latitude[h], anchors.longitude[h])
    steps = problem.units.position[u][:, None] - places
    metres = np.where(anchors.km[h] < 0, NOWHERE, np.sqrt((steps * steps).sum(axis=-1)))
    farthest = metres.max(axis=-1, initial=NOWHERE)
    stated = farthest[farthest >= 0]
    return float(stated.mean()) / 1_000 if len(stated) else None


def _level_changes(problem: Problem, before: Solution, after: Solution) -> tuple[LevelChange, ...]:
    first, second = (
        [(level.code, int(level.gains.sum())) for level in levels(problem, *rows)]
        for rows in (rows_of_pairs(problem, before), rows_of_pairs(problem, after))
    )
    return tuple(
        LevelChange(code, was, is_now)
        for (code, was), (_, is_now) in zip(first, second, strict=True)
        if was != is_now and code not in WITHOUT_A_COST
    )


def _moves(problem: Problem, homes: Column, chosen: Column) -> tuple[Move, ...]:
    ids = np.append(problem.units.id, NOWHERE)
    rows = np.flatnonzero(chosen)
    return tuple(
        Move(referral, *(None if unit == NOWHERE else unit for unit in units))
        for referral, units in zip(
            problem.households.id[rows].tolist(), ids[homes[:, rows]].T.tolist(), strict=True
        )
    )


def _size(people: Column) -> Column:
    sizes = np.array(SIZES)
    group: Column = sizes[np.searchsorted(sizes, people, "right") - 1]
    return group


def _shares_of_households(homes: Column, group: Column) -> tuple[Share, ...]:
    counted = [np.ones_like(group), homes[0] != NOWHERE, homes[1] != NOWHERE]
    return _shares(group, counted)


def _shares_of_homes(homes: Column, group: Column, places: Column) -> tuple[Share, ...]:
    used = [np.bincount(rows[rows != NOWHERE], minlength=len(group)) for rows in homes]
    return _shares(group, [places, *used])


def _shares(group: Column, counted: list[Column]) -> tuple[Share, ...]:
    keys, at = np.unique(group, return_inverse=True)
    totals = [np.bincount(at, column, len(keys)).astype(np.int64).tolist() for column in counted]
    return tuple(Share(*row) for row in zip(keys.tolist(), *totals, strict=True))
