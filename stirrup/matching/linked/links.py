"""Linked households: all of a group are housed, near each other, or none is."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column, Flags
from stirrup.matching.places import chord_metres
from stirrup.matching.problem import Problem
from stirrup.matching.tables import ALONE


@dataclass(frozen=True)
class Group:
    """The members of one link group, and which pairs each of them could take."""

    members: tuple[int, ...]
    """Household rows."""
    options: tuple[Column, ...]
    """For each member, positions among the pairs, in rising order."""
    homes: tuple[Column, ...]
    """For each member, the unit rows of its options."""
    near: dict[tuple[int, int], Flags]
    """For two members, whether the homes of two options may go together; shape (options of the
    first, options of the second)."""

    def consistent(self, allowed: Flags) -> Flags:
        """Return which pairs have, for every other member, an allowed partner that is near."""
        allowed = allowed.copy()
        counts = None
        while counts != (counts := tuple(int(allowed[at].sum()) for at in self.options)):
            for (one, other), near in self.near.items():
                partners = near[:, allowed[self.options[other]]]
                allowed[self.options[one]] &= partners.any(axis=1)
        return allowed

    def taken(self, chosen: Flags) -> list[int]:
        """Return, for each member, the index of its chosen option, or -1."""
        return [int(np.append(np.flatnonzero(chosen[at]), -1)[0]) for at in self.options]

    def far_members(self, chosen: Flags) -> Iterator[tuple[int, int]]:
        """Yield the members whose chosen homes may not go together."""
        taken = self.taken(chosen)
        for (one, other), near in self.near.items():
            if min(taken[one], taken[other]) >= 0 and not near[taken[one], taken[other]]:
                yield one, other

    def is_kept(self, chosen: Flags) -> bool:
        """Say whether all members have homes near each other, or none has one."""
        placed = sum(option >= 0 for option in self.taken(chosen))
        return placed == 0 or (placed == len(self.members) and not any(self.far_members(chosen)))


def linked_groups(problem: Problem, u: Column, h: Column) -> tuple[Group, ...]:
    """Return the groups of which some member has a pair; pairs are in order of household."""
    groups = problem.households.link_group
    linked = np.flatnonzero(groups != ALONE)
    hopeful = linked[np.searchsorted(h, linked) < np.searchsorted(h, linked, "right")]
    return tuple(
        _group(problem, u, h, np.flatnonzero(groups == link)) for link in np.unique(groups[hopeful])
    )


def with_partners(problem: Problem, u: Column, h: Column) -> tuple[Column, Column]:
    """Keep the pairs that may be part of a solution, as far as the links alone can tell."""
    groups = linked_groups(problem, u, h)
    if not groups:
        return u, h
    allowed = np.ones(len(h), np.bool_)
    for group in groups:
        allowed = group.consistent(allowed)
    return u[allowed], h[allowed]


def _group(problem: Problem, u: Column, h: Column, members: Column) -> Group:
    first, last = np.searchsorted(h, members), np.searchsorted(h, members, "right")
    options = tuple(np.arange(low, high) for low, high in zip(first, last, strict=True))
    homes = tuple(u[at] for at in options)
    reach = int(chord_metres(problem.households.link_km[members].min()))
    orders = [(a, b) for a in range(len(members)) for b in range(len(members)) if a != b]
    near = {(a, b): _may_go_together(problem, homes[a], homes[b], reach) for a, b in orders}
    return Group(tuple(members.tolist()), options, homes, near)


def _may_go_together(problem: Problem, ones: Column, others: Column, reach: int) -> Flags:
    """Say which homes of two lists lie near each other; one home needs two places for both."""
    position = problem.units.position
    steps = position[ones][:, None] - position[others][None, :]
    near = (steps * steps).sum(axis=-1) <= reach * reach
    room: Flags = (ones[:, None] != others[None, :]) | (problem.units.places[ones] > 1)[:, None]
    together: Flags = near & room
    return together
