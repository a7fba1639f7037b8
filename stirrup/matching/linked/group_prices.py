"""What a linked group costs at the prices of a flow: housed near each other, or not housed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from stirrup.matching.columns import Column, Flags
from stirrup.matching.linked.links import Group

IMPOSSIBLE = 2**56
"""More than any reduced cost that is let in; the sum over the members of a group cannot wrap."""


@dataclass(frozen=True)
class GroupPrice:
    """How much more a group costs at least when it keeps its links than when it need not."""

    loss: int
    preferred: Column
    """The pairs that cost least together in the homes left; none where not to be housed does."""
    outside: int
    """What the group costs more than that when it is not housed."""
    options: Sequence[Column]
    """What it costs more than that, at least, with each option of each member."""


def price_group(
    group: Group, cost: Column, decided: Flags, entering: Column, housed: bool, left: Column
) -> GroupPrice:
    """Price a group by the cost of all arcs, of which some are decided.

    `left`: places of each unit that other groups do not prefer.

    A member costs what the arc that enters it and the arc of its pair cost. Together members cost
    an option of one of them and for each other the best option near that one: exactly so for two
    members, at least so for more.
    """
    enter = np.zeros(len(entering), np.int64) if housed else cost[entering]
    options = [_unless_decided(cost[at], decided[at]) for at in group.options]
    apart = sum(int(np.minimum(each, 0).sum()) for each in (enter, *options))
    together = [column + enter.sum() for column in _together(group, options)]
    inside = max(int(column.min()) for column in together)
    outside = IMPOSSIBLE if housed or decided[entering].any() else 0
    least = min(inside, outside)
    preferred = group.options[0][:0]
    if inside < outside:
        homes = zip(options, group.homes, strict=True)
        preferred = _cheapest(
            group, [np.where(left[units] > 0, each, IMPOSSIBLE) for each, units in homes]
        )
    more = [np.maximum(column, inside) - least for column in together]
    return GroupPrice(least - apart, preferred, outside - least, more)


def _unless_decided(cost: Column, decided: Flags) -> Column:
    """Where the home of a member is decided, its other options are impossible."""
    return np.where(decided, cost, IMPOSSIBLE) if decided.any() else cost


def _together(group: Group, options: Sequence[Column]) -> Iterator[Column]:
    """Yield, for each member, what each of its options costs with the best ones near it."""
    for one, own in enumerate(options):
        others = [other for other in range(len(options)) if other != one]
        beside = [
            np.where(group.near[one, other], options[other], IMPOSSIBLE).min(axis=1)
            for other in others
        ]
        yield np.sum([own, *beside], axis=0)


def _cheapest(group: Group, options: Sequence[Column]) -> Column:
    """Return the pairs of the best option of the first member and of the best ones near it."""
    first = int(next(_together(group, options)).argmin())
    picked = [group.options[0][first]]
    for other in range(1, len(options)):
        beside = np.where(group.near[0, other][first], options[other], IMPOSSIBLE)
        picked.append(group.options[other][beside.argmin()])
    return np.array(picked)
