"""Points on the ground and distances between them, in whole metres so that every machine agrees."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Self

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
        reach = self._reach[households]
        return (self._squared_metres(households, position) <= reach * reach) & (reach >= 0)

    def share_left(self, households: Column, position: Column, most: int) -> Column:
        """Return, from 0 to `most`, how much of the accepted distance the hardest place leaves.

        Every square root here is that of an exact whole number, hence the same everywhere.
        """
        metres = np.sqrt(self._squared_metres(households, position)).astype(np.int64)
        reach = self._reach[households]
        left = most * (reach - metres) // np.maximum(reach, 1)
        hardest: Column = np.where(reach > 0, left.clip(0, most), most).min(axis=-1, initial=most)
        return hardest

    def _squared_metres(self, households: Column, position: Column) -> Column:
        steps = position[..., None, :] - self._position[households]
        squared: Column = (steps * steps).sum(axis=-1)
        return squared

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
