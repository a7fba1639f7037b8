"""Points on the ground and distances between them, in whole metres so that every machine agrees."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, NamedTuple, Self

import numpy as np

from stirrup.matching.columns import (
    Column,
    Flags,
    IdColumn,
    ProblemRefused,
    RawRows,
    find_rows,
    measure,
    read_columns,
)

EARTH_METRES = 6_371_009
"""Mean radius of the Earth."""
EMPTY = -1.0
"""The kilometres of an empty slot."""


@dataclass(frozen=True, eq=False)
class PlaceRow:
    """A point that matters to a household, and a distance around it."""

    household: IdColumn
    latitude: Annotated[Column, measure(-90, 90)]
    longitude: Annotated[Column, measure(-180, 180)]
    km: Annotated[Column, measure(0, 1_000)]


class Stated(NamedTuple):
    """How far positions lie from the places that are stated, and how far they may."""

    shape: tuple[int, ...]
    """Of the question: pairs, then slots."""
    cells: tuple[Column, ...]
    """Which of its cells are stated."""
    squared_metres: Column
    reach: Column


@dataclass(frozen=True, eq=False)
class Places:
    """A few circles for each household: columns of shape (households, slots), some slots empty."""

    latitude: Column
    longitude: Column
    km: Column

    def __post_init__(self) -> None:
        columns = (self.latitude, self.longitude, self.km)
        if any(column.shape != self.km.shape or column.dtype != np.float64 for column in columns):
            raise ProblemRefused("Places: the three columns must have one shape of float64")
        for column in columns:
            column.flags.writeable = False

    @classmethod
    def from_rows(cls, household_ids: Column, rows: RawRows) -> Self:
        """Spread the places of each known household over slots, in an order of their own."""
        read = read_columns(PlaceRow, rows)
        read["household"] = find_rows(household_ids, read["household"])
        order = np.lexsort((read["km"], read["longitude"], read["latitude"], read["household"]))
        order = order[read["household"][order] >= 0]
        households = read["household"][order]
        slots = np.arange(len(order)) - np.searchsorted(households, households)
        shape = (len(household_ids), int(slots.max(initial=-1)) + 1)
        columns = {"latitude": np.zeros(shape), "longitude": np.zeros(shape)}
        columns["km"] = np.full(shape, EMPTY)
        for name, column in columns.items():
            column[households, slots] = read[name][order]
        return cls(**columns)

    def are_stated(self, households: Column) -> Flags:
        """Say for each slot whether it holds a place; shape (..., slots)."""
        return self._reach[households] >= 0

    def are_near(self, households: Column, position: Column) -> Flags:
        """Say for each slot whether a position lies within its circle; an empty one is not near."""
        stated = self._stated(households, position)
        near = np.zeros(stated.shape, np.bool_)
        near[stated.cells] = stated.squared_metres <= stated.reach * stated.reach
        return near

    def share_left(self, households: Column, position: Column, most: int) -> Column:
        """Return, from 0 to `most`, how much of the accepted distance the hardest place leaves.

        Every square root here is that of an exact whole number, hence the same everywhere.
        """
        stated = self._stated(households, position)
        metres = np.sqrt(stated.squared_metres).astype(np.int64)
        left = most * (stated.reach - metres) // np.maximum(stated.reach, 1)
        share = np.full(stated.shape, most)
        share[stated.cells] = np.where(stated.reach > 0, left.clip(0, most), most)
        hardest: Column = share.min(axis=-1, initial=most)
        return hardest

    def _stated(self, households: Column, position: Column) -> "Stated":
        """Measure from each stated place alone: most households name none."""
        shape = np.broadcast_shapes(np.shape(households), position.shape[:-1])
        households = np.broadcast_to(households, shape)
        cells = self.are_stated(households).nonzero()
        household, slot = households[cells[:-1]], cells[-1]
        away = np.broadcast_to(position, (*shape, 3))[cells[:-1]] - self._position[household, slot]
        return Stated(
            (*shape, self.km.shape[1]),
            cells,
            (away * away).sum(axis=-1),
            self._reach[household, slot],
        )

    @cached_property
    def _position(self) -> Column:
        return positions(self.latitude, self.longitude)

    @cached_property
    def _reach(self) -> Column:
        return np.where(self.km < 0, -1, chord_metres(np.maximum(self.km, 0)))


def positions(latitude: Column, longitude: Column) -> Column:
    """Return points of the globe as whole metres from its centre; shape (..., 3)."""
    north, east = np.radians(latitude), np.radians(longitude)
    across = np.cos(north)
    axes = (across * np.cos(east), across * np.sin(east), np.sin(north))
    metres: Column = np.rint(np.stack(axes, axis=-1) * EARTH_METRES).astype(np.int64)
    return metres


def chord_metres(km: Column) -> Column:
    """Return the straight line under an arc of so many kilometres, in whole metres."""
    half_angle = km * 1_000 / (2 * EARTH_METRES)
    metres: Column = np.rint(2 * EARTH_METRES * np.sin(half_angle)).astype(np.int64)
    return metres
