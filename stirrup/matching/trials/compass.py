"""The compass of recruitment: which kind of home, and where, would house how many more."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from stirrup.matching.columns import Column
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.problem import Problem
from stirrup.matching.relations import Relation
from stirrup.matching.solution import Solution, rows_of_pairs
from stirrup.matching.solver import solve
from stirrup.matching.tables import (
    ANY_ASSOCIATION,
    FOR_ANYONE,
    LARGEST_DAY,
    NO_GROUP,
    UNIT_COLUMNS,
    Capacities,
    Units,
)
from stirrup.matching.trials.one_more_home import worth_of_one_more_home
from stirrup.matching.weights import URGENCY_BANDS

PAIR_RELATIONS = ("declined_pairs", "banned_pairs", "standing_pairs", "pinned_pairs")
ANY_PET = 2
UPPER_FLOOR = 2
SOLVED_AGAIN = 8


@dataclass(frozen=True)
class Kind:
    """A kind of home to look for."""

    bedrooms: int
    accessible: bool
    """Step-free, on the ground floor, with an adapted bathroom; otherwise upstairs, no lift."""
    pets: bool
    """Any pet, or none."""


KINDS = tuple(Kind(*facts) for facts in product(range(5), (False, True), (False, True)))


class Commune(NamedTuple):
    """Where to look: a commune by its number, and a point in it."""

    number: int
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Gain:
    """What homes of one kind in one commune would bring."""

    kind: Kind
    commune: int
    by_band: tuple[int, ...]
    """Households more, by urgency band; a band may lose one when a more urgent one gains."""
    could_live: int
    """Households without a home tonight that one such home suits."""
    solved: bool
    """The night was solved again with these homes; otherwise it is what one of them would bring."""

    @property
    def households(self) -> int:
        """Households more, all bands together."""
        return sum(self.by_band)

    @property
    def rank(self) -> tuple[Any, ...]:
        """The most urgent first, then the most households, then those whom most could use."""
        kind = self.kind
        return (
            *(-count for count in self.by_band[:-1]),
            -self.households,
            -self.could_live,
            (kind.bedrooms, kind.accessible, kind.pets, self.commune),
        )


def compass(
    problem: Problem,
    solution: Solution,
    communes: Sequence[Commune],
    *,
    homes: int = 1,
    solved_again: int = SOLVED_AGAIN,
) -> tuple[Gain, ...]:
    """Rank every kind of home in every commune by what it would bring, the best first.

    `solution` is that of the problem. One walk over it estimates every candidate (one_more_home);
    the first `solved_again` are solved again with so many `homes` more, and stand first. Of the
    kinds that bring as much to as many in one commune, the easiest to find is kept.
    """
    estimates = _distinct(sorted(_estimates(problem, solution, communes), key=lambda g: g.rank))
    places = {commune.number: commune for commune in communes}
    solved = [
        _solved(problem, solution, gain, places[gain.commune], homes)
        for gain in estimates[:solved_again]
    ]
    return (*sorted(solved, key=lambda gain: gain.rank), *estimates[solved_again:])


def with_homes(problem: Problem, kind: Kind, commune: Commune, homes: int = 1) -> Problem:
    """Return the night with some homes more, free from its date on; their ids come last."""
    first = int(problem.units.id.max(initial=0)) + 1
    more = _candidates(problem, [(kind, commune)] * homes, first)
    units = Units(
        **{
            part.name: np.concatenate([getattr(problem.units, part.name), getattr(more, part.name)])
            for part in fields(Units)
        }
    )
    wider: dict[str, Any] = {name: _widened(problem, name, len(units)) for name in PAIR_RELATIONS}
    return replace(problem, units=units, households=replace(problem.households, **wider))


def without_support_limits(problem: Problem) -> Problem:
    """Return the night as if every association could support everybody it refers."""
    nobody = np.empty(0, np.int64)
    return replace(problem, capacities=Capacities(nobody, nobody.copy()))


def _estimates(problem: Problem, solution: Solution, communes: Sequence[Commune]) -> list[Gain]:
    one_more = worth_of_one_more_home(problem, solution, eligible_pairs(problem))
    looked_for = list(product(KINDS, communes))
    k, h = eligible_pairs(_only_candidates(problem, looked_for))
    best = np.zeros(len(looked_for), np.int64)
    np.maximum.at(best, k, one_more.gain[h])
    could_live = np.bincount(k[~one_more.housed[h]], minlength=len(looked_for))
    return [
        Gain(kind, commune.number, one_more.counts.by_band(count), suited, solved=False)
        for (kind, commune), count, suited in zip(
            looked_for, best.tolist(), could_live.tolist(), strict=True
        )
    ]


def _distinct(ranked: Sequence[Gain]) -> list[Gain]:
    """Leave out, in each commune, kinds that ask for more and bring no more."""
    first: dict[tuple[Any, ...], Gain] = {}
    for gain in ranked:
        first.setdefault((gain.commune, gain.by_band, gain.could_live), gain)
    return list(first.values())


def _solved(problem: Problem, solution: Solution, gain: Gain, commune: Commune, homes: int) -> Gain:
    after = solve(with_homes(problem, gain.kind, commune, homes), price_urgency=False)
    _, h = rows_of_pairs(problem, solution)
    before = np.bincount(problem.households.urgency[h], minlength=URGENCY_BANDS)
    more = np.array(after.urgent_placed_by_band) - before
    return replace(gain, by_band=tuple(more.tolist()), solved=True)


def _only_candidates(problem: Problem, looked_for: Sequence[tuple[Kind, Commune]]) -> Problem:
    """The same households before the candidates alone: nobody has declined or banned them."""
    width = max(1, len(looked_for))
    nothing = Relation(np.empty(0, np.int64), np.empty(0, np.int64), width)
    no_pairs: dict[str, Any] = dict.fromkeys(PAIR_RELATIONS, nothing)
    households = replace(problem.households, **no_pairs)
    return replace(problem, units=_candidates(problem, looked_for, 1), households=households)


def _candidates(
    problem: Problem, looked_for: Sequence[tuple[Kind, Commune]], first_id: int
) -> Units:
    today = problem.business_date.toordinal()
    facts = [_facts(kind, commune, today) for kind, commune in looked_for]
    columns: dict[str, Column] = {
        name: np.array([fact[name] for fact in facts], getattr(problem.units, name).dtype)
        for name in UNIT_COLUMNS
        if name != "id"
    }
    return Units(id=first_id + np.arange(len(looked_for)), **columns)


def _facts(kind: Kind, commune: Commune, today: int) -> dict[str, Any]:
    """An ordinary home of its kind: two people for each bedroom and one more, free at once."""
    return {
        "places": 1,
        "bedrooms": kind.bedrooms,
        "min_people": 1,
        "max_people": max(2, 2 * kind.bedrooms + 1),
        "commune": commune.number,
        "latitude": commune.latitude,
        "longitude": commune.longitude,
        "step_free": kind.accessible,
        "lift": False,
        "adapted_bathroom": kind.accessible,
        "ground_floor": kind.accessible,
        "own_kitchen": True,
        "quiet": True,
        "parking": True,
        "cot_possible": True,
        "floor": 0 if kind.accessible else UPPER_FLOOR,
        "shared": False,
        "pets": ANY_PET if kind.pets else 0,
        "free_from": today,
        "latest_entry": LARGEST_DAY,
        "association": ANY_ASSOCIATION,
        "owner": NO_GROUP,
        "building": NO_GROUP,
        "kept_for": FOR_ANYONE,
    }


def _widened(problem: Problem, name: str, width: int) -> Relation:
    """The same pairs once there are more homes."""
    relation: Relation = getattr(problem.households, name)
    h, u = np.divmod(relation.keys, relation.width)
    return Relation(h * width + u, relation.values, width)
