"""What two solutions differ by, in plain words: "one household fewer", "12 points of waiting"."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.matching.trials.comparison import Comparison, LevelChange
from stirrup.ui.filters import decimal, kilometres, yes_no

Row = tuple[str, str, str]


def _no_shelter(count: int) -> str:
    return str(
        ngettext(
            "%(num)s household without shelter tonight",
            "%(num)s households without shelter tonight",
            count,
        )
    )


def _within_7_days(count: int) -> str:
    return str(
        ngettext(
            "%(num)s household that must leave within 7 days",
            "%(num)s households that must leave within 7 days",
            count,
        )
    )


def _within_30_days(count: int) -> str:
    return str(
        ngettext(
            "%(num)s household that must leave within 30 days",
            "%(num)s households that must leave within 30 days",
            count,
        )
    )


def _placed(count: int) -> str:
    return str(ngettext("%(num)s household with a home", "%(num)s households with a home", count))


def _points(count: int) -> str:
    return str(
        ngettext(
            "%(num)s point of waiting and rarity", "%(num)s points of waiting and rarity", count
        )
    )


def _suitability(count: int) -> str:
    return str(
        ngettext(
            "%(num)s point of bedrooms, access, wishes and distance",
            "%(num)s points of bedrooms, access, wishes and distance",
            count,
        )
    )


def _stability(count: int) -> str:
    return str(
        ngettext(
            "%(num)s proposal of the day before kept",
            "%(num)s proposals of the day before kept",
            count,
        )
    )


COUNTED: dict[str, Callable[[int], str]] = {
    "urgency_0": _no_shelter,
    "urgency_1": _within_7_days,
    "urgency_2": _within_30_days,
    "placed": _placed,
    "points": _points,
    "suitability": _suitability,
    "stability": _stability,
}
"""Every level that can cost something, in the order in which they decide."""


def costs_of(comparison: Comparison) -> list[str]:
    """What is lost, the level that decides first standing first."""
    return [_fewer(level) for level in comparison.levels if level.after < level.before]


def gains_of(comparison: Comparison) -> list[str]:
    """What is gained, in the same order."""
    return [_more(level) for level in comparison.levels if level.after > level.before]


def figures_of(comparison: Comparison) -> list[Row]:
    """(what, before, after) of both solutions."""
    before, after = comparison.before, comparison.after
    bands = zip(_band_names(), before.by_band, after.by_band, strict=True)
    return [
        (_("Households with a home"), decimal(before.placed), decimal(after.placed)),
        *((name, decimal(was), decimal(is_now)) for name, was, is_now in bands),
        (
            _("Days waited by those who get a home"),
            decimal(before.waiting_days),
            decimal(after.waiting_days),
        ),
        (
            _("Average distance to the farthest place to stay near"),
            kilometres(before.kilometres),
            kilometres(after.kilometres),
        ),
        (_("Nothing better is possible: proved"), yes_no(before.proved), yes_no(after.proved)),
    ]


def _band_names() -> list[str]:
    return [
        str(_("of which without shelter tonight")),
        str(_("of which must leave within 7 days")),
        str(_("of which must leave within 30 days")),
        str(_("of which stable for now")),
    ]


def _fewer(level: LevelChange) -> str:
    what = COUNTED[level.code](level.before - level.after)
    return str(_("%(what)s fewer", what=what))


def _more(level: LevelChange) -> str:
    what = COUNTED[level.code](level.after - level.before)
    return str(_("%(what)s more", what=what))
