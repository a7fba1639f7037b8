"""Values of a JSON document, each checked, with an error that names where it stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from stirrup.matching.columns import ProblemRefused

Written = Mapping[str, Any]


def mapping(value: Any, where: str, keys: set[str]) -> Written:
    """Return an object whose keys are all known."""
    if not isinstance(value, Mapping):
        raise ProblemRefused(f"{where}: an object expected")
    unknown = sorted(map(str, value.keys() - keys))
    if unknown:
        raise ProblemRefused(f"{where}: {unknown[0]} is not a known key")
    return value


def items(written: Written, name: str, where: str) -> Sequence[Any]:
    """Return a list, empty where it is left out."""
    value = written.get(name, [])
    if not isinstance(value, list):
        raise ProblemRefused(f"{where}.{name}: a list expected")
    return value


def required(written: Written, name: str, where: str) -> Any:
    """Return a value that must be there."""
    if name not in written:
        raise ProblemRefused(f"{where}.{name}: missing")
    return written[name]


def day(value: Any, where: str) -> date:
    """Return a day of the calendar."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ProblemRefused(f"{where}: a day like 2026-03-02 expected") from error


def whole(value: Any, where: str) -> int:
    """Return a whole number, true and false being none."""
    if type(value) is not int:
        raise ProblemRefused(f"{where}: a whole number expected")
    return value


def word(value: Any, words: Sequence[str], where: str) -> int:
    """Return the position of a word among those allowed."""
    if value not in words:
        raise ProblemRefused(f"{where}: one of {', '.join(words)} expected")
    return words.index(value)
