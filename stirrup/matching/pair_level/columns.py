"""What a caller of the pair problem gives, read into columns, or refused by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from stirrup.matching.columns import Column, ProblemRefused
from stirrup.matching.laminar import NO_GROUP, Grouping
from stirrup.matching.pair_level.problem import PairProblem

LARGEST_NODE = 2**24
LARGEST_USE = 2**40
"""Of a use, a capacity or a number of places: no sum over millions of pairs can wrap."""
LARGEST_VALUE = 2**59
LARGEST_SEED = 2**31 - 1
"""Of CP-SAT."""


@dataclass(frozen=True)
class Knapsack:
    """What each pair uses of the capacity of its right node."""

    use: Any
    """For each pair, a whole number, 0 or more."""
    capacities: Any
    """For each knapsack, a whole number, 0 or more."""
    of: Any = None
    """For each right node, the index of its knapsack, or -1; None gives each its own, in order."""


def read_problem(
    left: Any,
    right: Any,
    value: Any,
    places: Any,
    left_caps: Sequence[Grouping],
    right_caps: Sequence[Grouping],
    knapsack: Knapsack | None,
    every_left: bool,
    lefts: int | None,
) -> PairProblem:
    """Return the problem that the arguments of `best_pairs` state, in the order given."""
    left = read_column("left", left, high=LARGEST_NODE)
    right = read_column("right", right, len(left), high=LARGEST_NODE)
    value = read_column("value", value, len(left), -LARGEST_VALUE, LARGEST_VALUE)
    places = None if places is None else read_column("places", places)
    left_count = _count_nodes("left", left, _told_lefts(lefts, left_caps))
    right_count = _count_nodes("right", right, _told_rights(places, right_caps, knapsack))
    use, holders = _read_knapsack(knapsack, len(left), right_count)
    return PairProblem(
        left,
        right,
        value,
        use,
        left_count,
        np.ones(right_count, np.int64) if places is None else places,
        _read_caps("left_caps", left_caps, left_count),
        _read_caps("right_caps", right_caps, right_count),
        holders,
        every_left,
    )


def read_column(
    name: str, given: Any, length: int | None = None, low: int = 0, high: int = LARGEST_USE
) -> Column:
    """Return whole numbers as an int64 column; ProblemRefused names it when it is not that."""
    try:
        column = np.asarray(given)
    except ValueError:
        raise ProblemRefused(f"{name}: one column expected") from None
    if column.ndim != 1 or (length is not None and len(column) != length):
        wanted = "one column" if length is None else f"{length} values"
        raise ProblemRefused(f"{name}: {wanted} expected, not shape {column.shape}")
    if not len(column):
        return np.empty(0, np.int64)
    if column.dtype.kind not in "iu":
        raise ProblemRefused(f"{name}: whole numbers of 64 bits expected, not {column.dtype}")
    if column.min() < low or column.max() > high:
        raise ProblemRefused(f"{name}: outside {low} to {high}")
    return column.astype(np.int64)


def _read_caps(name: str, caps: Sequence[Grouping], nodes: int) -> tuple[Grouping, ...]:
    """Return groupings over so many nodes, checked."""
    return tuple(
        _read_grouping(f"{name}[{at}]", cap.of, cap.capacities, nodes)
        for at, cap in enumerate(caps)
    )


def _read_knapsack(knapsack: Knapsack | None, pairs: int, rights: int) -> tuple[Column, Grouping]:
    """Return what each pair uses, and which knapsack each right node draws on."""
    if knapsack is None:
        none = Grouping(np.full(rights, NO_GROUP), np.empty(0, np.int64))
        return np.zeros(pairs, np.int64), none
    of = np.arange(rights) if knapsack.of is None else knapsack.of
    grouping = _read_grouping("knapsack", of, knapsack.capacities, rights)
    return read_column("knapsack.use", knapsack.use, pairs), grouping


def _told_lefts(lefts: int | None, caps: Sequence[Grouping]) -> dict[str, int]:
    """Return what tells how many left nodes there are."""
    told = {f"left_caps[{at}].of": np.size(cap.of) for at, cap in enumerate(caps)}
    if lefts is None:
        return told
    if type(lefts) is not int or not 0 <= lefts <= LARGEST_NODE:
        raise ProblemRefused(f"lefts: a whole number from 0 to {LARGEST_NODE} expected")
    return {"lefts": lefts} | told


def _told_rights(
    places: Any, caps: Sequence[Grouping], knapsack: Knapsack | None
) -> dict[str, int]:
    """Return what tells how many right nodes there are."""
    told = {} if places is None else {"places": np.size(places)}
    told |= {f"right_caps[{at}].of": np.size(cap.of) for at, cap in enumerate(caps)}
    if knapsack is not None:
        each = knapsack.of is None
        told["knapsack"] = np.size(knapsack.capacities if each else knapsack.of)
    return told


def _count_nodes(name: str, ends: Column, told: dict[str, int]) -> int:
    """Return how many nodes a side has: as told, or one more than the last index."""
    least = int(ends.max(initial=-1)) + 1
    first, count = next(iter(told.items()), (name, least))
    for source, other in told.items():
        if other != count:
            raise ProblemRefused(f"{source}: {other} nodes, where {first} tells {count}")
    if count < least:
        raise ProblemRefused(f"{name}: index {least - 1} is beyond the {count} of {first}")
    return count


def check_options(every_left: bool, minimise: bool, time_limit: float, seed: int) -> None:
    """Refuse what is neither true nor false, no positive number of seconds, no seed of CP-SAT."""
    for name, flag in (("every_left", every_left), ("minimise", minimise)):
        if not isinstance(flag, bool):
            raise ProblemRefused(f"{name}: true or false expected")
    is_number = isinstance(time_limit, int | float) and not isinstance(time_limit, bool)
    if not is_number or not isfinite(time_limit) or time_limit <= 0:
        raise ProblemRefused("time_limit: a positive number of seconds expected")
    if type(seed) is not int or not 0 <= seed <= LARGEST_SEED:
        raise ProblemRefused(f"seed: a whole number from 0 to {LARGEST_SEED} expected")


def _read_grouping(name: str, of: Any, capacities: Any, nodes: int) -> Grouping:
    limits = read_column(f"{name}.capacities", capacities)
    return Grouping(read_column(f"{name}.of", of, nodes, NO_GROUP, len(limits) - 1), limits)
