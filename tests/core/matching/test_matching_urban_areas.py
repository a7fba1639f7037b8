"""Large invented territories: as many pairs as announced, in separate urban areas."""

import json
from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest

from stirrup.matching.assignment import scarce_support
from stirrup.matching.components import divide
from stirrup.matching.flow import LARGEST_COST
from stirrup.matching.home_limits import limits_of_homes
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.parts import Work, solve_parts
from stirrup.matching.problem import Problem
from stirrup.matching.solver import solve
from stirrup.matching.territories.benchmark import main
from stirrup.matching.territories.greedy import priority_greedy
from stirrup.matching.territories.urban_areas import (
    ASSOCIATIONS,
    DEGREES_APART,
    SIZES,
    SOUTH_WEST,
    Size,
    urban_areas,
)
from tests.core.matching.situations import a_household, a_night, a_unit

THREE_AREAS = Size(300, 120, 3, 10, 0.3, 0)


@pytest.mark.parametrize("size", ["city", "metropolis", "region"])
def test_a_territory_has_the_pairs_announced(size):
    u, _ = eligible_pairs(Problem.from_rows(**urban_areas(SIZES[size], seed=1)))

    assert abs(len(u) / SIZES[size].pairs - 1) < 0.1


def test_the_same_seed_invents_the_same_territory():
    one, same, other = (Problem.from_rows(**urban_areas(THREE_AREAS, seed)) for seed in (1, 1, 2))

    assert one.digest() == same.digest() != other.digest()


def test_nobody_looks_for_a_home_in_another_area():
    problem = Problem.from_rows(**urban_areas(THREE_AREAS, seed=1))
    west_to_east = (problem.units.longitude - SOUTH_WEST[1]) / DEGREES_APART
    area_of_household = (problem.households.association - 1) // ASSOCIATIONS

    u, h = eligible_pairs(problem)

    assert (np.rint(west_to_east)[u] == area_of_household[h]).all()
    assert np.unique(area_of_household[h]).tolist() == [0, 1, 2]


def test_one_process_and_two_give_the_same_parts():
    problem = Problem.from_rows(**urban_areas(THREE_AREAS, seed=1))
    u, h = eligible_pairs(problem)
    support, limits = scarce_support(problem, h), limits_of_homes(problem, u, h)
    batches = divide(problem, u, h, support, limits, at_once=100).batches
    work = Work(problem, support, limits, LARGEST_COST, True, perf_counter)

    answers = [solve_parts(work, u, h, batches, processes) for processes in (1, 2)]

    here, shared = (
        [replace(part, seconds={}, chosen=part.chosen.tolist()) for part in parts]
        for parts in answers
    )
    assert len(batches) > 1
    assert here == shared


def test_greedy_keeps_places_and_support_and_houses_no_more_than_the_night():
    problem = Problem.from_rows(**urban_areas(THREE_AREAS, seed=1))
    u, h = eligible_pairs(problem)

    chosen = priority_greedy(problem, u, h)

    associations = np.bincount(problem.households.association[h[chosen]], minlength=13)[1:]
    assert len(np.unique(h[chosen])) == len(chosen) <= solve(problem).placed
    assert (np.bincount(u[chosen], minlength=120) <= problem.units.places).all()
    assert (associations <= problem.capacities.left).all()


def test_greedy_serves_the_most_urgent_first():
    households = [a_household(id=1, urgency=1, waiting_days=300), a_household(id=2, urgency=0)]
    night = a_night(households=households)
    u, h = eligible_pairs(night)

    assert h[priority_greedy(night, u, h)].tolist() == [1]


def test_greedy_takes_the_most_suitable_home():
    night = a_night(units=[a_unit(id=1, bedrooms=3), a_unit(id=2)])
    u, h = eligible_pairs(night)

    assert u[priority_greedy(night, u, h)].tolist() == [1]


def test_the_benchmark_tells_ratios_and_passes_only_sound_nights(capsys):
    code = main(["--size", "city", "--repeat", "1", "--json"])

    (city,) = json.loads(capsys.readouterr().out)["sizes"]
    assert (code, city["status"], city["faults"]) == (0, "optimal", [])
    assert city["ratios"]["night_to_bare"] > 0
    assert city["placed"] >= city["greedy_placed"]


def test_the_benchmark_prints_a_table(capsys):
    main(["--size", "city", "--repeat", "1", "--no-bare"])

    assert "whole night (s)" in capsys.readouterr().out
