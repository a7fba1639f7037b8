"""Invented links between the households of a territory, for measures: never taken from people."""

from typing import Any

import numpy as np

from stirrup.matching.problem import HOUSEHOLD_COLUMNS

GROUP, DISTANCE = HOUSEHOLD_COLUMNS.index("link_group"), HOUSEHOLD_COLUMNS.index("link_km")


def link_pairs(rows: dict[str, Any], seed: int, percent: float, km: float) -> dict[str, Any]:
    """Link so many percent of the households two by two, drawn at random, within a distance."""
    if not percent:
        return rows
    households = [list(row) for row in rows["households"]]
    pairs = round(len(households) * percent / 200)
    drawn = np.random.default_rng(seed).permutation(len(households))[: 2 * pairs]
    for at, row in enumerate(drawn.tolist()):
        households[row][GROUP], households[row][DISTANCE] = 1 + at // 2, float(km)
    return rows | {"households": [tuple(row) for row in households]}
