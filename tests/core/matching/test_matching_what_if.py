"""What if: changes on a copy of a night, those that contradict each other, the night after them."""

import random
from dataclasses import replace

import numpy as np
import pytest

from stirrup.matching.checker import check
from stirrup.matching.eligibility import OTHER_CONDITIONS
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.problem import HOUSEHOLD_COLUMNS, UNIT_COLUMNS, Problem
from stirrup.matching.solution import OPTIMAL
from stirrup.matching.solver import solve
from stirrup.matching.tables import FOR_NOBODY
from stirrup.matching.territories.simulation import town
from stirrup.matching.trials.trial import Trial
from stirrup.matching.trials.what_if import (
    WEIGHT_PARTS,
    AlreadySoError,
    Ban,
    HeldAndReleasedError,
    Hold,
    HomePinnedTooOftenError,
    HouseholdPinnedTwiceError,
    Pin,
    PinnedAndBannedError,
    PinnedAndHeldError,
    Release,
    UnknownHomeError,
    UnknownHouseholdError,
    Weight,
    WeightChangedTwiceError,
    WeightRefusedError,
    changed,
)
from tests.core.matching.situations import ROUBAIX, a_household, a_night, a_unit, raw_rows

TWO_BY_TWO = {
    "units": [a_unit(id=1), a_unit(id=2)],
    "households": [a_household(id=1, waiting_days=90), a_household(id=2, waiting_days=30)],
}


def two_by_two(**others):
    return a_night(**(TWO_BY_TWO | others))


@pytest.mark.parametrize(
    "change", [Pin(1, 2), Ban(1, 2), Hold(2), Weight("waiting", 30), Weight("stability", 0)]
)
def test_a_change_makes_another_problem_and_leaves_the_first_as_it_was(change):
    problem = two_by_two()
    before = problem.digest()

    after = changed(problem, [change])

    assert after.digest() != before
    assert problem.digest() == before


def test_no_change_is_the_same_problem():
    problem = two_by_two()

    assert changed(problem, []).digest() == problem.digest()


def test_a_home_kept_for_rare_needs_may_be_opened_to_anyone():
    problem = two_by_two(units=[a_unit(kept_for=1)], households=[a_household()])

    assert solve(problem).pairs == ()
    assert Trial.of(problem).solve([Release(1)]).solution.pairs == ((1, 1),)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ([Pin(9, 1)], UnknownHouseholdError),
        ([Ban(9, 1)], UnknownHouseholdError),
        ([Pin(1, 9)], UnknownHomeError),
        ([Hold(9)], UnknownHomeError),
        ([Release(9)], UnknownHomeError),
        ([Pin(2**60, 1)], UnknownHouseholdError),
        ([Hold(-1)], UnknownHomeError),
        ([Pin(1, 1), Pin(1, 2)], HouseholdPinnedTwiceError),
        ([Pin(1, 1), Pin(2, 1)], HomePinnedTooOftenError),
        ([Pin(1, 1), Ban(1, 1)], PinnedAndBannedError),
        ([Ban(1, 1), Pin(1, 1)], PinnedAndBannedError),
        ([Pin(1, 1), Hold(1)], PinnedAndHeldError),
        ([Hold(1), Pin(1, 1)], PinnedAndHeldError),
        ([Pin(1, 1), Pin(1, 1)], AlreadySoError),
        ([Hold(1), Hold(1)], AlreadySoError),
        ([Release(1)], AlreadySoError),
        ([Weight("waiting", 60)], AlreadySoError),
        ([Weight("waiting", -1)], WeightRefusedError),
        ([Weight("waiting", 10_001)], WeightRefusedError),
        ([Weight("days_per_waiting_point", 0)], WeightRefusedError),
        ([Weight("urgency", 5)], WeightRefusedError),
        ([Weight("lots", 5)], WeightRefusedError),
        ([Weight("version", 5)], WeightRefusedError),
        ([Weight("waiting", 5), Weight("waiting", 6)], WeightChangedTwiceError),
    ],
)
def test_what_cannot_be_tried_is_refused_by_name(changes, refusal):
    with pytest.raises(refusal) as refused:
        changed(two_by_two(), changes)

    assert refused.value.change in changes


def test_a_kept_home_cannot_be_both_opened_and_kept_back():
    problem = two_by_two(units=[a_unit(kept_for=1)])

    with pytest.raises(HeldAndReleasedError):
        changed(problem, [Release(1), Hold(1)])


def test_what_is_already_in_force_counts_among_the_changes():
    problem = two_by_two(pinned_pairs=[(1, 1)], banned_pairs=[(2, 2)])

    for change, refusal in [
        (Pin(1, 1), AlreadySoError),
        (Ban(2, 2), AlreadySoError),
        (Pin(1, 2), HouseholdPinnedTwiceError),
        (Pin(2, 1), HomePinnedTooOftenError),
        (Ban(1, 1), PinnedAndBannedError),
        (Hold(1), PinnedAndHeldError),
    ]:
        with pytest.raises(refusal):
            changed(problem, [change])


def test_a_shared_home_takes_as_many_pins_as_it_has_places():
    problem = two_by_two(units=[a_unit(places=2), a_unit(id=2)])

    tried = Trial.of(problem).solve([Pin(1, 1), Pin(2, 1)])

    assert tried.solution.pairs == ((1, 1), (2, 1))


def test_a_pin_comes_before_everything_else():
    problem = two_by_two(
        units=[a_unit()],
        households=[a_household(urgency=0), a_household(id=2, urgency=3, waiting_days=0)],
    )

    tried = Trial.of(problem).solve([Pin(2, 1)])

    assert tried.solution.pairs == ((2, 1),)
    assert tried.unmet_pins() == ()


def test_a_pin_against_a_rule_is_named_with_its_obstacles():
    problem = two_by_two(units=[a_unit(bedrooms=1, max_people=2), a_unit(id=2)])

    (unmet,) = Trial.of(problem).solve([Pin(1, 1)]).unmet_pins()

    assert (unmet.referral_id, unmet.unit_id) == (1, 1)
    assert [line.code for line in unmet.obstacles] == ["people", "bedrooms"]


@pytest.mark.parametrize(
    "untold",
    [
        {"declined_pairs": [(1, 1)]},
        {"banned_pairs": [(1, 1)]},
        {"refused_communes": [(1, 0)]},
        {"excluded_communes": [(1, 0)]},
        {"safety_zones": [(1, 50.63, 3.06, 2.0)]},
    ],
)
def test_no_untold_rule_can_be_told_from_another_behind_an_unmet_pin(untold):
    (unmet,) = Trial.of(two_by_two(**untold)).solve([Pin(1, 1)]).unmet_pins()

    assert [line.code for line in unmet.obstacles] == [OTHER_CONDITIONS]


def test_a_pin_that_gives_way_to_a_limit_has_no_obstacle():
    problem = two_by_two(capacities=[(7, 1)])

    tried = Trial.of(problem).solve([Pin(1, 1), Pin(2, 2)])

    (unmet,) = tried.unmet_pins()
    assert unmet.obstacles == ()
    assert tried.solution.placed == 1


def test_a_home_kept_back_is_proposed_to_nobody():
    problem = two_by_two()

    tried = Trial.of(problem).solve([Hold(1)])

    assert tried.problem.units.kept_for.tolist() == [FOR_NOBODY, 0]
    assert {unit for _, unit in tried.solution.pairs} == {2}


def test_every_weight_but_the_order_of_the_levels_may_be_tried():
    weights = two_by_two().weights

    assert set(WEIGHT_PARTS) == {
        *("placed", "waiting", "days_per_waiting_point", "scarcity", "scarce_below_percent"),
        *("fit", "fit_per_spare_bedroom", "access", "wishes", "wishes_per_rank"),
        *("distance", "stability"),
    }
    assert all(isinstance(getattr(weights, part), int) for part in WEIGHT_PARTS)


def some_changes(problem, seed):
    """One to three changes that can be tried together, drawn from a seed."""
    draw = random.Random(seed)
    u, h = eligible_pairs(problem)
    at = draw.randrange(len(h))
    pin = Pin(int(problem.households.id[h[at]]), int(problem.units.id[u[at]]))
    others = [unit for unit in problem.units.id.tolist() if unit != pin.unit_id]
    referral = draw.choice(
        [one for one in problem.households.id.tolist() if one != pin.referral_id]
    )
    kept = problem.units.id[problem.units.kept_for > 0].tolist()
    choices = [
        pin,
        Ban(referral, draw.choice(others)),
        Hold(draw.choice([unit for unit in others if unit not in kept])),
        Weight("waiting", draw.randrange(60)),
        *(Release(unit) for unit in kept if unit != pin.unit_id),
    ]
    return draw.sample(choices, draw.randint(1, 3))


def with_kept_homes(problem):
    kept = np.where(problem.units.id % 7 == 0, 1, 0)
    return replace(problem, units=replace(problem.units, kept_for=kept))


@pytest.mark.parametrize("seed", range(24))
def test_a_trial_is_as_exact_as_a_night_that_began_with_the_changes(seed):
    problem = with_kept_homes(town(seed, 60, 30, demands=0.6))
    changes = some_changes(problem, seed)

    tried = Trial.of(problem).solve(changes)

    whole = solve(changed(problem, changes))
    assert replace(tried.solution, price_of_urgency=whole.price_of_urgency) == whole
    assert tried.solution.status == OPTIMAL
    assert check(tried.problem, tried.solution) == ()


def with_owners_and_links(problem):
    """Owners who lend few homes at once, and some households that move in near each other."""
    rows = raw_rows(problem)
    owner, group, km = (
        UNIT_COLUMNS.index("owner"),
        *(HOUSEHOLD_COLUMNS.index(name) for name in ("link_group", "link_km")),
    )
    rows["units"] = [with_value(row, owner, 1 + row[0] % 5) for row in rows["units"]]
    rows["owner_capacities"] = [(number, 3) for number in range(1, 6)]
    rows["households"] = [
        with_value(with_value(row, group, 1 + row[0] % 3 if row[0] <= 6 else 0), km, 20.0)
        for row in rows["households"]
    ]
    return Problem.from_rows(**rows)


def with_value(row, at, value):
    return (*row[:at], value, *row[at + 1 :])


@pytest.mark.parametrize("seed", range(6))
def test_a_trial_is_as_exact_where_owners_and_links_limit_the_night(seed):
    problem = with_owners_and_links(town(seed, 40, 20, demands=0.4))
    changes = some_changes(problem, seed)

    tried = Trial.of(problem).solve(changes)

    whole = solve(changed(problem, changes))
    assert replace(tried.solution, price_of_urgency=whole.price_of_urgency) == whole
    assert check(tried.problem, tried.solution) == ()


def test_the_random_changes_are_worth_trying():
    problems = [with_kept_homes(town(seed, 60, 30, demands=0.6)) for seed in range(24)]
    trials = [some_changes(problem, seed) for seed, problem in enumerate(problems)]

    kinds = {type(change) for changes in trials for change in changes}
    moved = sum(
        Trial.of(problem).solve(changes).solution.pairs != solve(problem).pairs
        for problem, changes in zip(problems, trials, strict=True)
    )

    assert kinds == {Pin, Ban, Hold, Release, Weight}
    assert moved > 16


def test_a_pin_reaches_into_another_commune_only_where_it_is_accepted():
    problem = two_by_two(
        units=[a_unit(id=1, commune=ROUBAIX), a_unit(id=2)], accepted_communes=[(1, 0, 1)]
    )

    (unmet,) = Trial.of(problem).solve([Pin(1, 1)]).unmet_pins()

    assert [line.code for line in unmet.obstacles] == ["accepted_communes"]
