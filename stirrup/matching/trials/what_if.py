"""What if: a copy of a night with changes, unless they contradict it or each other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from stirrup.matching.columns import Column, ProblemRefused, Table, find_rows
from stirrup.matching.problem import Problem
from stirrup.matching.relations import Relation
from stirrup.matching.tables import FOR_ANYONE, FOR_NOBODY
from stirrup.matching.trials.tried_changes import (
    WEIGHT_PARTS,
    AlreadySoError,
    Ban,
    Change,
    ChangeRefusedError,
    HeldAndReleasedError,
    Hold,
    HomePinnedTooOftenError,
    HouseholdPinnedTwiceError,
    Pair,
    Pin,
    PinnedAndBannedError,
    PinnedAndHeldError,
    Release,
    UnknownHomeError,
    UnknownHouseholdError,
    Weight,
    WeightChangedTwiceError,
    WeightRefusedError,
)
from stirrup.matching.weights import Weights

__all__ = [
    "WEIGHT_PARTS",
    "AlreadySoError",
    "Ban",
    "Change",
    "ChangeRefusedError",
    "HeldAndReleasedError",
    "Hold",
    "HomePinnedTooOftenError",
    "HouseholdPinnedTwiceError",
    "Pin",
    "PinnedAndBannedError",
    "PinnedAndHeldError",
    "Release",
    "UnknownHomeError",
    "UnknownHouseholdError",
    "Weight",
    "WeightChangedTwiceError",
    "WeightRefusedError",
    "changed",
    "refuse_contradictions",
]


def changed(problem: Problem, changes: Sequence[Change]) -> Problem:
    """Return the problem with every change made; the one given stays as it is.

    Raises one of the kinds of ChangeRefusedError. That a rule forbids a pinned pair is no error:
    the solution names the pin among those it could not meet.
    """
    refuse_contradictions(problem, changes)
    households = problem.households
    pinned = _with_pairs(problem, households.pinned_pairs, changes, Pin)
    banned = _with_pairs(problem, households.banned_pairs, changes, Ban)
    kept_for = problem.units.kept_for.copy()
    kept_for[_rows(problem.units, changes, Hold)] = FOR_NOBODY
    kept_for[_rows(problem.units, changes, Release)] = FOR_ANYONE
    return replace(
        problem,
        units=replace(problem.units, kept_for=kept_for),
        households=replace(households, pinned_pairs=pinned, banned_pairs=banned),
        weights=_weights(problem.weights, changes),
    )


def refuse_contradictions(problem: Problem, changes: Sequence[Change]) -> None:
    """Raise the kind of ChangeRefusedError that says why these cannot be tried together."""
    pins = _pins_in_force(problem)
    for at, change in enumerate(changes):
        _refuse_unknown(problem, change)
        if change in changes[:at] or _is_so(problem, change):
            raise AlreadySoError(change)
        if isinstance(change, Pin):
            _refuse_pin(problem, change, pins)
            pins.append((change.referral_id, change.unit_id))
    for change in changes:
        _refuse_clash(change, changes, pins)


def _refuse_clash(
    change: Change, changes: Sequence[Change], pins: Sequence[tuple[int, int]]
) -> None:
    if isinstance(change, Ban) and (change.referral_id, change.unit_id) in pins:
        raise PinnedAndBannedError(change)
    if isinstance(change, Hold) and any(unit == change.unit_id for _, unit in pins):
        raise PinnedAndHeldError(change)
    if isinstance(change, Release) and Hold(change.unit_id) in changes:
        raise HeldAndReleasedError(change)
    parts = [one.part for one in changes if isinstance(one, Weight)]
    if isinstance(change, Weight) and parts.count(change.part) > 1:
        raise WeightChangedTwiceError(change)


def _pins_in_force(problem: Problem) -> list[tuple[int, int]]:
    pinned = problem.households.pinned_pairs
    h, u = np.divmod(pinned.keys, pinned.width)
    return list(zip(problem.households.id[h].tolist(), problem.units.id[u].tolist(), strict=True))


def _refuse_unknown(problem: Problem, change: Change) -> None:
    if isinstance(change, Pin | Ban) and _row(problem.households, change.referral_id) < 0:
        raise UnknownHouseholdError(change)
    if not isinstance(change, Weight) and _row(problem.units, change.unit_id) < 0:
        raise UnknownHomeError(change)


def _is_so(problem: Problem, change: Change) -> bool:
    """Whether the night holds it before any change; WeightRefusedError for a weight it cannot."""
    if isinstance(change, Weight):
        return _weights(problem.weights, [change]) == problem.weights
    unit = _row(problem.units, change.unit_id)
    if isinstance(change, Hold):
        return bool(problem.units.kept_for[unit] == FOR_NOBODY)
    if isinstance(change, Release):
        return bool(problem.units.kept_for[unit] == FOR_ANYONE)
    households = problem.households
    pairs = households.pinned_pairs if isinstance(change, Pin) else households.banned_pairs
    household = np.array(_row(households, change.referral_id))
    return bool(pairs.holds(household, np.array(unit)))


def _refuse_pin(problem: Problem, pin: Pin, pins: Iterable[tuple[int, int]]) -> None:
    homes = Counter(unit for _, unit in pins)
    if any(referral == pin.referral_id for referral, _ in pins):
        raise HouseholdPinnedTwiceError(pin)
    if homes[pin.unit_id] >= problem.units.places[_row(problem.units, pin.unit_id)]:
        raise HomePinnedTooOftenError(pin)


def _with_pairs(
    problem: Problem, relation: Relation, changes: Iterable[Change], kind: type[Pair]
) -> Relation:
    """The relation with the pairs of one kind of change added."""
    added = [change for change in changes if isinstance(change, kind)]
    h = find_rows(problem.households.id, np.array([one.referral_id for one in added], np.int64))
    u = find_rows(problem.units.id, np.array([one.unit_id for one in added], np.int64))
    keys = np.union1d(relation.keys, h * relation.width + u)
    return Relation(keys, np.zeros_like(keys), relation.width)


def _rows(table: Table, changes: Iterable[Change], kind: type[Hold] | type[Release]) -> Column:
    ids = [change.unit_id for change in changes if isinstance(change, kind)]
    return find_rows(table.id, np.array(ids, np.int64))


def _row(table: Table, id_: int) -> int:
    return int(find_rows(table.id, np.array(id_)))


def _weights(weights: Weights, changes: Iterable[Change]) -> Weights:
    for change in changes:
        if isinstance(change, Weight):
            weights = _with_weight(weights, change)
    return weights


def _with_weight(weights: Weights, change: Weight) -> Weights:
    if change.part not in WEIGHT_PARTS:
        raise WeightRefusedError(change)
    values: dict[str, Any] = {change.part: change.value}
    try:
        return replace(weights, **values)
    except ProblemRefused as refusal:
        raise WeightRefusedError(change) from refusal
