"""Why not every left node of a pair problem can be assigned: some of them, together too many."""

from dataclasses import replace

import numpy as np

from stirrup.matching.columns import Column, Flags
from stirrup.matching.flow import cheapest_flow
from stirrup.matching.pair_level.flow import SINK, SOURCE, network_of
from stirrup.matching.pair_level.problem import PairProblem


def crowded_lefts(problem: PairProblem) -> Column:
    """Return the members of a left group that cannot take them all, where it must; or none."""
    if problem.every_left:
        for cap in problem.left_caps:
            sizes = np.bincount(cap.of[cap.of >= 0], minlength=len(cap.capacities))
            for group in np.flatnonzero(sizes > cap.capacities)[:1]:
                return np.flatnonzero(cap.of == group)
    return np.empty(0, np.int64)


def stuck_lefts(problem: PairProblem) -> Column:
    """Return left nodes for which places and nested groups have no room together; or none.

    Hall's condition: after the largest flow, all left nodes that residual arcs reach from one
    without a pair are more than what they can reach has room for.
    """
    free = replace(problem, every_left=False, left_caps=())
    network, count = network_of(free), len(problem.left)
    cost = np.zeros(len(network.tail), np.int64)
    cost[:count] = -1
    units = cheapest_flow(network, cost)
    alone = np.ones(problem.lefts, np.bool_)
    alone[problem.left[units[:count] > 0]] = False
    reached = np.zeros(len(network.supply), np.bool_)
    reached[2 + np.flatnonzero(alone)] = True
    inside = (network.tail != SOURCE) & (network.head != SINK)
    ahead, back = inside & (units < network.capacity), inside & (units > 0)
    tail = np.concatenate([network.tail[ahead], network.head[back]])
    head = np.concatenate([network.head[ahead], network.tail[back]])
    return np.flatnonzero(_spread(reached, tail, head)[2 : 2 + problem.lefts])


def _spread(reached: Flags, tail: Column, head: Column) -> Flags:
    """Follow arcs until nothing new is reached."""
    while True:
        before = reached.sum()
        reached[head[reached[tail]]] = True
        if reached.sum() == before:
            return reached
