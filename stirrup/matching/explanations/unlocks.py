"""Unlocks: the smallest changes to what a household asks that would open homes to it.

One change at a time; two only where no single one opens any home. Each unlock is exact: with the
changes made as stated, these homes become eligible and no others. A home that another condition
keeps away is in none of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from stirrup.matching.columns import Column, Flags
from stirrup.matching.explanations.levers import ONLY, Criterion, Lever, levers
from stirrup.matching.explanations.tonight import Tonight

MOST_COUPLES = 12
"""Most couples of changes told."""


@dataclass(frozen=True)
class Change:
    """One answer moved: to this commune, so many kilometres more, to this day, size or floor."""

    kind: str
    value: int
    place: int = ONLY
    """Which of the places to stay near, as the snapshot numbers them."""


@dataclass(frozen=True)
class Unlock:
    """What would have to change, together, and the homes that it would open."""

    changes: tuple[Change, ...]
    unit_ids: tuple[int, ...]
    free: int
    """How many of these homes nobody takes tonight."""

    @property
    def homes(self) -> int:
        """How many homes it opens."""
        return len(self.unit_ids)


def minimal_unlocks(
    tonight: Tonight, h: int, failing: dict[Criterion, Flags]
) -> tuple[Unlock, ...]:
    """Return the unlocks of one household row, those that open most first."""
    unmet = np.sum(list(failing.values()), axis=0)
    moved = levers(tonight.problem, h, failing)
    found = list(_single(tonight, moved, unmet)) or list(_couples(tonight, moved, unmet))
    return tuple(sorted(found, key=lambda unlock: (-unlock.homes, -unlock.free)))


def _single(tonight: Tonight, moved: Sequence[Lever], unmet: Column) -> Iterator[Unlock]:
    for lever in moved:
        for value in lever.steps(unmet == 1):
            opened = lever.fails & lever.opens(value) & (unmet == 1)
            yield _unlock(tonight, [(lever, value)], opened)


def _couples(tonight: Tonight, moved: Sequence[Lever], unmet: Column) -> Iterator[Unlock]:
    """Two levers of different rules, for the homes that fail these two rules and no other."""
    found: list[Unlock] = []
    for one, other in combinations(moved, 2):
        both = one.fails & other.fails & (unmet == 2)
        reached = both & one.possible & other.possible
        if one.criterion != other.criterion and reached.any():
            for values in _values(one, other, reached):
                together = list(zip((one, other), values, strict=True))
                met = [lever.opens(value) for lever, value in together]
                found.append(_unlock(tonight, together, both & met[0] & met[1]))
    yield from sorted(found, key=lambda unlock: -unlock.homes)[:MOST_COUPLES]


def _values(one: Lever, other: Lever, homes: Flags) -> list[list[int]]:
    """Return how far both must move together for some of these homes, the commonest first."""
    asked = np.stack([one.needed[homes], other.needed[homes]], axis=1)
    values, counts = np.unique(asked, axis=0, return_counts=True)
    told: list[list[int]] = values[np.argsort(-counts, kind="stable")][:MOST_COUPLES].tolist()
    return told


def _unlock(tonight: Tonight, values: Sequence[tuple[Lever, int]], opened: Flags) -> Unlock:
    changes = tuple(Change(lever.kind, value, lever.criterion[1]) for lever, value in values)
    ids = tuple(tonight.problem.units.id[opened].tolist())
    return Unlock(changes, ids, int(tonight.takes_more[opened].sum()))
