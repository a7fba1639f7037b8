"""Pair problems from files: OR-Library assignment, generalised assignment, and our own columns.

Assignment (assign100 ...): n, then n x n costs, row by row; or (assignp800 ...) n, then lines of
`i j cost` for the pairs that exist, from 1. Every item is assigned, at the least cost.

Generalised assignment (gap1 ... gap12, gapa ... gapd): how many problems; for each of them m
agents and n jobs, m x n costs, m x n uses, m capacities. Every job is assigned, for the most
value; gapa to gapd are meant to be minimised. J. E. Beasley, "OR-Library: distributing test
problems by electronic mail", Journal of the Operational Research Society 41 (1990).

Columns (.json): an object with the arguments of `best_pairs` that state a problem. `left`,
`right`, `value` are lists; optional are `places`, `left_caps` and `right_caps` (lists of
`{"of": [...], "capacities": [...]}`), `knapsack` (`{"use", "capacities", "of"}`), `every_left`,
`minimise` and `lefts`.
"""

import json
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from stirrup.matching.columns import Column, ProblemRefused
from stirrup.matching.laminar import Grouping
from stirrup.matching.pair_level.columns import Knapsack
from stirrup.matching.pair_level.pairing import Pairing, best_pairs

COLUMNS = {
    "left", "right", "value", "places", "left_caps", "right_caps", "knapsack", "every_left",
    "minimise", "lefts",
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Solve the problems of a file; print one line of JSON for each, and return the exit status."""
    options = _options(arguments)
    try:
        for number, problem in enumerate(read(options.file.read_text("utf-8")), start=1):
            sense = problem if options.minimise is None else {"minimise": options.minimise}
            started = perf_counter()
            found = best_pairs(
                **(problem | sense), time_limit=options.time_limit, seed=options.seed
            )
            line = _line(number, problem, found, perf_counter() - started, options.pairs)
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
    except (OSError, ValueError) as refused:
        sys.stderr.write(f"{options.file}: {refused}\n")
        return 2
    return 0


def read(text: str) -> list[dict[str, Any]]:
    """Return the problems of a file, as arguments of `best_pairs`; ProblemRefused if it has none.

    The three formats of numbers are told apart by how many numbers there are.
    """
    if text.lstrip().startswith("{"):
        return [_columns(text)]
    try:
        numbers = np.array(text.split(), np.int64)
    except (ValueError, OverflowError):
        raise ProblemRefused("whole numbers of 64 bits expected") from None
    count = int(numbers[0]) if len(numbers) else 0
    if count > 0 and len(numbers) == 1 + count * count:
        return [_assignment(count, numbers[1:])]
    problems = list(_generalised(numbers))
    if problems and len(problems) == count:
        return problems
    if count > 0 and len(numbers) % 3 == 1:
        return [_sparse_assignment(numbers[1:].reshape(-1, 3), count)]
    raise ProblemRefused("neither an assignment, nor a generalised assignment, nor columns")


def _assignment(count: int, costs: Column) -> dict[str, Any]:
    left, right = np.divmod(np.arange(count * count), count)
    return _one_each(count, left, right, costs)


def _sparse_assignment(lines: Column, count: int) -> dict[str, Any]:
    ends = lines[:, :2]
    if (ends < 1).any() or (ends > count).any():
        raise ProblemRefused(f"each line must name two items from 1 to {count}")
    return _one_each(count, ends[:, 0] - 1, ends[:, 1] - 1, lines[:, 2])


def _one_each(count: int, left: Column, right: Column, costs: Column) -> dict[str, Any]:
    return {
        "left": left,
        "right": right,
        "value": costs,
        "places": np.ones(count, np.int64),
        "every_left": True,
        "minimise": True,
        "lefts": count,
    }


def _generalised(numbers: Column) -> Iterator[dict[str, Any]]:
    """Yield problems as long as numbers follow that can be one; nothing if some are left over."""
    at, starts = 1, []
    while at + 2 <= len(numbers):
        agents, jobs = numbers[at : at + 2].tolist()
        if not 0 < agents <= len(numbers) or not 0 < jobs <= len(numbers):
            return
        starts.append((at + 2, agents, jobs))
        at += 2 + 2 * agents * jobs + agents
    if at == len(numbers):
        yield from (_one_generalised(numbers[start:], m, n) for start, m, n in starts)


def _one_generalised(numbers: Column, agents: int, jobs: int) -> dict[str, Any]:
    pairs = agents * jobs
    costs, uses = numbers[:pairs], numbers[pairs : 2 * pairs]
    right, left = np.divmod(np.arange(pairs), jobs)
    return {
        "left": left,
        "right": right,
        "value": costs,
        "places": np.full(agents, jobs),
        "knapsack": Knapsack(uses, numbers[2 * pairs : 2 * pairs + agents]),
        "every_left": True,
        "minimise": False,
        "lefts": jobs,
    }


def _columns(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except ValueError as broken:
        raise ProblemRefused(f"not JSON: {broken}") from None
    unknown = sorted(set(given) - COLUMNS)
    missing = sorted({"left", "right", "value"} - set(given))
    if unknown or missing:
        raise ProblemRefused(f"unknown: {unknown}, missing: {missing}")
    try:
        for side in ("left_caps", "right_caps"):
            if side in given:
                given[side] = tuple(Grouping(**cap) for cap in given[side])
        if given.get("knapsack") is not None:
            given["knapsack"] = Knapsack(**given["knapsack"])
    except TypeError:
        raise ProblemRefused("a cap has `of` and `capacities`, a knapsack `use` too") from None
    return dict(given)


def _line(
    number: int, problem: dict[str, Any], found: Pairing, seconds: float, with_pairs: bool
) -> dict[str, Any]:
    line: dict[str, Any] = {
        "problem": number,
        "value": found.value,
        "bound": found.bound,
        "gap": found.gap,
        "status": found.status,
        "seconds": round(seconds, 3),
    }
    if found.stuck:
        line["stuck"] = list(found.stuck)
    if with_pairs:
        at = list(found.positions)
        chosen = np.array([problem["left"], problem["right"]])[:, at]
        line["pairs"] = chosen.T.tolist()
    return line


def _options(arguments: list[str]) -> Namespace:
    parser = ArgumentParser(
        "python -m stirrup.matching pairs",
        description=__doc__,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path)
    sense = parser.add_mutually_exclusive_group()
    sense.add_argument("--minimise", action="store_true", default=None)
    sense.add_argument("--maximise", action="store_false", dest="minimise")
    parser.add_argument("--time-limit", type=float, default=60.0, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pairs", action="store_true", help="print [left, right] of each pair")
    return parser.parse_args(arguments)
