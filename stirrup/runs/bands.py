"""Numbers of households as a landlord reads them: none, fewer than ten, then to the nearest ten.

A household may be the only one: its landlord-to-be never reads it in a count.
"""

from flask_babel import gettext as _
from flask_babel import ngettext

TEN = 10


def rounded(count: int) -> int:
    """0 for none, 1 for any number below ten, else the nearest ten."""
    if count < TEN:
        return min(count, 1)
    return (count + TEN // 2) // TEN * TEN


def in_words(count: int) -> str:
    """Fewer than 10 households; about 20 households."""
    band = rounded(count)
    if band == 0:
        return str(_("no household"))
    if band < TEN:
        return str(_("fewer than 10 households"))
    return str(_("about %(count)s households", count=band))


def exactly(count: int) -> str:
    """12 households."""
    return str(ngettext("%(num)s household", "%(num)s households", count))


def surely_doubles(gain: int, before: int) -> bool:
    """Whether the words of both numbers, and nothing finer, prove that the first is no smaller."""
    return 0 < _most(before) <= _least(gain)


def _least(count: int) -> int:
    band = rounded(count)
    return band if band < TEN else max(TEN, band - TEN // 2)


def _most(count: int) -> int:
    band = rounded(count)
    if band == 0:
        return 0
    return TEN - 1 if band < TEN else band + TEN // 2 - 1
