"""How many people a surface holds, from the committed figures."""

from decimal import Decimal

import pytest

from stirrup.units.occupation import ceiling, occupation_rule


@pytest.mark.parametrize(
    ("surface", "most"),
    [
        ("8.99", 0),
        ("9", 1),
        ("15.99", 1),
        ("16", 2),
        ("24.99", 2),
        ("25", 3),
        ("34", 4),
        ("58", 6),
        ("500", 55),
    ],
)
def test_each_threshold_opens_one_more_place(surface, most):
    assert ceiling(Decimal(surface)) == most


def test_a_float_surface_reads_like_a_decimal():
    assert ceiling(25.0) == ceiling(Decimal(25))


def test_the_figures_cite_article_confidence_and_last_check():
    rule = occupation_rule()

    assert rule["article"] == "CCH art. D.822-25"
    assert rule["confidence"] == "unverified"
    assert rule["last_checked_on"].isoformat() == "2026-11-21"
