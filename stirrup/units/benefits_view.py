"""What a landlord gains from lending a unit, as a page shows it: the core computes, this tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from stirrup.accounts.enums import LegalForm
from stirrup.benefits.duties import Duty
from stirrup.benefits.dwelling import Dwelling, OwnerKind
from stirrup.benefits.lines import BenefitLine, EuroRange
from stirrup.benefits.occupation import Occupation
from stirrup.benefits.regimes import ZoneRegimes
from stirrup.benefits.rental_value import RentalValue
from stirrup.benefits.sentences import Sentence
from stirrup.benefits.summary import BenefitSummary, summarise
from stirrup.geography import get_commune
from stirrup.ui import filters
from stirrup.units.models import Unit
from stirrup.units.steps import BY_NAME, Step, is_done
from stirrup.units.vote_queries import votes_in
from stirrup.units.window import last_day_of_six_months, likely_first_day

OWNER_KINDS: dict[LegalForm | None, OwnerKind] = {
    LegalForm.SCI: OwnerKind.COMPANY,
    LegalForm.COMPANY: OwnerKind.COMPANY,
    LegalForm.SOCIAL_LANDLORD: OwnerKind.HLM,
    LegalForm.LOCAL_AUTHORITY: OwnerKind.COMMUNE,
}


@dataclass(frozen=True)
class Line:
    """One written line of the card; an amount of None is not known."""

    label: str
    amount: str | None
    source: str
    url: str | None = None


@dataclass(frozen=True)
class GainCard:
    """The card: `missing` names the steps to finish first, the rest is then empty."""

    first_day: date
    last_day: date
    missing: tuple[Step, ...] = ()
    at_least: str | None = None
    at_most: str | None = None
    direct: tuple[Line, ...] = ()
    conditional: tuple[Line, ...] = ()
    lost: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    checked_on: date | None = None


def gain_card(unit: Unit, today: date) -> GainCard:
    """The gain of six months from the likeliest first day."""
    first = likely_first_day(unit.available_from, today)
    last = last_day_of_six_months(first)
    dwelling = find_dwelling(unit)
    if dwelling is None:
        missing = (BY_NAME["vacancy"], BY_NAME["tax"])
        return GainCard(first, last, tuple(step for step in missing if not is_done(unit, step)))
    summary = summarise(dwelling, [Occupation(first, last)], as_of=today)
    return _told(summary, first, last, relief_at_risk=unit.vacancy_involuntary)


def find_dwelling(unit: Unit) -> Dwelling | None:
    """The facts of the tax; None when the vacancy or the notice is not described yet."""
    if unit.vacant_since is None or unit.owner_since is None:
        return None
    if unit.property_tax_base is None or unit.property_tax_base_year is None:
        return None
    base = Decimal(unit.property_tax_base)
    return Dwelling(
        vacant_since=unit.vacant_since,
        owner_since=unit.owner_since,
        rental_value=RentalValue.from_notice(base, unit.property_tax_base_year),
        regimes=ZoneRegimes(get_commune(unit.commune_code).tax_zone),
        votes=votes_in(unit.commune_code),
        furnished=unit.furnished_while_vacant,
        owner_kind=OWNER_KINDS.get(unit.organisation.legal_form, OwnerKind.PERSON),
        involuntary=unit.vacancy_involuntary,
    )


def _told(summary: BenefitSummary, first: date, last: date, *, relief_at_risk: bool) -> GainCard:
    most = summary.at_most
    return GainCard(
        first_day=first,
        last_day=last,
        at_least=filters.euros(summary.at_least),
        at_most=filters.euros(most) if most != summary.at_least else None,
        direct=tuple(map(_line, summary.direct)),
        conditional=(*map(_line, summary.conditional), _gift()),
        lost=(_relief(relief_at_risk),),
        notes=tuple(_distinct(summary)),
        duties=tuple(map(_duty, summary.duties)),
        checked_on=summary.last_checked_on,
    )


def _line(line: BenefitLine) -> Line:
    why = _joined([line.rate, *line.reasons] if line.avoided.high else line.reasons)
    source = f"{why} {line.article}." if line.article else why
    return Line(said(line.headline), _range(line.avoided), source)


def _gift() -> Line:
    return Line(
        label=_("Tax reduction for a gift"),
        amount=filters.euros(0),
        source=_("Never automatic: a home lent without a lease is not a gift for the tax."),
    )


def _relief(at_risk: bool) -> Line:
    if at_risk:
        why = _(
            "You may have one today, as the vacancy does not depend on you: ask before lending."
        )
        return Line(_("Relief of property tax"), None, why)
    nothing = _("None is running: the vacancy depends on you.")
    return Line(_("Relief of property tax"), filters.euros(0), nothing)


def _distinct(summary: BenefitSummary) -> Iterable[str]:
    """What is not settled or not known, once, then on what the figures rest."""
    notes = [note for line in (*summary.direct, *summary.conditional) for note in line.notes]
    return dict.fromkeys(said(sentence) for sentence in (*notes, *summary.conditions))


def _duty(duty: Duty) -> str:
    words = said(duty.sentence)
    return f"{words} {duty.article}." if duty.article else words


def _range(amount: EuroRange) -> str:
    if amount.is_exact:
        return filters.euros(amount.kept)
    low, high = filters.euros(amount.low), filters.euros(amount.high)
    return str(_("%(low)s to %(high)s", low=low, high=high))


def _joined(sentences: Iterable[Sentence]) -> str:
    written = (said(sentence) for sentence in sentences)
    return " ".join(f"{words[:1].upper()}{words[1:].rstrip('.')}." for words in written)


def said(sentence: Sentence) -> str:
    """A sentence of the core in the reader's language, its values written out."""
    return sentence.words(_, _shown)


def _shown(name: str, value: object) -> object:
    """Placeholders end with the word that says how to show them."""
    write = SHOWN.get(name.rpartition("_")[2])
    return write(value) if write else value


SHOWN: dict[str, Any] = {
    "euros": filters.euros,
    "rate": filters.percent,
    "on": filters.date_long,
    "year": str,
    "days": filters.decimal,
    "count": lambda number: filters.decimal(number, 3),
}
