"""Beside a free loan: other routes to compare it with, and the aids that exist, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from stirrup.benefits.aids import Aid, AidFacts, State, list_aids
from stirrup.benefits.comparisons import ComparisonLine, list_comparisons
from stirrup.benefits.dwelling import Dwelling
from stirrup.geography import Commune
from stirrup.ui import filters
from stirrup.units.benefit_words import amount_range, said

DAYS_IN_A_YEAR = Decimal("365.25")
TONES = {State.MET: "ok", State.UNMET: "idle", State.UNKNOWN: "warn"}


@dataclass(frozen=True)
class OtherRoute:
    """What an owner could do instead; an amount of None depends on facts that nobody asked."""

    title: str
    headline: str
    amount: str | None
    needs: tuple[str, ...]
    notes: tuple[str, ...]
    article: str
    checked_on: date | None
    certainty: str


@dataclass(frozen=True)
class AidLine:
    """One aid with its conditions, each with whether it is met; never a promise."""

    title: str
    level: str
    amount: str | None
    state: str
    tone: str
    conditions: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    article: str
    checked_on: date | None


def other_routes(dwelling: Dwelling, year: int) -> tuple[OtherRoute, ...]:
    """The free loan first, then the routes that an owner of that kind has."""
    return tuple(map(_route, list_comparisons(dwelling.owner_kind, year=year)))


def aid_lines(dwelling: Dwelling, commune: Commune, lent_from: date) -> tuple[AidLine, ...]:
    """The catalogue for a free loan that starts on that day."""
    return tuple(map(_aid, list_aids(aid_facts(dwelling, commune, lent_from))))


def aid_facts(dwelling: Dwelling, commune: Commune, lent_from: date) -> AidFacts:
    """What is known of a free loan that starts on that day."""
    vacant_days = (lent_from - dwelling.vacant_since).days
    return AidFacts(
        year=lent_from.year,
        epci_code=commune.epci_code,
        vacant_years=vacant_days / DAYS_IN_A_YEAR,
    )


def _route(line: ComparisonLine) -> OtherRoute:
    return OtherRoute(
        title=_(line.route.label),
        headline=said(line.headline),
        amount=None if line.yearly is None else amount_range(line.yearly),
        needs=tuple(map(said, line.conditions)),
        notes=tuple(map(said, line.notes)),
        article=line.article,
        checked_on=min((source.last_checked_on for source in line.sources), default=None),
        certainty=_(line.certainty.label),
    )


def _aid(aid: Aid) -> AidLine:
    return AidLine(
        title=said(aid.headline),
        level=_(aid.level.label),
        amount=None if aid.amount is None else filters.euros(aid.amount),
        state=_state_of(aid),
        tone=TONES[aid.state],
        conditions=tuple(_conditions(aid)),
        notes=tuple(map(said, aid.notes)),
        article=aid.source.article if aid.source else "",
        checked_on=aid.source.last_checked_on if aid.source else None,
    )


def _state_of(aid: Aid) -> str:
    words = {
        State.MET: _("possible"),
        State.UNMET: _("not for a free loan like this one"),
        State.UNKNOWN: _("to check"),
    }
    return str(words[aid.state])


def _conditions(aid: Aid) -> Iterator[tuple[str, str, str]]:
    for condition in aid.conditions:
        yield said(condition.sentence), _(condition.state.label), TONES[condition.state]
