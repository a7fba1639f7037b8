"""Possible homes that went to others, in the reader's words: what decided, home by home."""

from collections.abc import Callable

from flask_babel import ngettext

from stirrup.matching.explanations.why_not import LIMITS, Lost


def line_of(lost: Lost) -> str:
    """2 homes: to households in a more urgent situation."""
    return LINES.get(lost.code, _weighed)(lost.homes)


def _pins(count: int) -> str:
    return str(
        ngettext(
            "%(num)s home: the Stirrup team asked for it for another household.",
            "%(num)s homes: the Stirrup team asked for them for other households.",
            count,
        )
    )


def _urgency(count: int) -> str:
    return str(
        ngettext(
            "%(num)s home: it went to a household in a more urgent situation.",
            "%(num)s homes: each went to a household in a more urgent situation.",
            count,
        )
    )


def _points(count: int) -> str:
    return str(
        ngettext(
            "%(num)s home: it went to a household as urgent, with more points for its wait"
            " or for needs that few homes meet.",
            "%(num)s homes: each went to a household as urgent, with more points for its wait"
            " or for needs that few homes meet.",
            count,
        )
    )


def _suitability(count: int) -> str:
    return str(
        ngettext(
            "%(num)s home: it went to a household as urgent, with as many points, that it suits"
            " better.",
            "%(num)s homes: each went to a household as urgent, with as many points, that it suits"
            " better.",
            count,
        )
    )


def _stability(count: int) -> str:
    return str(
        ngettext(
            "%(num)s home: all else equal, it was already proposed to another household the day"
            " before.",
            "%(num)s homes: all else equal, each was already proposed to another household the day"
            " before.",
            count,
        )
    )


def _lots(count: int) -> str:
    return str(
        ngettext(
            "%(num)s home: all else equal, a draw decided for another household.",
            "%(num)s homes: all else equal, a draw decided for other households.",
            count,
        )
    )


def _limits(count: int) -> str:
    return str(
        ngettext(
            "%(num)s home: it went to a household that can be supported now.",
            "%(num)s homes: each went to a household that can be supported now.",
            count,
        )
    )


def _weighed(count: int) -> str:
    return str(
        ngettext(
            "%(num)s home: all households together, it went to another one.",
            "%(num)s homes: all households together, each went to another one.",
            count,
        )
    )


LINES: dict[str, Callable[[int], str]] = {
    "pins": _pins,
    "urgency": _urgency,
    "points": _points,
    "suitability": _suitability,
    "stability": _stability,
    "lots": _lots,
    LIMITS: _limits,
}
