"""A stream: households and homes over many nights, and who of them is there on one of these."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Any, Self, TypeVar

import numpy as np

from stirrup.matching.columns import Column, ProblemRefused, Table, declared_columns
from stirrup.matching.over_time.worth import Possible, possible_some_day
from stirrup.matching.places import Places
from stirrup.matching.problem import Problem
from stirrup.matching.relations import COMMUNES, Relation
from stirrup.matching.tables import ALONE, Households

T = TypeVar("T", bound=Table)


@dataclass(frozen=True, eq=False)
class Stream:
    """Everyone and every home of some nights. Days are `date.toordinal()`, periods half-open."""

    everyone: Problem
    """All households and all homes at once; its business date is the first night."""
    nights: int
    household_from: Column
    household_until: Column
    """The first night on which a household is no longer there, housed or not."""
    unit_from: Column
    unit_until: Column

    def __post_init__(self) -> None:
        if self.nights < 1:
            raise ProblemRefused("Stream.nights: at least one")
        for name, table in (("household", self.everyone.households), ("unit", self.everyone.units)):
            for column in (getattr(self, f"{name}_from"), getattr(self, f"{name}_until")):
                if column.shape != (len(table),) or column.dtype != np.int64:
                    raise ProblemRefused(f"Stream.{name}: one day for each row expected")

    @classmethod
    def from_days(
        cls,
        everyone: Problem,
        nights: int,
        households: Mapping[int, tuple[date, date]],
        units: Mapping[int, tuple[date, date]],
    ) -> Self:
        """Build from the first day and the end of each household and home, by id.

        Links between households are left out: they are seldom there on the same nights.
        """
        households_alone = replace(
            everyone.households, link_group=np.full_like(everyone.households.link_group, ALONE)
        )
        return cls(
            replace(everyone, households=households_alone),
            nights,
            *_columns(everyone.households.id, households),
            *_columns(everyone.units.id, units),
        )

    @cached_property
    def possible(self) -> Possible:
        """All pairs that the rules allow on some day or other, with what they are worth."""
        return possible_some_day(self.everyone)

    @property
    def stays(self) -> Column:
        """For how many nights each household is there if it is not housed."""
        return self.household_until - self.household_from

    @property
    def openings(self) -> Column:
        """For how many nights each home is open if nobody takes it."""
        return self.unit_until - self.unit_from

    @property
    def first_day(self) -> int:
        """The day of the first night."""
        return self.everyone.business_date.toordinal()

    @property
    def end(self) -> int:
        """The day after the last night."""
        return self.first_day + self.nights


def _columns(ids: Column, periods: Mapping[int, tuple[date, date]]) -> tuple[Column, Column]:
    days = [[day.toordinal() for day in periods[id_]] for id_ in ids.tolist()]
    first, end = np.array(days, np.int64).reshape(-1, 2).T
    return first.copy(), end.copy()


def night_of(stream: Stream, day: int, h: Column, u: Column, places: Column) -> Problem:
    """Return the problem of one night: rising household rows and unit rows of the stream.

    `places`: how many each of these homes still has free.
    Whoever came to the stream some days ago has waited so much longer.
    """
    everyone = stream.everyone
    units = _rows(everyone.units, u)
    households = _households(everyone.households, h, u)
    waited = (day - stream.household_from[h]).clip(min=0)
    return replace(
        everyone,
        business_date=date.fromordinal(day),
        units=replace(units, places=places, free_from=np.maximum(units.free_from, day)),
        households=replace(households, waiting_days=households.waiting_days + waited),
    )


def _rows(table: T, at: Column) -> T:
    return replace(
        table, **{name: getattr(table, name)[at] for name in declared_columns(type(table))}
    )


def _households(households: Households, h: Column, u: Column) -> Households:
    """Take some rows, with what each has several of."""
    row_of = np.full(len(households), -1)
    row_of[h] = np.arange(len(h))
    parts = {part.name: getattr(households, part.name) for part in fields(households)}
    taken: dict[str, Any] = {
        name: Places(part.latitude[h], part.longitude[h], part.km[h])
        for name, part in parts.items()
        if isinstance(part, Places)
    }
    relations = {name: part for name, part in parts.items() if isinstance(part, Relation)}
    for name, relation in relations.items():
        of_communes = name.endswith("_communes")
        taken[name] = _communes(relation, row_of) if of_communes else _pairs(relation, row_of, u)
    columns = {name: parts[name][h] for name in declared_columns(Households)}
    return Households(**columns, **taken)


def _communes(relation: Relation, row_of: Column) -> Relation:
    households, others = np.divmod(relation.keys, COMMUNES)
    return Relation.linking(row_of[households], others, relation.values, COMMUNES)


def _pairs(relation: Relation, row_of: Column, u: Column) -> Relation:
    households, units = np.divmod(relation.keys, relation.width)
    others = np.full(relation.width, -1)
    others[u] = np.arange(len(u))
    return Relation.linking(row_of[households], others[units], relation.values, max(len(u), 1))
