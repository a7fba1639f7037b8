"""Marks of charts and small maps: areas tell counts, names never collide, lines start from zero."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.ui.charts import (
    CHART_HEIGHT,
    LETTER,
    LINE,
    MAP_WIDTH,
    PAD,
    Place,
    commune_map,
    spark_points,
)

LILLE = Place("Lille", 50.63, 3.06, 4600)
ROUBAIX = Place("Roubaix", 50.69, 3.17, 1967)
HEM = Place("Hem", 50.65, 3.18, 20)

places = st.lists(
    st.builds(
        Place,
        st.text("abcdefgh", min_size=2, max_size=20),
        st.floats(50.5, 50.8),
        st.floats(2.8, 3.3),
        st.integers(1, 5000),
    ),
    max_size=40,
)


def test_the_area_of_a_disc_tells_its_count():
    large, middle, _small = commune_map([HEM, LILLE, ROUBAIX]).discs

    assert (large.place, middle.place) == (LILLE, ROUBAIX)
    assert (large.radius / middle.radius) ** 2 == pytest.approx(4600 / 1967, rel=0.02)


def test_north_is_up_and_east_is_right():
    lille, roubaix, _hem = commune_map([HEM, LILLE, ROUBAIX]).discs

    assert roubaix.y < lille.y
    assert roubaix.x > lille.x


def test_five_kilometres_are_as_long_as_they_should():
    west, east = Place("West", 50.6, 3.0, 1), Place("East", 50.6, 3.0708, 1)

    drawing = commune_map([west, east])

    first, second = (disc.x for disc in drawing.discs)
    assert abs(first - second) == pytest.approx(drawing.scale, rel=0.03)


@given(places)
def test_every_place_is_on_the_map_and_no_name_covers_another(many):
    drawing = commune_map(many)

    assert len(drawing.discs) == len(many)
    boxes = [name_box(disc) for disc in drawing.discs if disc.label]
    assert all(box[0] >= 0 and box[2] <= MAP_WIDTH for box in boxes)
    assert not any(meet(one, other) for one, other in combinations(boxes, 2))


@given(st.lists(st.floats(0, 1e6), max_size=40))
def test_a_line_stays_inside_and_its_highest_value_is_on_top(values):
    points = spark_points(values)

    assert len(points) == len(values)
    assert all(PAD - 1 <= y <= CHART_HEIGHT - PAD + 1 for _x, y in points)
    if values and max(values) > 0:
        assert min(y for _x, y in points) == points[values.index(max(values))][1]


def name_box(disc):
    half = len(disc.label) * LETTER / 2
    top = disc.label_y - LINE * 0.8
    return disc.x - half, top + 0.2, disc.x + half, top + LINE - 0.2


def meet(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
