"""What the page of a stay shows to one reader, stage by stage, what comes next first."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from stirrup.disclosure import Reader, Stage
from stirrup.geography import get_commune
from stirrup.permissions import Permission, permits
from stirrup.placements.answering.cancelling import may_come_back
from stirrup.placements.enums import EventKind, FactsSection, PlacementState
from stirrup.placements.extensions import find_asked
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.models import Placement, PlacementEvent
from stirrup.placements.papers.missing import MissingFact, list_missing
from stirrup.placements.papers.orders import papers_lacking
from stirrup.placements.papers.shelf import waits_for_papers
from stirrup.placements.papers.standing import holds_signed_agreement
from stirrup.placements.starting import start_lacks
from stirrup.placements.stay_contacts import Contact, contacts_of
from stirrup.placements.stay_facts import (
    READER_OF,
    Fact,
    end_facts,
    home_facts,
    household_facts,
    shown,
)
from stirrup.placements.stay_lane import Lane, lane_of, own_acts, team_acts, turn_of
from stirrup.placements.stay_papers import PaperLine, papers_by_group
from stirrup.placements.stay_said import Fall, Said, fall_of, said_for
from stirrup.placements.stay_steps import (
    Act,
    Line,
    NextThing,
    acts,
    doors_of,
    extension_lines,
    inventory_lines,
    may_put_in_force,
    next_of_recorder,
    next_signature,
    start_lines,
)
from stirrup.ui.filters import date_and_time

UNDER_WAY = (PlacementState.ACTIVE, PlacementState.ENDING)


@dataclass(frozen=True)
class Section:
    """One page of facts, and what it still lacks."""

    title: str
    url: str
    missing: list[str]


@dataclass(frozen=True)
class StayPage:
    """Everything the template prints, already chosen for this reader."""

    title: str
    next_thing: NextThing | None
    lane: Lane | None
    said: list[Said]
    fall: Fall | None
    may_reopen: bool
    team_acts: list[Act]
    own_acts: list[Act]
    contacts: list[Contact]
    household: list[Fact]
    home: list[Fact]
    end: list[Fact]
    sections: list[Section]
    start: list[Line]
    may_start: bool
    months: list[dict[str, Any]]
    acts: list[Act]
    inventories: list[Line]
    extensions: list[Line]
    may_withdraw_extension: bool
    may_put_in_force: bool
    papers: list[tuple[str, list[PaperLine]]]
    papers_wait: bool
    may_order_all: bool
    papers_were_withdrawn: bool
    timeline: list[dict[str, str]]
    hides_household: bool
    prepares: bool
    is_prepared: bool
    may_change_terms: bool


def stay_page(placement: Placement, person: Any) -> StayPage:
    """The page of this stay for this person."""
    reader = READER_OF[person.role]
    stage = Stage.AGREED if placement.both_said_yes else Stage.PROPOSED
    records = permits(person, Permission.STAY_RECORD, placement)
    extends = permits(person, Permission.STAY_EXTEND, placement)
    prepares = reader == Reader.TEAM and placement.is_being_prepared
    missing = list_missing(placement) if prepares else ()
    starts = records and placement.is_being_prepared and placement.both_said_yes
    lacking = bool(_lacking(placement)) if records else False
    lanes = lanes_in_force()
    turn = turn_of(placement, person, lanes)
    is_cancelled = placement.state == PlacementState.CANCELLED
    return StayPage(
        title=_("Stay in %(commune)s", commune=get_commune(placement.unit.commune_code).name),
        next_thing=_next_thing(
            placement, reader, missing, turn=turn, lacking=lacking, records=records
        ),
        lane=lane_of(placement, person, lanes) if placement.is_being_prepared else None,
        said=said_for(placement, person, lanes),
        fall=fall_of(placement, person, lanes),
        may_reopen=reader == Reader.TEAM and is_cancelled and may_come_back(placement),
        team_acts=team_acts(placement, lanes) if prepares else [],
        own_acts=own_acts(placement, person),
        contacts=contacts_of(placement, reader),
        household=shown(household_facts(placement), reader, stage),
        home=shown(home_facts(placement), reader, stage),
        end=shown(end_facts(placement.ending), reader, stage) if placement.ending else [],
        sections=_sections(placement, missing),
        start=start_lines(placement, records=records) if starts else [],
        may_start=starts and not start_lacks(placement),
        months=doors_of(placement) if placement.state in UNDER_WAY else [],
        acts=list(acts(placement, person)),
        inventories=inventory_lines(placement, records=records),
        extensions=extension_lines(placement),
        may_withdraw_extension=extends and find_asked(placement) is not None,
        may_put_in_force=may_put_in_force(placement, person),
        papers=papers_by_group(placement, reader, orders=records),
        papers_wait=waits_for_papers(placement, reader),
        may_order_all=lacking and not missing,
        papers_were_withdrawn=lacking and _told_last(placement, EventKind.DOCUMENTS_WITHDRAWN),
        timeline=list(_timeline(placement)),
        hides_household=reader == Reader.LANDLORD and stage == Stage.PROPOSED,
        prepares=prepares,
        is_prepared=placement.both_said_yes and not missing,
        may_change_terms=prepares and not holds_signed_agreement(placement),
    )


def _next_thing(
    placement: Placement,
    reader: Reader,
    missing: tuple[MissingFact, ...],
    *,
    turn: NextThing | None,
    lacking: bool,
    records: bool,
) -> NextThing | None:
    """The one thing to do: whose turn it is, what the team prepares, a paper to sign, the keys."""
    if turn is not None and turn.url:
        return turn
    if reader == Reader.TEAM and placement.is_being_prepared and placement.both_said_yes:
        if missing:
            return NextThing(
                _("Complete what the agreement lacks"),
                _(missing[0].sentence),
                _("Complete it"),
                _section_url(placement, missing[0].section),
            )
        if lacking and not placement.documents:
            return NextThing(_("Produce the documents"), None, _("See the list"), "#documents")
    to_sign = next_signature(placement, reader)
    return to_sign or turn or (next_of_recorder(placement) if records else None)


def _lacking(placement: Placement) -> list[Any]:
    dead = placement.state == PlacementState.CANCELLED or not placement.both_said_yes
    return [] if dead else papers_lacking(placement)


def _sections(placement: Placement, missing: tuple[MissingFact, ...]) -> list[Section]:
    return [
        Section(
            title=_(section.label),
            url=_section_url(placement, section),
            missing=[_(fact.sentence) for fact in missing if fact.section == section],
        )
        for section in FactsSection
    ]


def _section_url(placement: Placement, section: FactsSection) -> str:
    return url_for("placements.facts", placement_id=placement.id, section_name=section.value)


def _told_last(placement: Placement, kind: EventKind) -> bool:
    """Whether this happened, and no document was produced since."""
    about_papers = (kind, EventKind.DOCUMENT_PRODUCED)
    told = [event.kind for event in placement.events if event.kind in about_papers]
    return told[-1:] == [kind]


def _timeline(placement: Placement) -> Iterator[dict[str, str]]:
    """What happened, the latest first; the same thing several times in a row is told once."""
    for _kind, same in groupby(reversed(placement.events), key=lambda event: event.kind):
        yield _told(next(same))


def _told(event: PlacementEvent) -> dict[str, str]:
    about = date_and_time(event.at)
    if event.on_behalf:
        about = _("%(when)s, recorded on their behalf") % {"when": about}
    return {"title": _(event.kind.label), "by": about, "state": "done"}
