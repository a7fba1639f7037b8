"""Points: each part on its own, its ceiling, and the levels they make together."""

import numpy as np
import pytest

from stirrup.matching.lots import draw
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.problem import Weights
from stirrup.matching.scoring import PARTS, levels
from stirrup.matching.territories.simulation import town
from tests.core.matching.situations import HOME, LILLE, ROUBAIX, a_household, a_night, a_unit

PAIR = np.array([0]), np.array([0])


def points(code, night):
    (part,) = (part for part in PARTS if part.code == code)
    return int(part.points(night, *PAIR)[0])


@pytest.mark.parametrize(("band", "expected"), [(0, 3000), (1, 2000), (2, 1000), (3, 0)])
def test_urgency_follows_the_published_grid(band, expected):
    assert points("urgency", a_night(households=[a_household(urgency=band)])) == expected


@pytest.mark.parametrize(("days", "expected"), [(0, 0), (2, 0), (3, 1), (179, 59), (9999, 60)])
def test_waiting_brings_a_point_every_three_days_up_to_sixty(days, expected):
    assert points("waiting", a_night(households=[a_household(waiting_days=days)])) == expected


@pytest.mark.parametrize(("suitable", "expected"), [(1, 24), (2, 8), (3, 0), (10, 0)])
def test_scarcity_falls_to_nothing_at_a_quarter_of_the_homes(suitable, expected):
    units = [a_unit(id=number, step_free=number <= suitable) for number in range(1, 11)]
    night = a_night(units=units, households=[a_household(needs_step_free=True)])

    assert points("scarcity", night) == expected


@pytest.mark.parametrize(
    ("suitable", "of", "expected"), [(7, 31, 3), (1, 4, 0), (24, 97, 0), (1, 1, 0), (0, 1, 40)]
)
def test_scarcity_is_counted_to_the_point(suitable, of, expected):
    units = [a_unit(id=number, quiet=number <= suitable) for number in range(1, of + 1)]
    night = a_night(units=units, households=[a_household(needs_quiet=True)])

    assert points("scarcity", night) == expected


def test_a_refused_commune_makes_no_need_scarce():
    units = [a_unit(id=number, commune=number % 2) for number in range(1, 11)]

    assert points("scarcity", a_night(units=units, refused_communes=[(1, 1)])) == 0


@pytest.mark.parametrize(("bedrooms", "expected"), [(1, 10), (2, 10), (3, 5), (4, 0), (9, 0)])
def test_fit_falls_with_each_spare_bedroom(bedrooms, expected):
    assert points("fit", a_night(units=[a_unit(bedrooms=bedrooms)])) == expected


@pytest.mark.parametrize("offer", ["step_free", "adapted_bathroom"])
@pytest.mark.parametrize(("needed", "expected"), [(True, 10), (False, 0)])
def test_an_accessible_home_scores_for_those_who_need_it(offer, needed, expected):
    household = a_household(**{f"needs_{offer}": needed})

    assert points("access", a_night(units=[a_unit(**{offer: True})], households=[household])) == (
        expected
    )


@pytest.mark.parametrize(("needed", "expected"), [(True, 10), (False, 0)])
def test_a_home_accessible_in_both_ways_scores_for_those_who_need_both(needed, expected):
    unit = a_unit(step_free=True, adapted_bathroom=True)
    household = a_household(needs_step_free=needed, needs_adapted_bathroom=needed)

    assert points("access", a_night(units=[unit], households=[household])) == expected


@pytest.mark.parametrize(("rank", "expected"), [(1, 10), (2, 8), (5, 2), (6, 0), (40, 0)])
def test_wishes_fall_with_the_rank(rank, expected):
    assert points("wishes", a_night(accepted_communes=[(1, LILLE, rank)])) == expected


def test_a_household_without_wishes_loses_nothing():
    assert points("wishes", a_night(refused_communes=[(1, ROUBAIX)])) == 10


@pytest.mark.parametrize(("km", "expected"), [(5.01, 0), (10, 4), (51, 9)])
def test_distance_counts_what_is_left_of_the_accepted_way(km, expected):
    assert points("distance", a_night(anchors=[(1, HOME[0] + 0.045, HOME[1], km)])) == expected


def test_the_hardest_place_decides_the_distance():
    far, near = (1, HOME[0] + 0.045, HOME[1], 5.01), (1, *HOME, 5)

    assert points("distance", a_night(anchors=[near, far])) == 0


def test_a_household_without_places_to_stay_near_loses_nothing():
    assert points("distance", a_night()) == 10


@pytest.mark.parametrize(("pair", "expected"), [((1, 1), 1), ((1, 2), 0)])
def test_stability_is_for_the_proposal_of_yesterday(pair, expected):
    night = a_night(units=[a_unit(), a_unit(id=2)], standing_pairs=[pair])

    assert points("stability", night) == expected


@pytest.mark.parametrize("seed", range(5))
def test_every_part_keeps_within_its_published_maximum(seed):
    night = town(seed, 60, 40)
    u, h = eligible_pairs(night)

    for part in PARTS:
        brought = part.points(night, u, h)
        assert brought.min() >= 0
        assert brought.max() <= part.maximum(night.weights)


@pytest.mark.parametrize("seed", range(5))
def test_levels_and_parts_add_up_to_the_same_points(seed):
    night = town(seed, 60, 40)
    u, h = eligible_pairs(night)

    by_part = sum(part.points(night, u, h) for part in PARTS)
    by_level = sum(level.gains * level.worth for level in levels(night, u, h))

    assert by_part.tolist() == by_level.tolist()


def test_levels_follow_the_published_order():
    assert [level.code for level in levels(a_night(), *PAIR)] == [
        "pins",
        "urgency_0",
        "urgency_1",
        "urgency_2",
        "placed",
        "points",
        "suitability",
        "stability",
        "lots",
    ]


def test_a_unit_of_each_level_is_worth_what_is_published():
    assert [level.worth for level in levels(a_night(), *PAIR)] == [
        0, 3_000, 2_000, 1_000, 1_000, 1, 1, 1, 0,
    ]  # fmt: skip


def test_these_levels_decide_who_is_housed_and_the_others_where():
    who = [level.code for level in levels(a_night(), *PAIR) if level.of_the_household]

    assert who == ["urgency_0", "urgency_1", "urgency_2", "placed", "points"]


def test_levels_of_the_household_are_the_same_for_all_its_homes():
    night = town(2, 30, 30)
    u, h = eligible_pairs(night)

    for level in levels(night, u, h):
        if level.of_the_household:
            kinds = np.unique(np.stack([h, level.gains]), axis=1)
            assert len(kinds[0]) == len(np.unique(h))


def test_a_lot_depends_on_seed_and_ids_alone():
    referrals, units = np.array([3, 1, 2]), np.array([9, 9, 8])

    together = draw(5, referrals, units, 1000)
    apart = [int(draw(5, referrals[[at]], units[[at]], 1000)[0]) for at in range(3)]

    assert together.tolist() == apart
    assert together.tolist() != draw(6, referrals, units, 1000).tolist()


def test_lots_are_spread_evenly():
    ids = np.arange(1, 20_001)

    counts = np.bincount(draw(1, ids, ids[::-1], 10), minlength=10)

    assert abs(counts - 2000).max() < 200


def test_lots_favour_neither_old_nor_new_referrals():
    ids = np.arange(1, 20_001)

    lots = draw(1, ids, np.ones_like(ids), 2**20)

    assert abs(np.corrcoef(ids, lots)[0, 1]) < 0.02


def test_other_weights_give_other_points():
    night = a_night(weights=Weights(waiting=5))

    assert points("waiting", night) == 5
