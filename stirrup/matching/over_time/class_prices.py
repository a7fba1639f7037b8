"""Prices by class of homes: what one home more of a class would have brought in the past."""

from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.flow import Network, cheapest_flow, potentials
from stirrup.matching.over_time.stream import Stream
from stirrup.matching.over_time.worth import Possible
from stirrup.matching.tables import Units

CLASS_BEDROOMS = 4
"""Homes with more bedrooms are of one class."""
SOURCE, SINK, FIRST = 0, 1, 2


@dataclass(frozen=True)
class Prices:
    """Points by class: bedrooms, then whether the home is step-free."""

    points: tuple[int, ...]

    def of(self, units: Units) -> Column:
        """Return the price of each unit row."""
        return np.array(self.points)[_classes(units)]


def prices_of(seen: Stream) -> Prices:
    """Return the mean dual price of each class in the best pairs of the past."""
    units = seen.everyone.units
    prices = _dual_prices(_met(seen), len(seen.stays), len(units))
    classes = _classes(units)
    size = 2 * (CLASS_BEDROOMS + 1)
    total = np.bincount(classes, prices, size)
    count = np.bincount(classes, minlength=size)
    return Prices(tuple((total // np.maximum(count, 1)).astype(np.int64).tolist()))


def _classes(units: Units) -> Column:
    classes: Column = 2 * units.bedrooms.clip(max=CLASS_BEDROOMS) + units.step_free
    return classes


def _met(seen: Stream) -> Possible:
    """Return the possible pairs of the past whose two sides were there on a same night."""
    pairs = seen.possible
    first = np.maximum(seen.household_from[pairs.h], seen.unit_from[pairs.u])
    met = first < np.minimum(seen.household_until[pairs.h], seen.unit_until[pairs.u])
    return Possible(pairs.h[met], pairs.u[met], pairs.worth[met])


def _dual_prices(pairs: Possible, households: int, units: int) -> Column:
    """Solve source -> household -> home -> sink, and read how far each home lies above the sink."""
    most = min(households, units)
    household_nodes = FIRST + np.arange(households)
    unit_nodes = FIRST + households + np.arange(units)
    arcs = (
        (household_nodes[pairs.h], unit_nodes[pairs.u], -pairs.worth),
        (np.full(households, SOURCE), household_nodes, np.zeros(households, np.int64)),
        (unit_nodes, np.full(units, SINK), np.zeros(units, np.int64)),
        (np.array([SOURCE]), np.array([SINK]), np.zeros(1, np.int64)),
    )
    tail, head, cost = (np.concatenate(columns) for columns in zip(*arcs, strict=True))
    capacity = np.ones_like(tail)
    capacity[-1] = most
    supply = np.zeros(FIRST + households + units, np.int64)
    supply[SOURCE], supply[SINK] = most, -most
    network = Network(tail, head, capacity, supply)
    potential = potentials(network, cost, cheapest_flow(network, cost))
    prices: Column = (potential[SINK] - potential[unit_nodes]).clip(min=0)
    return prices
