"""The codes of steps and reasons: the program’s own, and those that administrators add. Pure."""

import re
import unicodedata
from collections.abc import Container
from itertools import chain, count

from stirrup.placements.lanes.enums import StepCode

OWN = "own_"
"""So begins the code of a step that administrators added; none of the program's ever does."""
LONGEST_STEM = 36
"""A code has forty signs at most; some are left to number those that look alike."""


def is_own(code: str) -> bool:
    """Whether administrators added the step of this code."""
    return code.startswith(OWN)


def free_code(words: str, taken: Container[str], *, otherwise: str, start: str = "") -> str:
    """A code made of French words, in a to z, digits and underscores; numbered when it is taken.

    `otherwise`: what stands for words that hold no letter and no digit.
    """
    plain = unicodedata.normalize("NFKD", words.replace("œ", "oe").replace("’", " "))
    letters = plain.encode("ascii", "ignore").decode().lower()
    stem = start + (re.sub(r"[^a-z0-9]+", "_", letters).strip("_") or otherwise)
    stem = stem[:LONGEST_STEM].rstrip("_")
    codes = chain([stem], (f"{stem}_{number}" for number in count(2)))
    return next(code for code in codes if code not in taken)


def code_of_a_step(column: str) -> str:
    """The condition in SQL that a column holds the code of a step, the program's or one's own."""
    known = ", ".join(f"'{code.value}'" for code in StepCode)
    return f"{column} IN ({known}) OR {is_own_in_sql(column)}"


def is_own_in_sql(column: str) -> str:
    """The condition in SQL that a column holds the code of a step that was added."""
    return f"substr({column}, 1, {len(OWN)}) = '{OWN}'"
