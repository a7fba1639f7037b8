"""Exact flows: several objectives in order, each one proved before the next is asked.

Flow and bound are exact whole numbers. OR-Tools finds the flow; the proof that none is better
(potentials, reduced costs, equal dual bound) is worked out here and owes it nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.stopwatch import Stopwatch

LARGEST_COST = 2**59
"""Limit on the largest cost times (nodes + 1): below it no sum in the solver or here can wrap."""


class FlowFailed(RuntimeError):  # noqa: N818 (it says what happened to the flow)
    """No optimal flow came back, or what came back could not be proved."""


class NoFlow(FlowFailed):
    """No flow carries what the nodes send and take."""


@dataclass(frozen=True)
class Network:
    """Arcs with a capacity, and what each node sends (positive) or takes (negative)."""

    tail: Column
    head: Column
    capacity: Column
    supply: Column


@dataclass(frozen=True)
class Objective:
    """What each arc brings by unit of flow, never negative."""

    gains: Column
    swing: int
    """No exchange changes the total by more than this.

    An exchange sends flow around one cycle that passes no node twice. Two flows differ by such
    cycles, so a flow is best unless one of them improves it.
    """


@dataclass(frozen=True)
class ProvedFlow:
    """Units of flow by arc, and for each objective, in order, whether its total is proved best."""

    units: Column
    proved: tuple[bool, ...]


@dataclass(frozen=True)
class Stage:
    """An optimal flow of some objectives folded into one, and what remains to be decided."""

    objectives: tuple[Objective, ...]
    units: Column
    """Of flow, for all arcs."""
    free: Column
    """The arcs that were still free, and for each of them its reduced cost."""
    reduced: Column


def best_flow(
    network: Network,
    objectives: Sequence[Objective],
    start: Column,
    largest: int = LARGEST_COST,
    watch: Stopwatch | None = None,
) -> ProvedFlow:
    """Maximise the objectives in order, each among the best flows of those before it.

    `start` is any feasible flow: what remains when the first objectives cannot be solved.
    """
    units, done = start, 0
    with suppress(FlowFailed):
        for stage in stages(network, objectives, start, largest, watch):
            units, done = stage.units, done + len(stage.objectives)
    return ProvedFlow(units, (True,) * done + (False,) * (len(objectives) - done))


def stages(
    network: Network,
    objectives: Sequence[Objective],
    start: Column,
    largest: int = LARGEST_COST,
    watch: Stopwatch | None = None,
    prove: Callable[[Network, Column, Column], Column] | None = None,
) -> Iterator[Stage]:
    """Solve the objectives, as many at once as fit; FlowFailed where one cannot be solved.

    After each stage only flows of its optimum are left: an arc of positive reduced cost stays
    empty, one of negative reduced cost stays full (complementary slackness), the others are free.
    """
    watch = watch or Stopwatch()
    units, part = start.copy(), network
    free = np.arange(len(network.tail))
    done = 0
    while done < len(objectives):
        with watch.stage("flow"):
            taken, cost = fold(objectives[done:], free, len(part.supply), largest)
            found = cheapest_flow(part, cost)
        with watch.stage("proof"):
            reduced = (prove or proof)(part, cost, found)
        units[free] = found
        yield Stage(tuple(objectives[done : done + taken]), units.copy(), free, reduced)
        done += taken
        supply, still = _without(part, reduced < 0), reduced == 0
        part = Network(part.tail[still], part.head[still], part.capacity[still], supply)
        free = free[still]


def cheapest_flow(network: Network, cost: Column) -> Column:
    """Return a flow of least cost; FlowFailed when OR-Tools has any word but "optimal"."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        network.tail, network.head, network.capacity, cost
    )
    flow.set_nodes_supplies(np.arange(len(network.supply)), network.supply)
    status = flow.solve()
    if status == flow.INFEASIBLE:
        raise NoFlow("the flow is INFEASIBLE")
    if status != flow.OPTIMAL:
        raise FlowFailed(f"the flow is {status.name}")
    units: Column = flow.flows(arcs)
    return units


def proof(network: Network, cost: Column, units: Column) -> Column:
    """Return reduced costs that prove a flow cheapest; FlowFailed when it is not."""
    potential = potentials(network, cost, units)
    reduced: Column = cost + potential[network.tail] - potential[network.head]
    bound = dual_bound(network, reduced, potential)
    if not is_feasible(network, units) or bound != exact_total(cost, units):
        raise FlowFailed("the flow breaks a limit or does not reach its bound")
    return reduced


def central_proof(network: Network, cost: Column, units: Column) -> Column:
    """Return reduced costs that prove a flow cheapest, of twice the cost.

    The prices of a cheapest flow have ends, one found forwards and one backwards. Halfway between
    them every other choice is seen to lose as much as it does at either.
    """
    backwards = Network(network.head, network.tail, network.capacity, -network.supply)
    return proof(network, cost, units) + proof(backwards, cost, units)


def is_feasible(network: Network, units: Column) -> bool:
    """Say whether every arc keeps its capacity and every node sends or takes what it must."""
    sent = np.zeros_like(network.supply)
    used = np.flatnonzero(units)
    np.add.at(sent, network.tail[used], units[used])
    np.subtract.at(sent, network.head[used], units[used])
    within = (units >= 0) & (units <= network.capacity)
    return bool(within.all() and (sent == network.supply).all())


def potentials(network: Network, cost: Column, units: Column) -> Column:
    """Return potentials that prove a flow cheapest; FlowFailed when there are none.

    Bellman-Ford over the residual arcs, one round for all of them at once. Without a cycle of
    negative cost it settles within as many rounds as there are nodes.
    """
    ahead, back = units < network.capacity, units > 0
    tail = np.concatenate([network.tail[ahead], network.head[back]])
    head = np.concatenate([network.head[ahead], network.tail[back]])
    steps = np.concatenate([cost[ahead], -cost[back]])
    order = np.argsort(head, kind="stable")
    tail, head, steps = tail[order], head[order], steps[order]
    first = np.flatnonzero(np.diff(head, prepend=-1))
    reached = head[first]
    potential = np.zeros(len(network.supply), np.int64)
    for _ in range(len(potential) + 1):
        if not len(first):
            return potential
        least = np.minimum.reduceat(potential[tail] + steps, first)
        if (least >= potential[reached]).all():
            return potential
        potential[reached] = np.minimum(potential[reached], least)
    raise FlowFailed("the flow has a cycle of negative cost")


def dual_bound(network: Network, reduced: Column, potential: Column) -> int:
    """Return a cost that no flow can go below, whatever the potentials: exact, by LP duality."""
    full = reduced < 0
    saved = exact_total(reduced[full], network.capacity[full])
    return saved - exact_total(potential, network.supply)


def exact_total(values: Column, times: Column) -> int:
    """Return the sum of products as a Python integer, which cannot wrap."""
    counted = times != 0
    return int((values[counted].astype(object) * times[counted].astype(object)).sum())


def fold(
    objectives: Sequence[Objective], arcs: Column, nodes: int, largest: int
) -> tuple[int, Column]:
    """Fold as many objectives as the limit allows into one cost; return how many, and the cost.

    Each weighs more than all that one exchange can change in the following ones together. So an
    exchange that is better at the first level where it changes anything lowers the cost, and the
    cheapest flow keeps the order exactly.
    """
    taken, cost, peak = 0, np.zeros(len(arcs), np.int64), 0
    for objective in objectives:
        gains, scale = objective.gains[arcs], objective.swing + 1
        highest = int(gains.max(initial=0))
        if (peak * scale + highest) * (nodes + 1) > largest:
            if peak:
                break
            raise FlowFailed("one objective alone is beyond the limit")
        cost, peak = cost * scale - gains, peak * scale + highest
        taken += 1
    return taken, cost


def _without(network: Network, full: Column) -> Column:
    """Return the supplies once the arcs that stay full have carried their part."""
    supply = network.supply.copy()
    np.subtract.at(supply, network.tail[full], network.capacity[full])
    np.add.at(supply, network.head[full], network.capacity[full])
    return supply
