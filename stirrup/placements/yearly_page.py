"""A landlord's tax summaries: which years and homes have one, and what a year comes to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from stirrup.benefits.doubts import Certainty
from stirrup.benefits.summary import BenefitSummary
from stirrup.extensions import db
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.lifecycle import IN_FORCE
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.writing.yearly import BEGUN, covered_by_year, latest_in, touches
from stirrup.ui import filters
from stirrup.units.benefit_words import between
from stirrup.units.benefits_view import find_dwelling
from stirrup.units.gain import TONES
from stirrup.units.listing import name_of
from stirrup.units.models import Unit

READY_MONTH, READY_DAY = 1, 15
"""The summaries of a year are produced by this day of the next one."""


@dataclass(frozen=True)
class HomeOfYear:
    """One home in one year: its stays, and its summary, or from when there will be one."""

    title: str
    stays: tuple[str, ...]
    state: str
    url: str | None
    page_url: str | None


@dataclass(frozen=True)
class YearOfHomes:
    """One year of the list."""

    year: int
    url: str
    homes: tuple[HomeOfYear, ...]


@dataclass(frozen=True)
class AvoidedLine:
    """What one home avoids directly with one certainty; an amount of None is not known."""

    title: str
    tax_years: str
    amount: str | None
    certainty: str
    tone: str


@dataclass(frozen=True)
class OtherLine:
    """What the same home may gain under conditions, and what it loses."""

    title: str
    conditional: str | None
    lost: str | None


@dataclass(frozen=True)
class YearTable:
    """`totals` has one (words, tone, amount) per certainty: nothing is added across them."""

    avoided: tuple[AvoidedLine, ...]
    totals: tuple[tuple[str, str, str], ...]
    others: tuple[OtherLine, ...]


def list_years(person: Any, today: date) -> tuple[YearOfHomes, ...]:
    """Every year in which somebody lived in one of the person's homes, the latest first."""
    stays = _own_stays(person)
    papers = _papers_of(stays)
    years = sorted({year for one in stays for year in _years(one, today)}, reverse=True)
    return tuple(
        YearOfHomes(
            year=year,
            url=url_for("yearly.year", year=year),
            homes=tuple(_homes_of(year, stays, papers, today)),
        )
        for year in years
    )


def table_of(person: Any, year: int, today: date) -> YearTable | None:
    """What the stays of a year bring, home by home; None when nobody lived in one of them."""
    if year > today.year:
        return None
    by_unit = _by_unit(_own_stays(person))
    found = [
        (unit, _summary(unit, stays, year, today))
        for unit, stays in by_unit.items()
        if any(touches(stay, year) for stay in stays)
    ]
    if not found:
        return None
    return YearTable(
        avoided=tuple(line for unit, summary in found for line in _avoided(unit, summary)),
        totals=tuple(_totals([summary for _unit, summary in found if summary])),
        others=tuple(_other(unit, summary) for unit, summary in found),
    )


def _own_stays(person: Any) -> Sequence[Placement]:
    """Two queries, whatever the number of homes."""
    query = (
        Placement.visible_to(person)
        .where(Placement.state.in_(BEGUN))
        .options(joinedload(Placement.unit).joinedload(Unit.organisation))
        .order_by(Placement.first_day, Placement.id)
    )
    return db.session.scalars(query).all()


def _papers_of(stays: Sequence[Placement]) -> Mapping[tuple[int, str], int]:
    """(stay, slot) to the newest paper in force, without reading its file. One query."""
    query = (
        select(PlacementDocument.placement_id, PlacementDocument.slot, PlacementDocument.id)
        .where(
            PlacementDocument.placement_id.in_([stay.id for stay in stays]),
            PlacementDocument.kind == DocumentKind.OWNER_SUMMARY,
            PlacementDocument.state.in_(IN_FORCE),
        )
        .order_by(PlacementDocument.version)
    )
    return {(stay_id, slot): paper_id for stay_id, slot, paper_id in db.session.execute(query)}


def _homes_of(
    year: int, stays: Sequence[Placement], papers: Mapping[tuple[int, str], int], today: date
) -> Iterator[HomeOfYear]:
    for unit, of_the_unit in _by_unit(stays).items():
        latest = latest_in(of_the_unit, year)
        if latest is not None:
            paper_id = papers.get((latest.id, str(year)))
            yield HomeOfYear(
                title=name_of(unit),
                stays=tuple(_told(stay) for stay in of_the_unit if touches(stay, year)),
                state=_state_words(unit, year, today) if paper_id is None else _("Available"),
                url=_address("papers.file", paper_id),
                page_url=_address("papers.page", paper_id),
            )


def _address(endpoint: str, paper_id: int | None) -> str | None:
    return None if paper_id is None else url_for(endpoint, placement_document_id=paper_id)


def _state_words(unit: Unit, year: int, today: date) -> str:
    ready_on = date(year + 1, READY_MONTH, READY_DAY)
    if find_dwelling(unit) is None:
        return str(_("Not possible yet: the vacancy or the property-tax notice is not described."))
    if today < ready_on:
        return str(_("Available on %(day)s", day=filters.date_long(ready_on)))
    return str(_("Being prepared"))


def _told(stay: Placement) -> str:
    days = {"first": filters.date_long(stay.first_day), "last": filters.date_long(stay.last_day)}
    return str(_("%(first)s to %(last)s", **days))


def _by_unit(stays: Sequence[Placement]) -> dict[Unit, list[Placement]]:
    grouped: dict[Unit, list[Placement]] = defaultdict(list)
    for stay in stays:
        grouped[stay.unit].append(stay)
    return grouped


def _years(stay: Placement, today: date) -> range:
    return range(stay.first_day.year, min(stay.last_day.year, today.year) + 1)


def _summary(
    unit: Unit, stays: Sequence[Placement], year: int, today: date
) -> BenefitSummary | None:
    dwelling = find_dwelling(unit)
    return None if dwelling is None else covered_by_year(stays, year).summarised(dwelling, today)


def _avoided(unit: Unit, summary: BenefitSummary | None) -> Iterator[AvoidedLine]:
    """One line per certainty, or the one that says that there is nothing."""
    if summary is None:
        yield AvoidedLine(name_of(unit), _("not known"), None, _("not known"), "idle")
        return
    gained = [line for line in summary.direct if line.avoided.high]
    for certainty in Certainty:
        years = [str(line.tax_year) for line in gained if line.certainty == certainty]
        if years:
            amount = between(*summary.direct_by_certainty[certainty])
            words, tone = _(certainty.label), TONES[certainty]
            yield AvoidedLine(name_of(unit), ", ".join(years), amount, words, tone)
    if not gained:
        yield AvoidedLine(name_of(unit), _("none"), filters.euros(0), _("No tax avoided"), "idle")


def _other(unit: Unit, summary: BenefitSummary | None) -> OtherLine:
    if summary is None:
        return OtherLine(name_of(unit), None, None)
    return OtherLine(name_of(unit), _conditional(summary), _lost(summary))


def _conditional(summary: BenefitSummary) -> str:
    low = sum((line.avoided.low for line in summary.conditional), Decimal(0))
    high = sum((line.avoided.high for line in summary.conditional), Decimal(0))
    return between(low, high)


def _lost(summary: BenefitSummary) -> str | None:
    amounts = [line.amount for line in summary.lost]
    known = [amount for amount in amounts if amount is not None]
    return filters.euros(sum(known, Decimal(0))) if len(known) == len(amounts) else None


def _totals(summaries: Sequence[BenefitSummary]) -> Iterator[tuple[str, str, str]]:
    """What is avoided directly, one certainty at a time."""
    for certainty in Certainty:
        bounds = [summary.direct_by_certainty[certainty] for summary in summaries]
        low = sum((low for low, _high in bounds), Decimal(0))
        high = sum((high for _low, high in bounds), Decimal(0))
        if high:
            yield _(certainty.label), TONES[certainty], between(low, high)
