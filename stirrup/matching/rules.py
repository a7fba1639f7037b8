"""Hard rules: each is one small function over columns, read by the night and by explanations.

A rule receives rows of units and rows of households: one pair, two columns of pairs, or a grid of
every unit against every household. It answers with booleans of the same shape.
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from stirrup.matching.columns import Column, Flags, Table
from stirrup.matching.tables import ANY_ASSOCIATION, FOR_ANYONE, Households, Units

T = TypeVar("T", bound=Table)


@dataclass(frozen=True)
class Rows(Generic[T]):
    """Some rows of a table; a column is read only when a rule asks for it."""

    table: T
    at: Any
    """A row number, or an array of them of any shape."""

    def __getattr__(self, column: str) -> Column:
        rows: Column = getattr(self.table, column)[self.at]
        return rows


UnitRows = Rows[Units]
HouseholdRows = Rows[Households]


def fits_the_number_of_people(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Neither crowded nor below what the landlord's home is meant for."""
    return (unit.min_people <= household.people) & (household.people <= unit.max_people)


def has_enough_bedrooms(unit: UnitRows, household: HouseholdRows) -> Flags:
    """At least the bedrooms that the case worker counted."""
    return unit.bedrooms >= household.bedrooms_needed


def is_step_free(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Step-free from the street where that is needed."""
    return unit.step_free | ~household.needs_step_free


def spares_the_stairs(unit: UnitRows, household: HouseholdRows) -> Flags:
    """A lift where one is needed; a ground floor does without."""
    return unit.lift | unit.ground_floor | ~household.needs_lift


def is_on_the_ground_floor(unit: UnitRows, household: HouseholdRows) -> Flags:
    """On the ground floor where that is needed."""
    return unit.ground_floor | ~household.needs_ground_floor


def has_an_adapted_bathroom(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Adapted washing place and toilet where needed."""
    return unit.adapted_bathroom | ~household.needs_adapted_bathroom


def has_its_own_kitchen(unit: UnitRows, household: HouseholdRows) -> Flags:
    """A kitchen of its own where needed."""
    return unit.own_kitchen | ~household.needs_own_kitchen


def is_quiet(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Quiet where needed."""
    return unit.quiet | ~household.needs_quiet


def has_parking(unit: UnitRows, household: HouseholdRows) -> Flags:
    """A parking place where needed."""
    return unit.parking | ~household.needs_parking


def can_hold_a_cot(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Room for a cot where needed."""
    return unit.cot_possible | ~household.needs_cot


def takes_the_pet(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Pets by size: none, small, any."""
    return household.pets <= unit.pets


def is_not_too_high(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Without a lift, no higher than the household can or will climb."""
    return unit.lift | (unit.floor <= household.max_floor_without_lift)


def suits_as_shared(unit: UnitRows, household: HouseholdRows) -> Flags:
    """A shared home only for those who accept one."""
    return ~unit.shared | household.accepts_shared


def has_a_common_first_day(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Both windows share a first day, and six months from it fit the landlord's."""
    first: Column = np.maximum(unit.free_from, household.earliest_entry)
    last: Column = np.minimum(unit.latest_entry, household.latest_entry)
    meet: Flags = first <= last
    return meet


def serves_the_association(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Some homes are lent through one association only."""
    for_all: Flags = unit.association == ANY_ASSOCIATION
    for_this_one: Flags = unit.association == household.association
    return for_all | for_this_one


def suits_what_it_is_kept_for(unit: UnitRows, household: HouseholdRows) -> Flags:
    """A home kept for some rare needs only for a household that has one of them."""
    for_anyone: Flags = unit.kept_for == FOR_ANYONE
    for_this_one: Flags = (unit.kept_for & household.rare_needs) != 0
    return for_anyone | for_this_one


def is_in_an_accepted_commune(unit: UnitRows, household: HouseholdRows) -> Flags:
    """In one of the communes listed, or anywhere when none is."""
    accepted = household.table.accepted_communes.holds(household.at, unit.commune)
    return accepted | ~household.lists_communes


def is_near_the_anchors(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Within the kilometres asked of each place the household must stay near."""
    anchors = household.table.anchors
    near = anchors.are_near(household.at, unit.position)
    all_near: Flags = np.all(near | ~anchors.are_stated(household.at), axis=-1)
    return all_near


def avoids_the_refused_communes(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Outside the communes that the household chose to refuse."""
    return ~household.table.refused_communes.holds(household.at, unit.commune)


def avoids_the_excluded_communes(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Outside the communes excluded for safety."""
    return ~household.table.excluded_communes.holds(household.at, unit.commune)


def avoids_the_safety_zones(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Outside each zone to stay away from, its edge included."""
    near = household.table.safety_zones.are_near(household.at, unit.position)
    far: Flags = ~np.any(near, axis=-1)
    return far


def was_not_declined(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Not a pair that somebody declined and the night still remembers."""
    return ~household.table.declined_pairs.holds(household.at, unit.at)


def is_not_banned(unit: UnitRows, household: HouseholdRows) -> Flags:
    """Not a pair that a reviewer ruled out."""
    return ~household.table.banned_pairs.holds(household.at, unit.at)
