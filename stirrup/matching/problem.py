"""The night's problem: open units, ready households, capacities and weights, frozen and checked."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any, Self

import numpy as np

from stirrup.matching import snapshot
from stirrup.matching.columns import Column, ProblemRefused, RawRows, read_table
from stirrup.matching.places import Places
from stirrup.matching.relations import read_communes, read_pairs, read_ranked_communes
from stirrup.matching.tables import (
    CAPACITY_COLUMNS,
    HOUSEHOLD_COLUMNS,
    UNIT_COLUMNS,
    Capacities,
    Households,
    Units,
)
from stirrup.matching.weights import Weights

__all__ = [
    "CAPACITY_COLUMNS",
    "HOUSEHOLD_COLUMNS",
    "UNIT_COLUMNS",
    "Capacities",
    "Households",
    "Problem",
    "ProblemRefused",
    "Units",
    "Weights",
]

FORMAT = 2
TABLES = {
    "units": Units,
    "households": Households,
    "capacities": Capacities,
    "owner_capacities": Capacities,
    "building_capacities": Capacities,
}
LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True, eq=False)
class Problem:
    """All that the night is given; two equal problems have equal digests, whatever their origin."""

    business_date: date
    seed: int
    units: Units
    households: Households
    capacities: Capacities
    """Of associations: how many more households they can support."""
    owner_capacities: Capacities
    building_capacities: Capacities
    """How many more households may move into the homes of one owner, or of one building."""
    weights: Weights

    def __post_init__(self) -> None:
        if not 0 <= self.seed <= LARGEST_SEED:
            raise ProblemRefused(f"Problem.seed: outside 0 to {LARGEST_SEED}")

    @classmethod
    def from_rows(
        cls,
        *,
        business_date: date,
        seed: int,
        units: RawRows,
        households: RawRows,
        capacities: RawRows = (),
        owner_capacities: RawRows = (),
        building_capacities: RawRows = (),
        weights: Weights | None = None,
        accepted_communes: RawRows = (),
        refused_communes: RawRows = (),
        excluded_communes: RawRows = (),
        safety_zones: RawRows = (),
        anchors: RawRows = (),
        declined_pairs: RawRows = (),
        banned_pairs: RawRows = (),
        standing_pairs: RawRows = (),
        pinned_pairs: RawRows = (),
    ) -> Self:
        """Build from raw tuples in any order.

        Tables: UNIT_COLUMNS, HOUSEHOLD_COLUMNS; CAPACITY_COLUMNS of associations, owners and
        buildings. Accepted communes: (household id, commune, rank from 1). Refused and excluded
        ones: (household id, commune). Anchors and safety zones: (household id, latitude,
        longitude, km). Pairs: (household id, unit id).
        Rows about a household or a unit that is not in the tables are left out.
        """
        unit_columns = read_table(Units, units)
        # A home free since last year is free from today: nobody moves in yesterday.
        unit_columns["free_from"] = np.maximum(unit_columns["free_from"], business_date.toordinal())
        columns = read_table(Households, households)
        ids, unit_ids = columns["id"], unit_columns["id"]
        return cls(
            business_date,
            seed,
            Units(**unit_columns),
            Households(
                **columns,
                accepted_communes=read_ranked_communes(ids, accepted_communes),
                refused_communes=read_communes(ids, refused_communes),
                excluded_communes=read_communes(ids, excluded_communes),
                safety_zones=Places.from_rows(ids, safety_zones),
                anchors=Places.from_rows(ids, anchors),
                declined_pairs=read_pairs(ids, unit_ids, declined_pairs),
                banned_pairs=read_pairs(ids, unit_ids, banned_pairs),
                standing_pairs=read_pairs(ids, unit_ids, standing_pairs),
                pinned_pairs=read_pairs(ids, unit_ids, pinned_pairs),
            ),
            Capacities(**read_table(Capacities, capacities)),
            Capacities(**read_table(Capacities, owner_capacities)),
            Capacities(**read_table(Capacities, building_capacities)),
            weights or Weights(),
        )

    @cached_property
    def suitable_homes(self) -> Column:
        """What `count_suitable_homes` remembers of each household; -1 is not yet counted."""
        return np.full(len(self.households), -1)

    def digest(self) -> str:
        """Return the SHA-256 of the canonical columns: the fingerprint of the night's input."""
        return snapshot.digest(self._header(), dict(self._columns()))

    def to_bytes(self) -> bytes:
        """Return the whole problem, compressed, to store encrypted and replay."""
        return snapshot.pack(self._header(), dict(self._columns()))

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Return the problem that `to_bytes` stored, checked again."""
        header, columns = snapshot.unpack(content)
        if header.get("format") != FORMAT:
            raise ProblemRefused("Problem.format: stored by another version")
        weights = header["weights"] | {"urgency": tuple(header["weights"]["urgency"])}
        tables = {
            name: snapshot.table_from(schema, name, columns) for name, schema in TABLES.items()
        }
        return cls(
            business_date=date.fromisoformat(header["business_date"]),
            seed=header["seed"],
            weights=Weights(**weights),
            **tables,
        )

    def _header(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "business_date": self.business_date.isoformat(),
            "seed": self.seed,
            "weights": asdict(self.weights),
        }

    def _columns(self) -> Iterator[tuple[str, Column]]:
        for name in TABLES:
            yield from snapshot.columns_of(getattr(self, name), name)
