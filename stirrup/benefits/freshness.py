"""`python -m stirrup.benefits.freshness --on DAY [--strict]`: figures of the law to check again.

A figure whose last check is older than a year is reported; with `--strict` it stops a release.
"""

import argparse
import sys
from collections.abc import Iterable
from datetime import date

from stirrup.benefits.parameters import Parameter, list_parameters


def to_check_again(parameters: Iterable[Parameter], on: date) -> tuple[Parameter, ...]:
    """Return the figures last checked more than a year before that day."""
    return tuple(one for one in parameters if _a_year_after(one.last_checked_on) < on)


def _a_year_after(day: date) -> date:
    """The same day of the next year; 1 March for 29 February."""
    return day + (date(day.year + 1, day.month, 1) - date(day.year, day.month, 1))


def main(arguments: list[str]) -> int:
    """Print a line for each figure to check again; 1 when there is one and the run is strict."""
    parser = argparse.ArgumentParser(prog="python -m stirrup.benefits.freshness")
    parser.add_argument("--on", type=date.fromisoformat, required=True, help="the day it is")
    parser.add_argument("--strict", action="store_true", help="fail instead of reporting only")
    asked = parser.parse_args(arguments)
    figures = list_parameters()
    old = to_check_again(figures, asked.on)
    for one in old:
        sys.stdout.write(f"{one.name} ({one.start}): last checked on {one.last_checked_on}\n")
    sys.stdout.write(f"{len(old)} of {len(figures)} figures of the law are to be checked again\n")
    return 1 if old and asked.strict else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
