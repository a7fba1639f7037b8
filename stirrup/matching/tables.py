"""The tables of a night: open units, ready households, what associations can still support."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated

import numpy as np

from stirrup.matching.columns import (
    LARGEST_ID,
    Column,
    FlagColumn,
    Flags,
    IdColumn,
    Table,
    declared_columns,
    measure,
    whole,
)
from stirrup.matching.places import Places, positions
from stirrup.matching.relations import COMMUNES, Relation
from stirrup.matching.weights import URGENCY_BANDS

ANY_ASSOCIATION = -1
NO_GROUP = -1
"""An owner or a building without a limit of its own."""
ALONE = 0
"""The link group of a household that moves by itself."""
LARGEST_DAY = date.max.toordinal()
MANY_BEDROOMS = 3
"""Bedrooms needed from which homes are rare."""

KEPT_FOR = (
    "needs_step_free",
    "needs_lift",
    "needs_ground_floor",
    "needs_adapted_bathroom",
    "needs_many_bedrooms",
)
"""What a home may be kept for: bit i of `Units.kept_for` stands for the i-th of these."""
FOR_ANYONE = 0
FOR_NOBODY = 1 << len(KEPT_FOR)
"""A home held back altogether: no household has this bit."""


@dataclass(frozen=True, eq=False)
class Units(Table):
    """Open homes. Days are `date.toordinal()`; booleans say what the home offers."""

    places: Annotated[Column, whole(1, 100)]
    """Free places: how many households it can still hold."""
    bedrooms: Annotated[Column, whole(0, 50)]
    min_people: Annotated[Column, whole(0, 100)]
    max_people: Annotated[Column, whole(0, 100)]
    """Already lowered to the occupation ceiling by surface."""
    commune: Annotated[Column, whole(0, COMMUNES - 1)]
    latitude: Annotated[Column, measure(-90, 90)]
    longitude: Annotated[Column, measure(-180, 180)]
    step_free: FlagColumn
    lift: FlagColumn
    adapted_bathroom: FlagColumn
    ground_floor: FlagColumn
    own_kitchen: FlagColumn
    quiet: FlagColumn
    parking: FlagColumn
    cot_possible: FlagColumn
    floor: Annotated[Column, whole(-10, 200)]
    shared: FlagColumn
    pets: Annotated[Column, whole(0, 2)]
    """0 none, 1 small, 2 any."""
    free_from: Annotated[Column, whole(1, LARGEST_DAY)]
    latest_entry: Annotated[Column, whole(1, LARGEST_DAY)]
    """Last first day such that six months fit the landlord's window."""
    association: Annotated[Column, whole(ANY_ASSOCIATION, LARGEST_ID)]
    """The only association that may use the home, or -1."""
    owner: Annotated[Column, whole(NO_GROUP, LARGEST_ID)]
    building: Annotated[Column, whole(NO_GROUP, LARGEST_ID)]
    """Of which a row of the capacities may limit how many households move in."""
    kept_for: Annotated[Column, whole(FOR_ANYONE, FOR_NOBODY)]
    """Tonight only for households with one of these needs, bits of KEPT_FOR; 0 is for anyone."""

    @cached_property
    def position(self) -> Column:
        """Where the homes stand, as whole metres from the centre of the Earth; shape (n, 3)."""
        return positions(self.latitude, self.longitude)


@dataclass(frozen=True, eq=False)
class Households(Table):
    """Ready households: functional needs, refusals, wishes, dates. Nothing about who they are."""

    people: Annotated[Column, whole(1, 100)]
    bedrooms_needed: Annotated[Column, whole(0, 50)]
    needs_step_free: FlagColumn
    needs_lift: FlagColumn
    needs_ground_floor: FlagColumn
    needs_adapted_bathroom: FlagColumn
    needs_own_kitchen: FlagColumn
    needs_quiet: FlagColumn
    needs_parking: FlagColumn
    needs_cot: FlagColumn
    max_floor_without_lift: Annotated[Column, whole(0, 99)]
    """99 is no limit."""
    accepts_shared: FlagColumn
    pets: Annotated[Column, whole(0, 2)]
    """0 none, 1 small, 2 large."""
    earliest_entry: Annotated[Column, whole(1, LARGEST_DAY)]
    latest_entry: Annotated[Column, whole(1, LARGEST_DAY)]
    urgency: Annotated[Column, whole(0, URGENCY_BANDS - 1)]
    """0 no shelter tonight, 1 ends within 7 days, 2 within 30 days, 3 stable."""
    waiting_days: Annotated[Column, whole(0, 100_000)]
    association: IdColumn
    link_group: Annotated[Column, whole(ALONE, LARGEST_ID)]
    """Households of one group are all housed, near each other, or none is; 0 is alone."""
    link_km: Annotated[Column, measure(0, 1_000)]
    """How far apart the homes of the group may lie at most; the strictest of its members counts."""

    accepted_communes: Relation
    """With their rank; a household without any accepts them all."""
    refused_communes: Relation
    excluded_communes: Relation
    safety_zones: Places
    anchors: Places
    declined_pairs: Relation
    banned_pairs: Relation
    standing_pairs: Relation
    """Yesterday's proposals that nobody has reviewed."""
    pinned_pairs: Relation
    """What a reviewer asks for before everything else."""

    @cached_property
    def lists_communes(self) -> Flags:
        """Say which households name the communes that they accept."""
        listed = np.zeros(len(self), np.bool_)
        listed[self.accepted_communes.keys // COMMUNES] = True
        return listed

    @cached_property
    def needs_many_bedrooms(self) -> Flags:
        """Say which households need more bedrooms than most homes have."""
        many: Flags = self.bedrooms_needed >= MANY_BEDROOMS
        return many

    @cached_property
    def rare_needs(self) -> Column:
        """Return the needs for which a home may be kept, as bits of KEPT_FOR."""
        bits = [getattr(self, need).astype(np.int64) << bit for bit, need in enumerate(KEPT_FOR)]
        needs: Column = np.bitwise_or.reduce(bits)
        return needs


@dataclass(frozen=True, eq=False)
class Capacities(Table):
    """How many more households each association, owner or building can take; absent: no limit."""

    remaining: Annotated[Column, whole(-1_000_000, 1_000_000)]
    """Below 0 when it already has more than it said."""

    @cached_property
    def left(self) -> Column:
        """What can still be used tonight."""
        return self.remaining.clip(min=0)


UNIT_COLUMNS = tuple(declared_columns(Units))
HOUSEHOLD_COLUMNS = tuple(declared_columns(Households))
CAPACITY_COLUMNS = tuple(declared_columns(Capacities))
