"""What asks for somebody besides the proposals, in words: late steps, homes about to end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from stirrup.placements.ending_homes import EndingHome, ending_homes
from stirrup.placements.lanes.steps import in_words
from stirrup.placements.late_stays import LateStay, late_stays
from stirrup.ui.filters import date_short, day_count

MOST_LINES = 3


@dataclass(frozen=True)
class Watch:
    """How many there are, and the most pressing of them."""

    words: str
    lines: Sequence[dict[str, str]]
    """Each: title, url, text."""


def watches(day: date) -> list[Watch]:
    """What there is to watch; nothing on a quiet morning. Two questions."""
    late, ending = late_stays(day, MOST_LINES), ending_homes(day, MOST_LINES)
    found = []
    if late:
        words = ngettext("%(num)s step is late", "%(num)s steps are late", late.total)
        found.append(Watch(str(words), [_late(stay) for stay in late.first]))
    if ending:
        words = ngettext(
            "%(num)s home is about to end", "%(num)s homes are about to end", ending.total
        )
        found.append(Watch(str(words), [_ending(home, day) for home in ending.first]))
    return found


def _late(stay: LateStay) -> dict[str, str]:
    step = in_words(stay.step, str(get_locale()))
    return {
        "title": stay.reference,
        "url": url_for("placements.show", placement_id=stay.placement_id),
        "text": _("%(step)s, late by %(days)s", step=step, days=day_count(stay.late_days)),
    }


def _ending(home: EndingHome, day: date) -> dict[str, str]:
    if home.last_start < day:
        text = _("%(town)s, no stay of six months can begin any more", town=home.commune)
    else:
        last = date_short(home.last_start)
        text = _("%(town)s, a stay can begin until %(day)s", town=home.commune, day=last)
    return {
        "title": home.reference,
        "url": url_for("units.show", unit_id=home.unit_id),
        "text": text,
    }
