"""Reads the facts of a case written in YAML, and says which one cannot be understood."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from stirrup.benefits.occupation import Occupation
from stirrup.benefits.regimes import ByYear
from stirrup.wording import Labelled

T = TypeVar("T")
Choice = TypeVar("Choice", bound=Labelled)
Result = dict[str, Any]
REQUIRED = object()


class UnreadableFactError(ValueError):
    """A fact of a case is missing or cannot be understood."""


@dataclass(frozen=True)
class Facts:
    """The `inputs` of a case; what is not among them is looked for beside them."""

    inputs: Mapping[str, Any]
    beside: Mapping[str, Any]

    @classmethod
    def of(cls, case: Mapping[str, Any]) -> "Facts":
        """Read a case. Raises UnreadableFactError without a map of inputs."""
        inputs = case.get("inputs")
        if not isinstance(inputs, Mapping):
            raise UnreadableFactError("inputs is missing")
        return cls(inputs, case)

    def among(self, *names: str) -> "Facts":
        """Return the facts written in a map of that name, else these."""
        found = (self.inputs[name] for name in names if isinstance(self.inputs.get(name), Mapping))
        return replace(self, inputs=next(found, self.inputs))

    def has(self, name: str) -> bool:
        """Whether the fact is given; null is not."""
        return self._find(name) is not None

    def raw(self, name: str, default: object = REQUIRED) -> Any:
        """Return a fact as it is written. Raises UnreadableFactError when a required one is not."""
        found = self._find(name)
        if found is not None:
            return found
        if default is REQUIRED:
            raise UnreadableFactError(f"{name} is missing")
        return default

    def amount(self, name: str, default: object = REQUIRED) -> Decimal:
        """Return a number of euros, a rate or a count."""
        return as_number(name, self.raw(name, default))

    def day(self, name: str) -> date:
        """Return a day."""
        return as_day(name, self.raw(name))

    def year(self, *names: str) -> int:
        """Return the year given under the first of these names that is there."""
        name = next((one for one in names if self.has(one)), names[0])
        return as_year(name, self.raw(name))

    def years(self, name: str) -> list[int]:
        """Return a list of years, one at least."""
        written = self.raw(name)
        if not isinstance(written, list) or not written:
            raise UnreadableFactError(f"{name} is not a list of years")
        return [as_year(name, one) for one in written]

    def yes(self, name: str, default: object = REQUIRED) -> bool:
        """Return true or false, and nothing that looks like it."""
        written = self.raw(name, default)
        if not isinstance(written, bool):
            raise UnreadableFactError(f"{name}: {written} is neither true nor false")
        return written

    def choice(self, name: str, choices: type[Choice], default: object = REQUIRED) -> Choice:
        """Return one of the choices, by its stored value or its name."""
        return as_choice(name, choices)(self.raw(name, default))

    def periods(self, name: str, default: object = REQUIRED) -> list[Occupation]:
        """Return a list of occupations, first and last days included."""
        written = self.raw(name, default)
        if not isinstance(written, Iterable) or isinstance(written, str):
            raise UnreadableFactError(f"{name} is not a list of first and last days")
        return [_period(name, one) for one in written]

    def by_year(self, name: str, read: Callable[[Any], T]) -> ByYear[T]:
        """Return a map by tax year with its `default`, or one value for every year."""
        written = self._find(name)
        if not isinstance(written, Mapping):
            return ByYear(default=None if written is None else read(written))
        years = {as_year(name, key): read(one) for key, one in written.items() if key != "default"}
        return ByYear(years, read(written["default"]) if "default" in written else None)

    def _find(self, name: str) -> Any:
        return self.inputs.get(name, self.beside.get(name))


def as_number(name: str, written: object) -> Decimal:
    """Read a number, written as one or as a decimal string."""
    try:
        number = Decimal("" if isinstance(written, bool) else str(written))
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise UnreadableFactError(f"{name}: {written} is not a number")
    return number


def as_choice(name: str, choices: type[Choice]) -> Callable[[Any], Choice]:
    """Return what reads one of the choices, in whatever case it is written."""
    known = {key.lower(): one for one in choices for key in (one.name, one.value)}

    def read(written: Any) -> Choice:
        if str(written).lower() not in known:
            names = ", ".join(one.value for one in choices)
            raise UnreadableFactError(f"{name}: {written} is not one of {names}")
        return known[str(written).lower()]

    return read


def as_day(name: str, written: object) -> date:
    """Read a day, written in ISO form or already understood by YAML."""
    if isinstance(written, date) and not isinstance(written, datetime):
        return written
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        raise UnreadableFactError(f"{name}: {written} is not a date") from None


def as_year(name: str, written: object) -> int:
    """Read a year, written as a number or a string."""
    try:
        return date(int(str(written)), 1, 1).year
    except (ValueError, OverflowError):
        raise UnreadableFactError(f"{name}: {written} is not a year") from None


def as_json(amount: Decimal | None) -> int | float | None:
    """Write an amount as JSON does: a whole number without decimals, null when not known."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _period(name: str, written: object) -> Occupation:
    if not isinstance(written, list | tuple) or not _is_pair(written):
        raise UnreadableFactError(f"{name}: {written} is not a first and a last day")
    first, last = written
    return Occupation(as_day(name, first), as_day(name, last))


def _is_pair(written: list[object] | tuple[object, ...]) -> bool:
    return len(written) == 2
