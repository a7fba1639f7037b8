"""The ledger of a back-test: who was housed, how soon, and who gains or loses between policies.

Everything is counted by group. A group of fewer than ten households is not reported: it would
speak of somebody.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from stirrup.matching.columns import Column, Flags
from stirrup.matching.over_time.backtest import Course, run
from stirrup.matching.over_time.class_prices import prices_of
from stirrup.matching.over_time.hindsight import Hindsight, in_hindsight
from stirrup.matching.over_time.policies import Policy
from stirrup.matching.over_time.stream import Stream
from stirrup.matching.relations import COMMUNES
from stirrup.matching.tables import Households
from stirrup.matching.weights import URGENCY_BANDS

SMALLEST_GROUP = 10
FAIR_RATIO_PERCENT = 80
"""A group housed less than this share as often as everybody is pointed out."""
SIZES = (1, 2, 3, 5)
"""The fewest people of each class of household size."""
NO_WISH = -1
"""The commune of those who accept them all."""


@dataclass(frozen=True, eq=False)
class Trial:
    """One stream, what was possible on it, and what each policy did."""

    stream: Stream
    hindsight: Hindsight
    courses: tuple[Course, ...]


def try_policies(stream: Stream, seen: Stream, policies: tuple[Policy, ...]) -> Trial:
    """Run every policy on the same stream with the same past."""
    prices = prices_of(seen)
    courses = tuple(run(stream, policy, seen, prices) for policy in policies)
    return Trial(stream, in_hindsight(stream), courses)


def measures(trial: Trial, course: Course | Hindsight) -> dict[str, float]:
    """Return the figures of one course, those of hindsight being 1 as shares."""
    best = trial.hindsight
    households = trial.stream.everyone.households
    urgent = households.urgency < URGENCY_BANDS - 1
    rare = households.needs_step_free | households.needs_adapted_bathroom
    waited = _waits(trial.stream, course)[course.h]
    return {
        "value": course.value,
        "share_of_hindsight": _share(course.value, best.value),
        "placed": len(course.h),
        "urgent_placed": int(urgent[course.h].sum()),
        "urgent_share": _share(urgent[course.h].sum(), urgent[best.h].sum()),
        "reduced_mobility_placed": int(rare[course.h].sum()),
        "reduced_mobility_share": _share(rare[course.h].sum(), rare[best.h].sum()),
        "median_wait": _quantile(waited, 50),
        "ninth_decile_wait": _quantile(waited, 90),
        "home_nights_kept": getattr(course, "homes_kept", 0),
    }


def by_group(trials: list[Trial], number: int) -> list[dict[str, Any]]:
    """Return how often and how soon each group was housed under a policy, all streams together."""
    housed = np.concatenate([is_housed(trial, number) for trial in trials])
    waits = np.concatenate([_waits(trial.stream, trial.courses[number]) for trial in trials])
    rows = []
    for kind, keys in _groups(trials).items():
        for key in np.unique(keys).tolist():
            members = keys == key
            if members.sum() >= SMALLEST_GROUP:
                rows.append(_group(kind, key, members, housed, waits))
    return rows


def changes_by_group(trials: list[Trial], before: int, after: int) -> list[dict[str, Any]]:
    """Count by group who is housed under one policy and not under the other."""
    first = np.concatenate([is_housed(trial, before) for trial in trials])
    second = np.concatenate([is_housed(trial, after) for trial in trials])
    return [
        {
            "group": kind,
            "key": key,
            "gain": int((members & second & ~first).sum()),
            "lose": int((members & first & ~second).sum()),
        }
        for kind, keys in _groups(trials).items()
        for key in np.unique(keys).tolist()
        if (members := keys == key).sum() >= SMALLEST_GROUP
    ]


def is_housed(trial: Trial, number: int) -> Flags:
    """Say of each household of a stream whether a policy housed it."""
    housed = np.zeros(len(trial.stream.everyone.households), np.bool_)
    housed[trial.courses[number].h] = True
    return housed


def _groups(trials: list[Trial]) -> dict[str, Column]:
    """Return, by kind, the group of each household of all streams."""
    tables = [trial.stream.everyone.households for trial in trials]
    kinds = {
        "association": lambda table: table.association,
        "commune": _first_wish,
        "size": _size,
        "urgency": lambda table: table.urgency,
        "reduced_mobility": _needs_access,
    }
    return {kind: np.concatenate([key(table) for table in tables]) for kind, key in kinds.items()}


def _first_wish(households: Households) -> Column:
    """Return the first commune of each household's wishes."""
    wished = households.accepted_communes
    rows, communes = np.divmod(wished.keys, COMMUNES)
    first = np.full(len(households), NO_WISH)
    order = np.argsort(-wished.values, kind="stable")
    first[rows[order]] = communes[order]
    return first


def _size(households: Households) -> Column:
    sizes: Column = np.array(SIZES)[np.searchsorted(SIZES, households.people, "right") - 1]
    return sizes


def _needs_access(households: Households) -> Column:
    needs: Column = (households.needs_step_free | households.needs_adapted_bathroom).astype(int)
    return needs


def _waits(stream: Stream, course: Course | Hindsight) -> Column:
    """Return how many nights each household waited since it came; -1 if it was not housed."""
    waits = np.full(len(stream.everyone.households), -1)
    came = stream.household_from[course.h] - stream.first_day
    before = stream.everyone.households.waiting_days[course.h]
    waits[course.h] = course.nights - came + before
    return waits


def _group(kind: str, key: int, members: Flags, housed: Flags, waits: Column) -> dict[str, Any]:
    rate, everybody = housed[members].mean(), housed.mean()
    waited = waits[members & housed]
    return {
        "group": kind,
        "key": key,
        "households": int(members.sum()),
        "housed": int(housed[members].sum()),
        "rate": round(float(rate), 4),
        "median_wait": _quantile(waited, 50),
        "ninth_decile_wait": _quantile(waited, 90),
        "behind": bool(100 * rate < FAIR_RATIO_PERCENT * everybody),
    }


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 1.0


def _quantile(waited: Column, percent: int) -> float:
    return float(np.percentile(waited, percent)) if len(waited) else 0.0
