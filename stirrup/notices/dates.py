"""The days and hours that matter to one person, without a name or an address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, select

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import Role
from stirrup.placements.enums import LIVE_STATES
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lanes.steps import Lanes, in_words
from stirrup.placements.lifecycle import add_months
from stirrup.placements.models import Placement
from stirrup.referrals.in_charge import is_asked_of
from stirrup.referrals.models import Referral
from stirrup.wording import N_

ONE_HOUR = timedelta(hours=1)
SIDES = {
    Role.LANDLORD: {Side.LANDLORD},
    Role.CASE_WORKER: {Side.ASSOCIATION, Side.HOUSEHOLD},
    Role.ASSOCIATION_MANAGER: {Side.ASSOCIATION, Side.HOUSEHOLD},
    Role.ADMINISTRATOR: set(Side),
}
"""Whose steps a person answers for."""
GATES = {
    1: N_("Month 1, settled? Stay %(reference)s"),
    2: N_("Month 2, a plan for afterwards? Stay %(reference)s"),
    4: N_("Month 4, applications filed? Stay %(reference)s"),
    5: N_("Month 5, what follows? Stay %(reference)s"),
}
"""What is looked at with the household after so many months."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar: a day, or an hour that begins at an instant."""

    uid: str
    title: str
    starts: date | datetime
    placement_id: int

    @property
    def ends(self) -> date | datetime:
        """The end, which is not part of it."""
        return self.starts + (ONE_HOUR if isinstance(self.starts, datetime) else timedelta(days=1))


def dates_of(person: User) -> list[Entry]:
    """Everything of the stays that are under way, in the language in force. Three queries."""
    lanes = lanes_in_force()
    stays = db.session.scalars(_stays_of(person))
    return [entry for stay in stays for entry in _entries(stay, person, lanes)]


def _stays_of(person: User) -> Select[Placement]:
    """A case worker has those about which they are asked, a manager those of the association."""
    stays = Placement.visible_to(person).where(Placement.state.in_(LIVE_STATES))
    if person.role == Role.CASE_WORKER:
        asked = select(Referral.id).where(is_asked_of(person, today()))
        stays = stays.where(Placement.referral_id.in_(asked))
    return stays.order_by(Placement.id)


def _entries(stay: Placement, person: User, lanes: Lanes) -> Iterator[Entry]:
    said = {"reference": stay.reference}
    if stay.visit_at is not None and stay.visit_done_on is None:
        yield Entry(f"visit-{stay.id}", _("Visit %(reference)s", **said), stay.visit_at, stay.id)
    if stay.step is not None and stay.step_due_on is not None:
        step = lanes.step(stay.step)
        if step.side in SIDES[person.role]:
            words = in_words(step.name, person.language)
            title = _("%(step)s, last day: %(reference)s", step=words, **said)
            yield Entry(f"{step.code}-{stay.id}", title, stay.step_due_on, stay.id)
    yield Entry(f"first-{stay.id}", _("First day %(reference)s", **said), stay.first_day, stay.id)
    if person.role != Role.LANDLORD:
        yield from _gates(stay)
    yield Entry(f"last-{stay.id}", _("Last day %(reference)s", **said), stay.last_day, stay.id)


def _gates(stay: Placement) -> Iterator[Entry]:
    for months, words in GATES.items():
        day = add_months(stay.first_day, months)
        if day < stay.end_day:
            yield Entry(
                f"month-{months}-{stay.id}", _(words, reference=stay.reference), day, stay.id
            )
