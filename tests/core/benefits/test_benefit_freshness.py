"""A figure whose last check is older than a year is reported, and stops a release."""

from dataclasses import replace
from datetime import date

import pytest

from stirrup.benefits.freshness import main, to_check_again
from stirrup.benefits.parameters import list_parameters

FIGURE = replace(list_parameters()[0], last_checked_on=date(2026, 11, 21))
LEAP_DAY = replace(FIGURE, last_checked_on=date(2028, 2, 29))
FIRST_CHECK = min(one.last_checked_on for one in list_parameters())


@pytest.mark.parametrize(
    ("figure", "on", "old"),
    [
        (FIGURE, date(2027, 11, 21), False),
        (FIGURE, date(2027, 11, 22), True),
        (LEAP_DAY, date(2029, 3, 1), False),
        (LEAP_DAY, date(2029, 3, 2), True),
    ],
)
def test_a_check_holds_for_a_year(figure, on, old):
    assert bool(to_check_again([figure], on)) is old


def test_fresh_figures_are_told_and_pass(capsys):
    status = main(["--on", FIRST_CHECK.isoformat(), "--strict"])

    assert status == 0
    assert capsys.readouterr().out.startswith("0 of ")


@pytest.mark.parametrize(("arguments", "status"), [([], 0), (["--strict"], 1)])
def test_old_figures_are_named_and_stop_a_release_only(capsys, arguments, status):
    found = main(["--on", "2040-01-01", *arguments])

    lines = capsys.readouterr().out.splitlines()
    assert found == status
    assert len(lines) == len(list_parameters()) + 1
    assert f"tlv.next_rate (2023): last checked on {FIRST_CHECK}" in lines


def test_the_day_is_asked():
    with pytest.raises(SystemExit):
        main([])
