"""What comes next in a stay, for one reader: the start, the months, the prolongations, the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from stirrup.clock import today
from stirrup.disclosure import Reader
from stirrup.permissions import Permission, permits
from stirrup.placements.enums import ExtensionState, InventoryMoment, PlacementState
from stirrup.placements.extensions import find_asked, may_extend
from stirrup.placements.inventories import find_inventory, is_signed, may_record
from stirrup.placements.lifecycle import add_months, allows
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentState, SignatureState, SigningParty
from stirrup.placements.papers.shelf import signatures_url, title_of
from stirrup.placements.papers.standing import signed_amendments
from stirrup.placements.starting import StartPoint, start_lacks
from stirrup.ui.filters import date_long
from stirrup.wording import N_

EXIT_REVIEW = timedelta(days=90)
"""Before the last day: what follows is decided (LC-24)."""
START_POINTS = {
    StartPoint.AGREEMENT: N_("The agreement is signed by all"),
    StartPoint.INSURANCE: N_("Both insurances are known"),
    StartPoint.INVENTORY: N_("The inventory at the entry is recorded, with the keys"),
    StartPoint.STEPS: N_("The steps that were added are done"),
    StartPoint.DAY: N_("The first day has come"),
}


PARTIES_OF = {
    Reader.LANDLORD: {SigningParty.LANDLORD},
    Reader.ASSOCIATION: {
        SigningParty.ASSOCIATION,
        SigningParty.RESIDENTS,
        SigningParty.ASSISTANT,
    },
    Reader.TEAM: set[SigningParty](),
}
"""Whose signatures each side gives, or witnesses."""


@dataclass(frozen=True)
class NextThing:
    """The one thing to do next; without an address it is only awaited."""

    what: str
    why: str | None = None
    words: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Line:
    """One line of a list of tasks."""

    label: str
    about: str
    state: str
    url: str | None = None


@dataclass(frozen=True)
class Act:
    """One thing that this reader may do now."""

    words: str
    url: str


def start_lines(placement: Placement, *, records: bool) -> list[Line]:
    """What comes before the keys, each met or not."""
    lacking = start_lacks(placement)
    urls = {StartPoint.INVENTORY: inventory_url(placement, InventoryMoment.ENTRY)}
    return [
        Line(
            label=_(START_POINTS[point]),
            about=date_long(placement.first_day) if point == StartPoint.DAY else "",
            state="todo" if point in lacking else "done",
            url=urls.get(point) if records and point in lacking else None,
        )
        for point in StartPoint
        if point != StartPoint.STEPS or point in lacking
    ]


def inventory_lines(placement: Placement, *, records: bool) -> list[Line]:
    """Both inventories, once the stay has come to them."""
    return [_inventory_line(placement, moment, records) for moment in _moments(placement, records)]


def extension_lines(placement: Placement) -> list[Line]:
    """Every prolongation that was asked, the latest first."""
    states = {ExtensionState.ASKED: "doing", ExtensionState.IN_FORCE: "done"}
    return [
        Line(
            label=_("Until %(day)s", day=date_long(one.end_day - timedelta(days=1))),
            about=_("%(reason)s. %(state)s", reason=_(one.reason.label), state=_(one.state.label)),
            state=states.get(one.state, "blocked"),
        )
        for one in reversed(placement.extensions)
    ]


def may_put_in_force(placement: Placement, person: Any) -> bool:
    """Whether the amendment that was asked for is signed by all, and this person may say so."""
    asked = find_asked(placement)
    return (
        asked is not None
        and permits(person, Permission.PLACEMENT_PREPARE, placement)
        and bool(signed_amendments(placement, asked.number))
    )


def acts(placement: Placement, person: Any) -> Iterator[Act]:
    """What this person may do with a stay under way."""
    extends = permits(person, Permission.STAY_EXTEND, placement)
    if extends and may_extend(placement) and find_asked(placement) is None:
        yield Act(
            _("Prolong this stay"), url_for("placements.ask_extension", placement_id=placement.id)
        )
    if not permits(person, Permission.STAY_RECORD, placement):
        return
    if allows(placement.state, "announce_end"):
        yield Act(
            _("Announce the end"), url_for("placements.announce_end", placement_id=placement.id)
        )
    if placement.state == PlacementState.ENDING:
        yield Act(
            _("Record the end of the stay"),
            url_for("placements.record_end", placement_id=placement.id),
        )


def next_of_recorder(placement: Placement) -> NextThing | None:
    """What the association or the team does next, from the keys to the keys."""
    if placement.state == PlacementState.SCHEDULED:
        return _before_the_keys(placement)
    if placement.state == PlacementState.ACTIVE:
        return _under_way(placement)
    if placement.state == PlacementState.ENDING:
        return _before_the_end(placement)
    return None


def next_signature(placement: Placement, reader: Reader) -> NextThing | None:
    """A paper that this side has been sent and has still to sign."""
    for paper in placement.documents:
        parties = {each.party for each in paper.signatures if each.state == SignatureState.AWAITED}
        sent = paper.state == DocumentState.SENT and reader in paper.readers
        if sent and parties & PARTIES_OF[reader]:
            title = title_of(paper.kind, paper.slot)
            return NextThing(
                _("Sign: %(paper)s", paper=title),
                _("Read it whole first; it can also be signed by hand."),
                _("See the signatures"),
                signatures_url(paper),
            )
    return None


def doors_of(placement: Placement) -> list[dict[str, Any]]:
    """The months of the stay for the drawing of doors."""
    first, end, day = placement.first_day, placement.end_day, today()
    count = (end.year - first.year) * 12 + end.month - first.month
    months = [(add_months(first, n), add_months(first, n + 1)) for n in range(max(count, 1))]
    return [_door(start, stop, day) for start, stop in months]


def inventory_url(placement: Placement, moment: InventoryMoment) -> str:
    return url_for("placements.inventory", placement_id=placement.id, moment_name=moment.value)


def _moments(placement: Placement, records: bool) -> Iterator[InventoryMoment]:
    for moment in InventoryMoment:
        known = find_inventory(placement, moment) is not None
        if known or (records and may_record(placement, moment)):
            yield moment


def _inventory_line(placement: Placement, moment: InventoryMoment, records: bool) -> Line:
    known = find_inventory(placement, moment)
    about = _("Nothing recorded yet.")
    if known is not None:
        made = _("Made on %(day)s.", day=date_long(known.made_on))
        about = _("%(made)s Signed by all.", made=made) if is_signed(placement, moment) else made
    return Line(
        label=_(moment.label),
        about=about,
        state="done" if known else "todo",
        url=inventory_url(placement, moment) if records and may_record(placement, moment) else None,
    )


def _before_the_keys(placement: Placement) -> NextThing | None:
    lacking = start_lacks(placement)
    if StartPoint.AGREEMENT in lacking:
        return NextThing(
            _("Have the agreement signed by all"), None, _("See the documents"), "#documents"
        )
    if StartPoint.INVENTORY in lacking:
        url = inventory_url(placement, InventoryMoment.ENTRY)
        return NextThing(_("Make the inventory at the entry"), None, _("Go room by room"), url)
    if lacking:
        return NextThing(
            _("The keys are handed over on %(day)s", day=date_long(placement.first_day))
        )
    return NextThing(_("Hand over the keys"), None, _("See what was checked"), "#start")


def _under_way(placement: Placement) -> NextThing | None:
    if find_asked(placement):
        return NextThing(
            _("Have the amendment signed by all"),
            _("Before the stay ends on %(day)s.", day=date_long(placement.last_day)),
            _("See the documents"),
            "#documents",
        )
    if today() >= placement.last_day - EXIT_REVIEW:
        return NextThing(
            _("Prolong the stay, or announce its end"),
            _("Its last day is %(day)s.", day=date_long(placement.last_day)),
            _("See what is possible"),
            "#months",
        )
    return None


def _before_the_end(placement: Placement) -> NextThing:
    if find_inventory(placement, InventoryMoment.EXIT) is None:
        url = inventory_url(placement, InventoryMoment.EXIT)
        ending = placement.ending
        why = _("The stay ends on %(day)s.", day=date_long(ending.effective_on if ending else None))
        return NextThing(_("Make the inventory at the exit"), why, _("Go room by room"), url)
    url = url_for("placements.record_end", placement_id=placement.id)
    return NextThing(_("Say how the stay ended"), None, _("Record the end of the stay"), url)


def _door(start: date, stop: date, day: date) -> dict[str, Any]:
    state = "past" if day >= stop else "cur" if day >= start else "later"
    share = round(100 * (day - start).days / (stop - start).days) if state == "cur" else 0
    ends = format_date(stop - timedelta(days=1), "LLL")
    months = dict.fromkeys((format_date(start, "LLL"), ends))
    return {"label": " – ".join(months), "state": state, "share": share}
