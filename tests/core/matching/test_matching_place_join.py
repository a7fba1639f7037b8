"""Homes near a place: the strips that are searched lose none, wherever on the globe."""

import numpy as np
import pytest

from stirrup.matching.eligibility import obstacles
from stirrup.matching.pairs import eligible_pairs
from tests.core.matching.situations import a_household, a_night, a_unit


@pytest.mark.parametrize(
    "place", [(0, 0), (50.6, 3.1), (-21.1, 55.5), (15, 179.99), (-17, -179.95), (89.9, 10)]
)
@pytest.mark.parametrize("km", [0.5, 30, 400])
def test_a_circle_holds_the_homes_that_its_rule_allows(place, km):
    draw = np.random.default_rng(1)
    around = np.array(place) + draw.normal(0, km / 111, (200, 2)) * (1, 1 + 9 * (place[0] > 80))
    latitude = around[:, 0].clip(-90, 90)
    longitude = (around[:, 1] + 180) % 360 - 180
    units = [
        a_unit(id=1 + row, latitude=latitude[row], longitude=longitude[row]) for row in range(200)
    ]
    night = a_night(units=units, households=[a_household()], anchors=[(1, *map(float, place), km)])

    u, _ = eligible_pairs(night)

    allowed = [row for row in range(200) if not obstacles(night, row, 0)]
    assert u.tolist() == allowed
    assert 20 < len(allowed) < 200
