"""What a household has several of: communes and pairs, as sorted keys."""

from dataclasses import dataclass
from typing import Annotated, Self

import numpy as np

from stirrup.matching.columns import (
    Column,
    Flags,
    IdColumn,
    ProblemRefused,
    RawRows,
    find_rows,
    read_columns,
    whole,
)

COMMUNES = 100_000
"""The loader numbers communes from 0, below this."""


@dataclass(frozen=True, eq=False)
class CommuneRow:
    """A household and a commune."""

    household: IdColumn
    commune: Annotated[Column, whole(0, COMMUNES - 1)]


@dataclass(frozen=True, eq=False)
class RankedCommuneRow(CommuneRow):
    """The same with its rank among the wishes: 1 is the first."""

    rank: Annotated[Column, whole(1, 1_000)]


@dataclass(frozen=True, eq=False)
class PairRow:
    """A household and a unit."""

    household: IdColumn
    unit: IdColumn


@dataclass(frozen=True, eq=False)
class Relation:
    """Which others each household is linked to.

    A key is `household row * width + other`, and keys rise: one binary search answers for any
    number of pairs, and memory follows the links stated, not households times communes.
    """

    keys: Column
    values: Column
    width: int

    def __post_init__(self) -> None:
        if len(self.keys) != len(self.values) or (np.diff(self.keys) <= 0).any():
            raise ProblemRefused("Relation.keys: the keys must rise, each once")
        self.keys.flags.writeable = False
        self.values.flags.writeable = False

    @classmethod
    def linking(cls, households: Column, others: Column, values: Column, width: int) -> Self:
        """Link rows to others, leaving out unknown ones (-1); stated twice, the least counts."""
        known = (households >= 0) & (others >= 0)
        keys, values = (households * width + others)[known], values[known]
        order = np.lexsort((values, keys))
        keys, first = np.unique(keys[order], return_index=True)
        return cls(keys, values[order][first], width)

    def joined(self, other: "Relation") -> "Relation":
        """Return the links of both, of the same width and without values."""
        keys = np.union1d(self.keys, other.keys)
        return Relation(keys, np.zeros_like(keys), self.width)

    def value(self, households: Column, others: Column, default: int) -> Column:
        """Return the value of each link, or the default where there is none."""
        if not len(self.keys):
            shape = np.broadcast_shapes(np.shape(households), np.shape(others))
            return np.full(shape, default)
        wanted = np.asarray(households * self.width + others)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[at] == wanted, self.values[at], default)

    def holds(self, households: Column, others: Column) -> Flags:
        """Say for each pair whether the link exists; values are never negative."""
        return self.value(households, others, -1) >= 0


def read_ranked_communes(household_ids: Column, rows: RawRows) -> Relation:
    """Link households to the communes they accept; the value is the rank."""
    read = read_columns(RankedCommuneRow, rows)
    found = find_rows(household_ids, read["household"])
    return Relation.linking(found, read["commune"], read["rank"], COMMUNES)


def read_communes(household_ids: Column, rows: RawRows) -> Relation:
    """Link households to communes."""
    read = read_columns(CommuneRow, rows)
    found = find_rows(household_ids, read["household"])
    return Relation.linking(found, read["commune"], np.zeros_like(found), COMMUNES)


def read_pairs(household_ids: Column, unit_ids: Column, rows: RawRows) -> Relation:
    """Link households to units; a pair about a home or a household not open tonight is left out."""
    read = read_columns(PairRow, rows)
    found = find_rows(household_ids, read["household"])
    others = find_rows(unit_ids, read["unit"])
    return Relation.linking(found, others, np.zeros_like(found), max(len(unit_ids), 1))
