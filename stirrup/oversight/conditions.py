"""How well one part of the site is: a word, a tone for its tag, and what to know of it."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from stirrup.wording import N_, Labelled


class Condition(Labelled):
    """From well to broken; unknown is said, never taken for well."""

    WELL = "ok", N_("Well")
    WATCH = "warn", N_("To watch")
    BROKEN = "bad", N_("Out of order")
    UNKNOWN = "idle", N_("Not known")


@dataclass(frozen=True)
class Part:
    """One line of the page of health. `facts`: terms and values; `advice`: what to do about it."""

    title: str
    condition: Condition
    summary: str
    facts: tuple[tuple[str, str], ...] = ()
    advice: str = ""
    url: str | None = None
    url_words: str = ""

    @property
    def words(self) -> str:
        """The state in the reader's language."""
        return str(_(self.condition.label))


SERIOUS_FIRST = (Condition.BROKEN, Condition.WATCH, Condition.UNKNOWN, Condition.WELL)


def worst(parts: list[Part]) -> Part | None:
    """The first part that needs somebody, the most serious; None when nothing does."""
    waiting = [part for part in parts if part.condition in (Condition.BROKEN, Condition.WATCH)]
    return min(waiting, key=lambda part: SERIOUS_FIRST.index(part.condition), default=None)


def graver(*conditions: Condition) -> Condition:
    """The most serious of several."""
    return min(conditions, key=SERIOUS_FIRST.index)


def as_lines(facts: list[tuple[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Facts as text; what is not there is left out."""
    return tuple((term, str(value)) for term, value in facts if value not in (None, ""))
