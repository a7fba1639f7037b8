"""Strict reading: what is accepted, what is refused, and that nothing else can come out."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.ui.parsing import (
    NotReadable,
    read_date,
    read_decimal,
    read_integer,
    read_password,
    read_phone,
    read_postcode,
    read_text,
    shown,
)

ANY_TEXT = st.text(st.characters(), max_size=60)
FROM_1900, TO_2100 = date(1900, 1, 1), date(2100, 12, 31)


def typed_date(day="", month="", year=""):
    return {"day": day, "month": month, "year": year}


def test_a_text_is_stripped_and_composed():
    assert read_text("  Épeule ", longest=20) == unicodedata.normalize("NFC", "Épeule")


@pytest.mark.parametrize(
    "sign", ["\0", "\x07", "\x7f", "\x85", "\ud800", "\u202e", "\u2066", "\u2069"]
)
def test_invisible_signs_are_refused(sign):
    with pytest.raises(NotReadable):
        read_text(f"rue{sign}neuve", longest=20, lines=True)


@pytest.mark.parametrize("sign", ["\r", "\n", "\r\n", "\t", "\u2028", "\u2029"])
def test_one_line_is_one_line(sign):
    with pytest.raises(NotReadable):
        read_text(f"a{sign}Bcc: b", longest=20)


def test_lines_are_kept_in_one_form():
    assert read_text("a\r\nb\n\tc", longest=20, lines=True) == "a\nb\n\tc"


def test_the_longest_text_is_accepted():
    assert read_text("x" * 20, longest=20) == "x" * 20


def test_one_sign_more_is_refused_with_both_numbers():
    with pytest.raises(NotReadable) as refusal:
        read_text("x" * 21, longest=20)

    assert refusal.value.values == {"most": 20, "count": 21}


def test_a_password_keeps_its_spaces_and_is_composed():
    assert read_password(" cle\u0301 du canal ", longest=128, shortest=12) == " cl\u00e9 du canal "


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0", 0), ("46", 46), (" 46 ", 46), ("007", 7), ("2 640", 2640), ("2\u202f640", 2640)],
)
def test_whole_numbers_are_read(typed, number):
    assert read_integer(typed, least=0, most=10_000) == number


@pytest.mark.parametrize(
    "typed",
    ["1_0", "١٢", "1e3", "0x1f", "+4", "4.0", "2 64", "12 34", "NaN", "", "9" * 20, "-1", "10001"],
)
def test_other_numbers_are_refused(typed):
    with pytest.raises(NotReadable):
        read_integer(typed, least=0, most=10_000)


def test_a_negative_number_is_read_where_it_is_allowed():
    assert read_integer("-1", least=-2, most=40) == -1


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", "12.00"), ("12,5", "12.50"), ("12.50", "12.50"), ("1\u00a0234,5", "1234.50")],
)
def test_decimals_are_read_with_comma_or_point(typed, number):
    read = read_decimal(typed, least=Decimal(0), most=Decimal(10_000), places=2)

    assert str(read) == number


@pytest.mark.parametrize(
    "typed",
    ["NaN", "sNaN", "Infinity", "1e2", "1_0", "١٢", ",5", "5,", "1,234", "1.2.3", "10000,01"],
)
def test_other_decimals_are_refused(typed):
    with pytest.raises(NotReadable):
        read_decimal(typed, least=Decimal(0), most=Decimal(10_000), places=2)


@given(ANY_TEXT)
def test_a_number_that_is_read_lies_within_its_bounds(typed):
    try:
        number = read_integer(typed, least=-5, most=400)
    except NotReadable:
        return
    assert -5 <= number <= 400


@given(st.integers(-5, 400))
def test_every_number_within_the_bounds_is_read(number):
    assert read_integer(str(number), least=-5, most=400) == number


@given(ANY_TEXT)
def test_a_text_that_is_read_can_be_stored_and_sent(typed):
    try:
        text = read_text(typed, longest=60, lines=True)
    except NotReadable:
        return
    assert "\0" not in text
    assert text.encode("utf-8").decode("utf-8") == text


@given(ANY_TEXT)
def test_what_is_shown_again_can_always_be_sent(typed):
    assert "\0" not in shown(typed).encode("utf-8").decode("utf-8")


@given(st.dates(FROM_1900, TO_2100))
def test_every_day_within_the_bounds_is_read(day):
    typed = typed_date(str(day.day), str(day.month), str(day.year))

    assert read_date(typed, first=FROM_1900, last=TO_2100) == day


def test_an_empty_date_is_no_date():
    assert read_date(typed_date(" "), first=FROM_1900, last=TO_2100) is None


@pytest.mark.parametrize(
    ("typed", "sentence", "part"),
    [
        (typed_date("", "2", "2026"), "Enter the day.", "day"),
        (typed_date("1", "", ""), "Enter the month and the year.", "month"),
        (typed_date("1", "2", "26"), "Write the year in four digits, such as 2026.", "year"),
        (typed_date("1", "13", "2026"), "Write the month as a number from 1 to 12.", "month"),
        (
            typed_date("30", "2", "2026"),
            "This day does not exist: check the day and the month.",
            "day",
        ),
        (
            typed_date("1", "mai", "2026"),
            "Write the date in digits only, such as 21 11 2026.",
            "month",
        ),
        (typed_date("1", "1", "1899"), "Enter a date from %(first)s to %(last)s.", None),
    ],
)
def test_a_wrong_date_says_what_to_correct(typed, sentence, part):
    with pytest.raises(NotReadable) as refusal:
        read_date(typed, first=FROM_1900, last=TO_2100)

    assert (refusal.value.sentence, refusal.value.part) == (sentence, part)


@pytest.mark.parametrize(
    "typed",
    ["03 20 00 00 00", "0320000000", "+33 3 20 00 00 00", "+33(0)320000000", "03.20.00.00.00"],
)
def test_a_french_phone_is_kept_in_one_form(typed):
    assert read_phone(typed) == "+33320000000"


@pytest.mark.parametrize(
    "typed", ["03200000", "00 20 00 00 00", "+32 2 123 45 67", "o3 20 00 00 00"]
)
def test_another_phone_is_refused(typed):
    with pytest.raises(NotReadable):
        read_phone(typed)


def test_a_postcode_keeps_its_first_zero():
    assert read_postcode("02 100") == "02100"


@pytest.mark.parametrize("typed", ["5910", "591000", "00100", "99100", "5910O", "٥٩١٠٠"])
def test_another_postcode_is_refused(typed):
    with pytest.raises(NotReadable):
        read_postcode(typed)
