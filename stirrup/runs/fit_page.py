"""What the page "who could live here" prints: in bands for a landlord, exactly for the team."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from stirrup.matching.eligibility import OTHER_CONDITIONS
from stirrup.matching.explanations.counter_view import RELEASED, Choice, CounterView, counter_view
from stirrup.permissions import Permission, permits
from stirrup.runs import bands, choice_words, held_home
from stirrup.runs.absences import next_night, why_home_not_there
from stirrup.runs.criteria_words import LABELS
from stirrup.runs.run_page import name_of
from stirrup.runs.stored_night import open_last_night
from stirrup.ui.filters import date_long
from stirrup.units.models import Unit

MOST_CARDS = 6


@dataclass(frozen=True)
class Reader:
    """How much of the counts one reader sees."""

    count: Callable[[int], str]
    rank: Callable[[int], int]
    """By what counts are put in order, so that the order says no more than the words."""
    doubles: Callable[[int, int], bool]
    of_the_team: bool


LANDLORD = Reader(bands.in_words, bands.rounded, bands.surely_doubles, of_the_team=False)
TEAM = Reader(
    bands.exactly, lambda count: count, lambda gain, before: 0 < before <= gain, of_the_team=True
)


@dataclass(frozen=True)
class FitPage:
    """Everything the template prints; without counts when the home was not part of the night."""

    night: str | None
    verdict: str
    next_night: str
    held: list[str]
    fits: str | None = None
    """The one number to look at, in words."""
    detail: str | None = None
    choices: list[dict[str, Any]] = field(default_factory=list)
    blocked: list[dict[str, Any]] = field(default_factory=list)
    """Lines of the bars: what the home lacks, and for how many households."""


def fit_page(unit: Unit, person: Any) -> FitPage:
    """The page of one home for one reader, from the last night that looked everywhere."""
    reader = TEAM if permits(person, Permission.UNMATCHED_LIST) else LANDLORD
    night = open_last_night()
    coming = date_long(next_night(night.run if night else None))
    held = held_home.sentences_of(unit, person)
    if night is None:
        verdict = _("No night to read from: either none has run yet, or its input is forgotten.")
        return FitPage(None, verdict, coming, held)
    try:
        view = counter_view(night.problem, night.solution, unit.id)
    except LookupError:
        return FitPage(name_of(night.run), why_home_not_there(unit), coming, held)
    return FitPage(
        night=name_of(night.run),
        verdict=_verdict(view, reader),
        next_night=coming,
        held=held,
        fits=reader.count(view.fits).capitalize() if view.fits else None,
        detail=_detail(view, reader),
        choices=[_card(choice, view, unit, reader) for choice in _told(view, reader)],
        blocked=_blocked(view, reader),
    )


def _verdict(view: CounterView, reader: Reader) -> str:
    if not view.fits:
        return str(_("It suited no household that night."))
    if not reader.of_the_team:
        some = reader.count(view.fits)
        return str(_("It suited %(some)s looking for a home that night.", some=some))
    return str(
        _(
            "It suited %(some)s, of %(all)s looking for a home that night.",
            some=reader.count(view.fits),
            all=reader.count(view.households),
        )
    )


def _detail(view: CounterView, reader: Reader) -> str | None:
    if view.closed:
        return str(_("As many stays as its owner wants are there: nobody is proposed for now."))
    if not view.fits or not reader.of_the_team:
        return None
    return str(_("Without a proposal among them: %(some)s.", some=reader.count(view.waiting)))


def _told(view: CounterView, reader: Reader) -> list[Choice]:
    """A landlord is told of what a landlord decides."""
    mine = [choice for choice in view.choices if reader.of_the_team or choice.kind != RELEASED]
    return sorted(mine, key=lambda choice: -reader.rank(choice.households))[:MOST_CARDS]


def _card(choice: Choice, view: CounterView, unit: Unit, reader: Reader) -> dict[str, Any]:
    url = None if reader.of_the_team else choice_words.step_url(choice, unit)
    why = []
    if url is None and not reader.of_the_team:
        why.append(_("Decided with the Stirrup team: write to them."))
    return {
        "gain": _("%(some)s more", some=reader.count(choice.households).capitalize()),
        "change": choice_words.words_of(choice),
        "mark": _("Twice as many at least") if reader.doubles(choice.households, view.fits) else "",
        "why": " ".join(str(sentence) for sentence in why),
        "words": _("Change the listing"),
        "url": url,
    }


def _blocked(view: CounterView, reader: Reader) -> list[dict[str, Any]]:
    """What the home lacks for most of them first; what is about the households comes last."""
    ordered = sorted(
        view.blocked, key=lambda line: (line.code == OTHER_CONDITIONS, -reader.rank(line.every))
    )
    most = max((reader.rank(line.every) for line in ordered), default=0)
    return [
        {
            "label": _(LABELS[line.code]),
            "value": reader.rank(line.every),
            "maximum": most,
            "words": reader.count(line.every),
            "muted": line.code == OTHER_CONDITIONS,
        }
        for line in ordered
    ]
