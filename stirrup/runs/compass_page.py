"""What the page of the compass prints: which home to look for, where, and whom it would house."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.geography import get_commune
from stirrup.matching.problem import Problem
from stirrup.matching.relations import COMMUNES
from stirrup.matching.solution import OPTIMAL
from stirrup.matching.solver import solve
from stirrup.matching.trials.compass import (
    SOLVED_AGAIN,
    Commune,
    Gain,
    Kind,
    compass,
    without_support_limits,
)
from stirrup.runs.level_words import COUNTED
from stirrup.runs.night_copies import NightCopy
from stirrup.runs.numbering import commune_code
from stirrup.wording import N_, Labelled

SHOWN = 20
MOST_PAIRS_TO_SOLVE_AGAIN = 500_000
"""Beyond, solving again takes longer than a person waits for a page."""


class Mode(Labelled):
    """What is added to the night."""

    ONE = "one", N_("One home more")
    FIVE = "five", N_("Five alike")
    SUPPORTED = "supported", N_("If support followed")

    @property
    def homes(self) -> int:
        return 5 if self is Mode.FIVE else 1


@dataclass(frozen=True)
class CompassLine:
    """One kind of home in one commune."""

    kind: str
    commune: str
    gain: str
    could_live: int
    solved: bool


@dataclass(frozen=True)
class CompassPage:
    """The best candidates, and how many households without a home each kind would suit."""

    lines: list[CompassLine]
    bars: list[dict[str, Any]]
    lacks_support: bool
    """Homes would suit households that nobody could accompany."""
    is_proved: bool


def compass_page(copy: NightCopy, mode: Mode) -> CompassPage:
    """The compass of one run, each candidate with so many homes more where it is solved again."""
    problem, solution = copy.problem, copy.solution
    if mode is Mode.SUPPORTED:
        problem = without_support_limits(problem)
        solution = solve(problem, price_urgency=False)
    few_enough = (copy.run.eligible_pairs or 0) <= MOST_PAIRS_TO_SOLVE_AGAIN
    gains = compass(
        problem,
        solution,
        _communes(problem),
        homes=mode.homes,
        solved_again=SOLVED_AGAIN if few_enough else 0,
    )
    # An estimate is that of one home: beside the gain of several it would mislead.
    shown = gains[:SHOWN] if mode.homes == 1 else [gain for gain in gains if gain.solved]
    useful = [gain for gain in shown if any(count > 0 for count in gain.by_band)]
    return CompassPage(
        lines=[_line(gain) for gain in useful],
        bars=_bars(gains),
        lacks_support=not useful and any(gain.could_live for gain in gains),
        is_proved=solution.status == OPTIMAL,
    )


def _communes(problem: Problem) -> list[Commune]:
    """Where homes are open or wished for, and known with a centre."""
    wished = problem.households.accepted_communes.keys % COMMUNES
    numbers = sorted({*problem.units.commune.tolist(), *wished.tolist()})
    known = [(number, get_commune(commune_code(number))) for number in numbers]
    return [
        Commune(number, place.latitude, place.longitude)
        for number, place in known
        if place.latitude is not None and place.longitude is not None
    ]


def _line(gain: Gain) -> CompassLine:
    return CompassLine(
        kind=_kind(gain.kind),
        commune=get_commune(commune_code(gain.commune)).name,
        gain=_more(gain.by_band),
        could_live=gain.could_live,
        solved=gain.solved,
    )


def _more(by_band: tuple[int, ...]) -> str:
    """Which households more, the most urgent first; a band that loses one is said too."""
    said = []
    for band, count in enumerate(by_band):
        words = COUNTED.get(f"urgency_{band}", _stable)(abs(count))
        if count > 0:
            said.append(words)
        elif count < 0:
            said.append(str(_("%(what)s fewer", what=words)))
    return ", ".join(said)


def _stable(count: int) -> str:
    return str(
        ngettext(
            "%(num)s household in a stable situation",
            "%(num)s households in a stable situation",
            count,
        )
    )


def _bars(gains: tuple[Gain, ...]) -> list[dict[str, Any]]:
    """For each size and access, the households without a home that the best commune would suit."""
    most: dict[tuple[int, bool], int] = {}
    for gain in gains:
        facts = gain.kind.bedrooms, gain.kind.accessible
        most[facts] = max(most.get(facts, 0), gain.could_live)
    longest = max(most.values(), default=0)
    return [
        {
            "label": f"{_size(bedrooms)}, {_access(accessible)}",
            "value": count,
            "maximum": longest,
            "words": str(ngettext("%(num)s household", "%(num)s households", count)),
            "muted": not accessible,
        }
        for (bedrooms, accessible), count in sorted(most.items())
    ]


def _kind(kind: Kind) -> str:
    pets = _("pets accepted") if kind.pets else _("no pets")
    return f"{_size(kind.bedrooms)}, {_access(kind.accessible)}, {pets}"


def _size(bedrooms: int) -> str:
    if not bedrooms:
        return str(_("Studio"))
    return str(ngettext("%(num)s bedroom", "%(num)s bedrooms", bedrooms))


def _access(accessible: bool) -> str:
    return str(_("accessible") if accessible else _("upstairs without a lift"))
