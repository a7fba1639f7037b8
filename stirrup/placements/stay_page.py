"""What the page of a stay shows to one reader: facts by the disclosure table, what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.disclosure import Reader, Stage, shows
from stirrup.geography import get_commune
from stirrup.permissions import Role
from stirrup.placements.enums import FactsSection
from stirrup.placements.facts import adults_of
from stirrup.placements.lifecycle import last_day
from stirrup.placements.models import Placement, PlacementEvent
from stirrup.placements.papers.missing import MissingFact, list_missing
from stirrup.placements.papers.shelf import ShelvedPaper, papers_for
from stirrup.referrals.enums import PetKind
from stirrup.ui.filters import date_and_time, date_long, surface

READER_OF = {
    Role.LANDLORD: Reader.LANDLORD,
    Role.CASE_WORKER: Reader.ASSOCIATION,
    Role.ASSOCIATION_MANAGER: Reader.ASSOCIATION,
    Role.ADMINISTRATOR: Reader.TEAM,
}
Fact = tuple[str, str]


@dataclass(frozen=True)
class Section:
    """One page of facts, and what it still lacks."""

    title: str
    url: str
    missing: list[str]
    is_next: bool


@dataclass(frozen=True)
class StayPage:
    """Everything the template prints, already chosen for this reader."""

    household: list[Fact]
    home: list[Fact]
    sections: list[Section]
    papers: list[ShelvedPaper]
    timeline: list[dict[str, str]]
    hides_household: bool
    prepares: bool
    can_order: bool


def stay_page(placement: Placement, person: Any) -> StayPage:
    """The page of this stay for this person."""
    reader = READER_OF[person.role]
    stage = Stage.AGREED if placement.both_said_yes else Stage.PROPOSED
    prepares = reader == Reader.TEAM and placement.is_being_prepared
    missing = list_missing(placement) if prepares else ()
    return StayPage(
        household=_shown(_household(placement), reader, stage),
        home=_shown(_home(placement), reader, stage),
        sections=_sections(placement, missing),
        papers=papers_for(placement, reader),
        timeline=list(_timeline(placement)),
        hides_household=reader == Reader.LANDLORD and stage == Stage.PROPOSED,
        prepares=prepares,
        can_order=prepares and placement.both_said_yes and not missing,
    )


def _sections(placement: Placement, missing: tuple[MissingFact, ...]) -> list[Section]:
    first = missing[0].section if missing else None
    return [
        Section(
            title=_(section.label),
            url=url_for("placements.facts", placement_id=placement.id, section_name=section.value),
            missing=[_(fact.sentence) for fact in missing if fact.section == section],
            is_next=section == first,
        )
        for section in FactsSection
    ]


def _timeline(placement: Placement) -> Iterator[dict[str, str]]:
    """What happened, the latest first; the same thing several times in a row is told once."""
    for _kind, same in groupby(reversed(placement.events), key=lambda event: event.kind):
        yield _told(next(same))


def _told(event: PlacementEvent) -> dict[str, str]:
    about = date_and_time(event.at)
    if event.on_behalf:
        about = _("%(when)s, recorded on their behalf") % {"when": about}
    return {"title": _(event.kind.label), "by": about, "state": "done"}


def last_day_of(placement: Placement) -> date:
    """The last day of the stay, included."""
    return last_day(placement.first_day)


def _household(placement: Placement) -> list[tuple[str, str, str]]:
    referral = placement.referral
    dates = _("%(first)s to %(last)s") % {
        "first": date_long(placement.first_day),
        "last": date_long(last_day_of(placement)),
    }
    names = [f"{one.first_name} {one.last_name}" for one in adults_of(placement) if one.last_name]
    return [
        ("referral_reference", _("Referral"), referral.reference),
        ("household_size", _("People"), str(referral.people)),
        ("bedrooms_needed", _("Bedrooms needed"), str(referral.bedrooms_needed)),
        ("dates", _("Dates"), dates),
        ("pets", _("Animal"), _(PetKind(referral.pets).label)),
        ("accessibility", _("Accessibility"), _accessibility(referral)),
        ("association", _("Association"), referral.association.name),
        ("referent", _("Referent"), referral.referent.display_name),
        ("names_of_adults", _("Adults"), ", ".join(names) or _("not known yet")),
    ]


def _accessibility(referral: Any) -> str:
    needs_access = (
        referral.needs_step_free or referral.needs_adapted_bathroom or referral.needs_lift
    )
    return str(_("Accessible home required") if needs_access else _("No need"))


def _home(placement: Placement) -> list[tuple[str, str, str]]:
    unit = placement.unit
    commune = get_commune(unit.commune_code).name
    bedrooms = ngettext("%(num)s bedroom", "%(num)s bedrooms", unit.bedrooms or 0)
    kind = _(unit.kind.label) if unit.kind else ""
    return [
        ("home_in_brief", _("Home"), unit.reference),
        ("home_in_brief", _("Type"), f"{kind}, {surface(unit.surface_m2)}, {bedrooms}"),
        ("home_in_brief", _("Commune"), commune),
        ("home_address", _("Address"), f"{unit.street}, {unit.postcode} {commune}"),
        ("landlord_name", _("Landlord"), unit.organisation.name),
    ]


def _shown(facts: list[tuple[str, str, str]], reader: Reader, stage: Stage) -> list[Fact]:
    return [(term, value) for field, term, value in facts if shows(field, reader, stage)]
