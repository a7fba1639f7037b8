"""Linked households by branch and bound: each node is a flow, priced group by group.

A node is divided by the group that loses most: it is not housed at all, or it is housed, and
then near one of two homes that lie too far apart, or elsewhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import count

import numpy as np

from stirrup.matching.columns import Column, Flags
from stirrup.matching.linked.links import Group
from stirrup.matching.linked.relaxation import ENDLESS, Node, Relaxation, Relaxed, Totals

PLUNGE_EVERY = 8
"""Nodes from one attempt to decide all groups at once to the next."""


@dataclass(frozen=True)
class Searched:
    """The best pairs that were found, and totals that no solution passes, in order of levels."""

    chosen: Flags
    bound: Totals
    nodes: int
    """How many flows it took."""


@dataclass
class Search:
    """The best pairs so far, and the open nodes, best bound first, then the youngest."""

    relaxation: Relaxation
    chosen: Flags
    totals: Totals
    open: list[tuple[list[float], int, Node]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    nodes: int = 0

    @property
    def bound(self) -> Totals:
        """Return totals that no solution passes."""
        return max([self.totals, *(tuple(-low for low in key) for key, _, _ in self.open[:1])])

    def wait(self, bound: Totals, node: Node) -> None:
        """Open a node."""
        heappush(self.open, ([-total for total in bound], -next(self.numbers), node))

    def ask(self, node: Node) -> Relaxed | None:
        """Solve the flow of a node, and keep it when it is sound and better than the best."""
        self.nodes += 1
        relaxed = self.relaxation.at(node, self.totals)
        if relaxed and relaxed.divide is None:
            self.chosen, self.totals = relaxed.chosen, relaxed.bound
            return None
        return relaxed


def search(relaxation: Relaxation, start: Flags, most_nodes: int) -> Searched:
    """Return the best pairs that keep the links, from a sound start.

    It ends when no open node can be better than the best pairs found, or after about so many
    nodes. FlowFailed where a flow is beyond the limit.
    """
    state = Search(relaxation, start, relaxation.totals(start))
    state.wait((ENDLESS,) * len(state.totals), Node(np.ones_like(start), frozenset()))
    while state.bound > state.totals and state.nodes < most_nodes:
        _, _, node = heappop(state.open)
        relaxed = state.ask(node)
        if relaxed is None or relaxed.divide is None:
            continue
        if state.nodes % PLUNGE_EVERY == 1:
            state.ask(plunged(node, relaxation.groups, relaxed.preferred))
        group = relaxation.groups[relaxed.divide]
        for part in parts(relaxed.node, relaxed.divide, group, relaxed.chosen):
            state.wait(relaxed.bound, part)
    return Searched(state.chosen, state.bound, state.nodes)


def plunged(node: Node, groups: Sequence[Group], preferred: Sequence[Column]) -> Node:
    """Decide all groups at once, as they prefer."""
    allowed = node.allowed.copy()
    for group, positions in zip(groups, preferred, strict=True):
        allowed[np.concatenate(group.options)] = False
        allowed[positions] = True
    return Node(allowed, frozenset(at for at, each in enumerate(preferred) if len(each)))


def parts(node: Node, index: int, group: Group, chosen: Flags) -> Iterator[Node]:
    """Divide a node by a group that is not kept; no part holds what is chosen now."""
    if index not in node.housed:
        yield replace(node, allowed=_without(node.allowed, group.options))
    housed = node.housed | {index}
    far = next(group.far_members(chosen), None)
    if far is None:
        yield replace(node, housed=housed)
        return
    one, other = far
    near = group.near[far][:, group.taken(chosen)[other]]
    for ruled_out in (near, ~near):
        allowed = _without(node.allowed, [group.options[one][ruled_out]])
        allowed = group.consistent(allowed)
        if all(allowed[at].any() for at in group.options):
            yield Node(allowed, housed)


def _without(allowed: Flags, positions: Iterable[Column]) -> Flags:
    left = allowed.copy()
    for at in positions:
        left[at] = False
    return left
