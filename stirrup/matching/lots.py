"""Lots: the seeded draw that breaks ties, a function of seed and ids and of nothing else."""

import numpy as np

from stirrup.matching.columns import Column

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)


def draw(seed: int, referral_ids: Column, unit_ids: Column, lots: int) -> Column:
    """Return one lot for each pair, from 0 to lots - 1: neither order nor date of creation shows.

    Steps of splitmix64 (Steele, Lea and Flood, 2014). Unsigned columns wrap here on purpose.
    """
    mixed = _mix(np.full(1, seed, np.uint64))
    mixed = _mix(mixed + referral_ids.astype(np.uint64))
    mixed = _mix(mixed + unit_ids.astype(np.uint64))
    drawn: Column = (mixed % np.uint64(lots)).astype(np.int64)
    return drawn


def _mix(column: Column) -> Column:
    """Mix a column of its caller's making, in place."""
    column += GOLDEN
    column ^= column >> np.uint64(30)
    column *= FIRST
    column ^= column >> np.uint64(27)
    column *= SECOND
    column ^= column >> np.uint64(31)
    return column
