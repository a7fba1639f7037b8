"""Dates, amounts and measures as the reader writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from stirrup.ui import filters

NARROW = "\N{NARROW NO-BREAK SPACE}"
FIXED = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (lambda: filters.euros(1347), f"1{NARROW}347{FIXED}€"),
        (lambda: filters.euros(Decimal("1234.5")), f"1{NARROW}234,50{FIXED}€"),
        (lambda: filters.euros(Decimal("0.00")), f"0{FIXED}€"),
        (lambda: filters.decimal(Decimal("2.94")), "2,9"),
        (lambda: filters.decimal(Decimal("3.00"), 2), "3"),
        (lambda: filters.surface(58), f"58{FIXED}m²"),
        (lambda: filters.kilometres(1.84), f"1,8{FIXED}km"),
        (lambda: filters.percent(0.34), f"34{FIXED}%"),
        (lambda: filters.percent(Decimal("0.175")), f"17,5{FIXED}%"),
        (lambda: filters.date_long(date(2026, 11, 21)), "21 novembre 2026"),
        (lambda: filters.date_long(date(2026, 12, 1)), "1er décembre 2026"),
        (lambda: filters.date_long(date(2026, 12, 11)), "11 décembre 2026"),
        (lambda: filters.date_weekday(date(2026, 12, 1)), "mardi 1er décembre 2026"),
        (lambda: filters.date_short(date(2026, 11, 30)), "30 novembre"),
        (lambda: filters.month(date(2026, 12, 1)), "décembre 2026"),
        (lambda: filters.time(datetime(2026, 11, 21, 13, 2, tzinfo=UTC)), f"14{FIXED}h{FIXED}02"),
        (lambda: filters.time(datetime(2026, 7, 21, 13, 2, tzinfo=UTC)), f"15{FIXED}h{FIXED}02"),
        (lambda: filters.phone("+33320000000"), FIXED.join(["03", "20", "00", "00", "00"])),
    ],
)
def test_french_readers_read(french, written, expected):
    assert written() == expected


def test_the_day_of_an_instant_is_the_day_in_paris(french):
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)

    assert filters.date_and_time(late) == f"1er décembre 2026, 0{FIXED}h{FIXED}30"


def test_english_readers_read_their_own_forms(english):
    assert filters.euros(Decimal("1234.5")) == "€1,234.50"
    assert filters.date_weekday(date(2026, 12, 1)) == "Tuesday 1 December 2026"
    assert filters.time(datetime(2026, 11, 21, 13, 2, tzinfo=UTC)) == "14:02"


@pytest.mark.parametrize(
    "write", [filters.euros, filters.surface, filters.date_long, filters.time, filters.yes_no]
)
def test_what_is_not_known_is_said(reading, write):
    assert write(None) == "not known"


@pytest.mark.parametrize(("count", "form"), [(0, "jour"), (1, "jour"), (2, "jours")])
def test_zero_is_singular_in_french(french, count, form):
    assert filters.plural(count, "jour", "jours") == form


@pytest.mark.parametrize(("count", "form"), [(0, "days"), (1, "day"), (2, "days")])
def test_zero_is_plural_in_english(english, count, form):
    assert filters.plural(count, "day", "days") == form
