"""Figures of the law: each with its years, unit, article, source, confidence and last check."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from stirrup.wording import N_, Labelled

DIRECTORY = Path(__file__).with_suffix("")
CITATION = ("unit", "article", "source", "confidence", "last_checked_on")


class Confidence(Labelled):
    """How a figure is known."""

    CONFIRMED = "confirmed", N_("Read in a text of law or in an official source")
    SECONDARY = "secondary", N_("Read in one source that is not official")
    UNVERIFIED = "unverified", N_("Not verified")
    UNSOURCED = "unsourced", N_("Without a source")


PRINTABLE = (Confidence.CONFIRMED, Confidence.SECONDARY)


class IncompleteParameterError(ValueError):
    """A figure lacks its citation, or two figures claim the same year."""


class MissingParameterError(LookupError):
    """No figure of that name is in force in that year."""


@dataclass(frozen=True)
class Parameter:
    """One figure of the law, in force from the year `start` to `end` included (None: still)."""

    name: str  # file, then name in the file: "tlv.first_rate"
    value: Decimal
    unit: str
    start: int
    end: int | None
    article: str
    source: str
    confidence: Confidence
    last_checked_on: date
    from_on: date | None = None  # the day of `start` from which it replaces the figure before it

    @property
    def is_printable(self) -> bool:
        """Whether the figure may reach a result; what nobody verified never does."""
        return self.confidence in PRINTABLE

    def is_in_force(self, year: int) -> bool:
        """Whether the figure holds for that year."""
        return self.start <= year and (self.end is None or year <= self.end)


def value_at(name: str, year: int) -> Decimal:
    """Return the value in force in that year; raise MissingParameterError without one."""
    return get_parameter(name, year).value


def get_parameter(name: str, year: int) -> Parameter:
    """Return the figure in force in that year; raise MissingParameterError without one."""
    if found := find_parameter(name, year):
        return found
    raise MissingParameterError(f"{name} has no value for {year}")


@cache
def find_parameter(name: str, year: int) -> Parameter | None:
    """Return the figure in force in that year, or None when the law has none or none is known.

    A figure that changes during the year is the one of 1 January. A figure that is not verified
    or has no source is never found: it may be listed, not computed with.
    """
    return next(iter(_known(name, year)), None)


def find_parameter_on(name: str, day: date) -> Parameter | None:
    """Return the figure in force on that day, or None when none is known."""
    found = [one for one in _known(name, day.year) if one.from_on is None or one.from_on <= day]
    return found[-1] if found else None


def find_latest(name: str) -> Parameter | None:
    """Return the most recent figure of that name, or None when none is known."""
    found = [one for one in _by_name().get(name, ()) if one.is_printable]
    return found[-1] if found else None


def _known(name: str, year: int) -> tuple[Parameter, ...]:
    series = _by_name().get(name, ())
    return tuple(one for one in series if one.is_printable and one.is_in_force(year))


def list_parameters() -> tuple[Parameter, ...]:
    """Return every figure, file by file, in the order in which it is written."""
    return tuple(one for series in _by_name().values() for one in series)


@cache
def _by_name() -> Mapping[str, tuple[Parameter, ...]]:
    files = sorted(DIRECTORY.glob("*.yaml"))
    return {name: series for file in files for name, series in read_parameters(file)}


def read_parameters(file: Path) -> Iterator[tuple[str, tuple[Parameter, ...]]]:
    """Yield each name of a file with its figures; what stands beside `values` holds for each."""
    for name, written in (yaml.safe_load(file.read_text("utf-8")) or {}).items():
        shared = {key: value for key, value in written.items() if key != "values"}
        series = [_parameter(f"{file.stem}.{name}", shared | own) for own in written["values"]]
        yield f"{file.stem}.{name}", _without_overlap(series)


def _parameter(name: str, written: Mapping[str, Any]) -> Parameter:
    missing = [key for key in ("value", "start", *CITATION) if written.get(key) in (None, "")]
    if written.get("confidence") == Confidence.UNSOURCED and "source" in missing:
        missing.remove("source")
    if missing:
        raise IncompleteParameterError(f"{name} lacks {', '.join(missing)}")
    return Parameter(
        name=name,
        value=Decimal(str(written["value"])),
        unit=written["unit"],
        start=written["start"],
        end=written.get("end"),
        article=written["article"],
        source=written.get("source") or "",
        confidence=Confidence[written["confidence"].upper()],
        last_checked_on=written["last_checked_on"],
        from_on=written.get("from_on"),
    )


def _without_overlap(series: list[Parameter]) -> tuple[Parameter, ...]:
    for earlier, later in pairwise(series):
        follows = later.start if later.from_on is None else later.start + 1
        if earlier.end is None or follows <= earlier.end:
            raise IncompleteParameterError(f"{later.name} has two values for {later.start}")
    return tuple(series)
