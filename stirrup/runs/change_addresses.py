"""Changes to try as words of an address: `pin:M-0012:LOG-0431`, references and never a name."""

import re
from collections.abc import Iterable, Sequence

from stirrup.matching.trials.what_if import WEIGHT_PARTS, Ban, Change, Hold, Pin, Release, Weight

HOUSEHOLD = re.compile(r"(?:M-?)?([0-9]{1,12})", re.IGNORECASE)
HOME = re.compile(r"(?:LOG-?)?([0-9]{1,12})", re.IGNORECASE)
NUMBER = re.compile(r"[0-9]{1,6}")
PAIRS: dict[str, type[Pin] | type[Ban]] = {"pin": Pin, "ban": Ban}
HOMES: dict[str, type[Hold] | type[Release]] = {"hold": Hold, "open": Release}
WORDS: dict[type[Change], str] = {kind: word for word, kind in (*PAIRS.items(), *HOMES.items())}
WEIGHT = "weight"


def written(change: Change) -> str:
    """The words of one change."""
    match change:
        case Pin() | Ban():
            household = household_reference(change.referral_id)
            return f"{WORDS[type(change)]}:{household}:{home_reference(change.unit_id)}"
        case Hold() | Release():
            return f"{WORDS[type(change)]}:{home_reference(change.unit_id)}"
        case Weight():
            return f"{WEIGHT}:{change.part}:{change.value}"


def read(words: str) -> Change | None:
    """The change that words stand for; None for anything else."""
    kind, *values = words.split(":")
    if kind in PAIRS and len(values) == 2:
        household, home = read_household(values[0]), read_home(values[1])
        return PAIRS[kind](household, home) if household and home else None
    if kind in HOMES and len(values) == 1:
        home = read_home(values[0])
        return HOMES[kind](home) if home else None
    if kind == WEIGHT and len(values) == 2:
        return _read_weight(*values)
    return None


def read_all(addresses: Iterable[str], most: int) -> tuple[list[Change], bool]:
    """The changes of an address, in order, and whether every one of them could be read."""
    words = list(addresses)
    changes = [change for change in map(read, words[:most]) if change is not None]
    return changes, len(changes) == len(words)


def with_change(changes: Sequence[Change], new: Change) -> list[Change]:
    """One change more; another value of the same weight takes the place of the first."""
    kept = [one for one in changes if not _same_weight(one, new)]
    return [*kept, new]


def household_reference(referral_id: int) -> str:
    """As on the pages of the referral."""
    return f"M-{referral_id:04d}"


def home_reference(unit_id: int) -> str:
    """As on the pages of the home."""
    return f"LOG-{unit_id:04d}"


def read_household(typed: str) -> int | None:
    """The number of a household's reference, with or without its letter."""
    return _number(HOUSEHOLD, typed)


def read_home(typed: str) -> int | None:
    """The number of a home's reference, with or without its letters."""
    return _number(HOME, typed)


def _number(form: re.Pattern[str], typed: str) -> int | None:
    found = form.fullmatch(typed.strip())
    return int(found[1]) if found else None


def _read_weight(part: str, value: str) -> Weight | None:
    if part not in WEIGHT_PARTS or not NUMBER.fullmatch(value):
        return None
    return Weight(part, int(value))


def _same_weight(one: Change, other: Change) -> bool:
    return isinstance(one, Weight) and isinstance(other, Weight) and one.part == other.part
