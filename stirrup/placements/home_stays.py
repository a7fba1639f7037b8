"""The stays of one home, for its own page: dates, the open step, papers; never a name."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import Permission, permits
from stirrup.placements.enums import LIVE_STATES, EventKind, PlacementState
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import StepCode
from stirrup.placements.lanes.steps import Lanes, in_words
from stirrup.placements.lifecycle import latest_first_day
from stirrup.placements.models import Placement
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.shelf import papers_for
from stirrup.placements.stay_facts import READER_OF
from stirrup.placements.stay_lane import turn_of
from stirrup.ui.filters import date_long
from stirrup.units.models import Unit
from stirrup.units.stays import HomeStays, StayEvent, StayLine, Turn

MOST_STAYS = 5
"""The latest ones; the others are found in the list of stays."""
TOLD = {
    EventKind.OPENED: "clock",
    EventKind.LANDLORD_YES: "check",
    EventKind.VISIT_DONE: "people",
    EventKind.STARTED: "key",
    EventKind.EXTENDED: "calendar",
    EventKind.END_ANNOUNCED: "calendar",
    EventKind.ENDED: "house",
    EventKind.CANCELLED: "cross",
    EventKind.REOPENED: "clock",
}
"""What matters to a home, with its drawing."""
TONES = {PlacementState.SCHEDULED: "info", PlacementState.ENDING: "warn"}


def stays_of(unit: Unit, reader: Any) -> HomeStays:
    """What a landlord, or the team, is told of the stays of this home. Five queries at most."""
    stays = _latest(unit)
    live = [stay for stay in stays if stay.state in LIVE_STATES]
    lanes = lanes_in_force() if live else Lanes(steps=(), reasons={})
    return HomeStays(
        live=tuple(_line(stay, lanes) for stay in live),
        turn=next(filter(None, (_turn(stay, reader, lanes) for stay in live)), None),
        events=tuple(_events(stays)),
        papers=tuple(_papers(stays, reader)),
        summaries_url=_summaries_url(reader),
        free_on=free_on(unit, live, today()),
        latest_start=unit.available_until and latest_first_day(unit.available_until),
        keys_back_on=min((stay.last_day for stay in live), default=None),
    )


def answers_awaited(units: Iterable[Unit]) -> dict[int, date | None]:
    """The homes about which their landlord has to answer, with the last day to do so. One query."""
    query = (
        select(Placement.unit_id, func.min(Placement.step_due_on))
        .where(
            Placement.unit_id.in_([unit.id for unit in units]),
            Placement.step == StepCode.LANDLORD_ANSWER,
        )
        .group_by(Placement.unit_id)
    )
    return dict(db.session.execute(query).all())


def free_on(unit: Unit, live: Sequence[Placement], day: date) -> date | None:
    """The first day from `day` on which one place of the home has nobody; None if never lent."""
    if unit.available_from is None:
        return None
    ends = {place.id: max(day, unit.available_from) for place in unit.places}
    for stay in sorted(live, key=lambda one: one.first_day):
        ends[stay.place_id] = max(ends.get(stay.place_id, day), stay.end_day)
    return min(ends.values(), default=None)


def _latest(unit: Unit) -> Sequence[Placement]:
    papers = selectinload(Placement.documents)
    query = (
        select(Placement)
        .where(Placement.unit_id == unit.id)
        .options(
            selectinload(Placement.events),
            papers.defer(PlacementDocument.content),
            papers.defer(PlacementDocument.sealed_content),
            joinedload(Placement.referral),
        )
        .order_by(Placement.first_day.desc(), Placement.id.desc())
        .limit(MOST_STAYS)
    )
    return db.session.scalars(query).unique().all()


def _line(stay: Placement, lanes: Lanes) -> StayLine:
    step = lanes.step(stay.step) if stay.step else None
    return StayLine(
        reference=stay.reference,
        url=url_for("placements.show", placement_id=stay.id),
        words=str(_(stay.state.label)),
        tone=TONES.get(stay.state, "ok"),
        dates=str(
            _(
                "From %(first)s to %(last)s.",
                first=date_long(stay.first_day),
                last=date_long(stay.last_day),
            )
        ),
        step=in_words(step.name, str(get_locale())) if step else None,
        step_due=date_long(stay.step_due_on) if step and stay.step_due_on else None,
    )


def _turn(stay: Placement, reader: Any, lanes: Lanes) -> Turn | None:
    """What the reader is asked about this stay, when it is their turn."""
    asked = turn_of(stay, reader, lanes)
    if asked is None or asked.url is None or asked.words is None:
        return None
    return Turn(asked.what, asked.why, asked.words, asked.url)


def _events(stays: Sequence[Placement]) -> Iterator[StayEvent]:
    for stay in stays:
        url = url_for("placements.show", placement_id=stay.id)
        for event in stay.events:
            if event.kind in TOLD:
                title = f"{_(event.kind.label)}, {stay.reference}"
                yield StayEvent(event.at, title, url, shape=TOLD[event.kind])


def _papers(stays: Sequence[Placement], reader: Any) -> Iterator[dict[str, Any]]:
    for stay in stays:
        if not permits(reader, Permission.PLACEMENT_SHOW, stay):
            continue
        for paper in papers_for(stay, READER_OF[reader.role]):
            url = paper.url or paper.page_url
            yield {"title": paper.title, "url": url, "about": f"{stay.reference}. {paper.about}"}


def _summaries_url(reader: Any) -> str | None:
    if not permits(reader, Permission.YEARLY_SUMMARY_LIST):
        return None
    return url_for("yearly.index")
