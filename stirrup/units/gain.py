"""What lending a dwelling brings, as the simulator and the page of a home show it alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from stirrup.benefits.doubts import Certainty
from stirrup.benefits.duties import Duty
from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.lines import BenefitLine
from stirrup.benefits.losses import LossLine
from stirrup.benefits.occupation import Occupation
from stirrup.benefits.parameters import Parameter
from stirrup.benefits.regimes import find_law
from stirrup.benefits.summary import BenefitSummary, summarise
from stirrup.geography import Commune
from stirrup.ui import filters
from stirrup.units.benefit_words import amount_range, joined, said
from stirrup.units.other_routes import AidLine, OtherRoute, aid_lines, other_routes
from stirrup.units.start_chart import StartChart, start_chart
from stirrup.units.window import last_day_of_six_months

TONES = {
    Certainty.CONFIRMED: "ok",
    Certainty.ESTIMATED: "info",
    Certainty.TO_CONFIRM: "warn",
}


@dataclass(frozen=True)
class GainLine:
    """One tax of one year; an amount of None is not known."""

    tax_year: int
    title: str
    tax: str
    rate: str
    why: str
    without: str | None
    with_stay: str | None
    amount: str | None
    article: str
    checked_on: date | None
    certainty: str
    tone: str
    formulas: tuple[str, ...]

    @property
    def label(self) -> str:
        """As the ledger of the card names it."""
        return self.title

    @property
    def source(self) -> str:
        """Under the amount in the ledger: rate, why, article."""
        told = f"{self.rate[:1].upper()}{self.rate[1:]}. {self.why}"
        return f"{told} {self.article}." if self.article else told


@dataclass(frozen=True)
class Loss:
    """What accepting a stay costs; an amount of None has to be checked."""

    label: str
    amount: str | None
    notes: tuple[str, ...]
    formulas: tuple[str, ...]
    article: str
    checked_on: date | None
    certainty: str
    tone: str

    @property
    def source(self) -> str:
        """Under the amount in the ledger: the first note, then the article."""
        return " ".join([*self.notes[:1], f"{self.article}."] if self.article else self.notes[:1])


@dataclass(frozen=True)
class Gain:
    """A stay of six months; kinds are never added up. `at_least` is None without rental value."""

    first_day: date
    last_day: date
    at_least: str | None
    at_most: str | None
    tax_years: tuple[int, ...]
    direct: tuple[GainLine, ...]
    conditional: tuple[GainLine, ...]
    lost: tuple[Loss, ...]
    notes: tuple[str, ...]
    conditions: tuple[str, ...]
    duties: tuple[str, ...]
    chart: StartChart | None
    routes: tuple[OtherRoute, ...]
    aids: tuple[AidLine, ...]
    sources: tuple[Parameter, ...]
    checked_on: date


def gain_of(
    dwelling: Dwelling,
    commune: Commune,
    first_day: date,
    *,
    today: date,
    latest: date | None = None,
    amounts_known: bool = True,
) -> Gain:
    """What six months from `first_day` bring, and what each of the days after it would change.

    `latest` is the latest day on which the stay may end. Without `amounts_known` the rental value
    is a stand-in: which taxes are avoided is told, amounts are not.
    """
    last_day = last_day_of_six_months(first_day)
    summary = summarise(dwelling, [Occupation(first_day, last_day)], as_of=today)
    exact = summary.at_least == summary.at_most
    return Gain(
        first_day=first_day,
        last_day=last_day,
        at_least=filters.euros(summary.at_least) if amounts_known else None,
        at_most=filters.euros(summary.at_most) if amounts_known and not exact else None,
        tax_years=tuple(line.tax_year for line in summary.direct if line.avoided.high),
        direct=tuple(_lines(summary.direct, amounts_known)),
        conditional=tuple(_lines(summary.conditional, amounts_known)),
        lost=tuple(map(_loss, summary.lost)) or (_nothing_lost(),),
        notes=tuple(_notes(summary)),
        conditions=tuple(map(said, summary.conditions)),
        duties=tuple(map(_duty, summary.duties)),
        chart=start_chart(dwelling, first_day, latest) if amounts_known else None,
        routes=other_routes(dwelling, first_day.year),
        aids=aid_lines(dwelling, commune, first_day),
        sources=tuple(dict.fromkeys(summary.sources)),
        checked_on=summary.last_checked_on,
    )


def _lines(lines: Iterable[BenefitLine], amounts_known: bool) -> Iterator[GainLine]:
    for line in lines:
        law = find_law(line.regime, line.tax_year)
        figures = law.figures.values() if law else ()
        yield GainLine(
            tax_year=line.tax_year,
            title=said(line.headline),
            tax=_(line.regime.label) if law else "",
            rate=said(line.rate),
            why=joined(line.reasons),
            without=amount_range(line.without_placement) if amounts_known else None,
            with_stay=amount_range(line.with_placement) if amounts_known else None,
            amount=amount_range(line.avoided) if amounts_known else None,
            article=line.article,
            checked_on=min((one.last_checked_on for one in figures), default=None),
            certainty=_(line.certainty.label),
            tone=TONES[line.certainty],
            formulas=tuple(map(said, line.formulas)) if amounts_known else (),
        )


def _loss(line: LossLine) -> Loss:
    return Loss(
        label=said(line.headline),
        amount=None if line.amount is None else filters.euros(line.amount),
        notes=tuple(map(said, line.notes)),
        formulas=tuple(map(said, line.formulas)),
        article=line.article,
        checked_on=line.source.last_checked_on,
        certainty=_(line.certainty.label),
        tone=TONES[line.certainty],
    )


def _nothing_lost() -> Loss:
    """Said too, so that nobody wonders."""
    return Loss(
        label=_("Relief of property tax"),
        amount=filters.euros(0),
        notes=(_("None is running: the vacancy depends on you."),),
        formulas=(),
        article="",
        checked_on=None,
        certainty=_("declared by you"),
        tone=TONES[Certainty.ESTIMATED],
    )


def _notes(summary: BenefitSummary) -> Iterable[str]:
    """What is not settled or not known, each once."""
    lines = (*summary.direct, *summary.conditional)
    return dict.fromkeys(said(note) for line in lines for note in line.notes)


def _duty(duty: Duty) -> str:
    """What to do, with its limit and its article."""
    words = said(duty.sentence)
    if duty.before:
        day = filters.date_long(duty.before)
        words = str(_("Before %(day)s: %(what)s", day=day, what=words))
    return f"{words} {duty.article}." if duty.article else words
