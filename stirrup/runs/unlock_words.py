"""Unlocks in the reader's words: what could be talked about, what it opens, where to change it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.geography import get_commune
from stirrup.matching.explanations import levers
from stirrup.matching.explanations.unlocks import Change, Unlock
from stirrup.permissions import Permission, permits
from stirrup.referrals.models import Referral
from stirrup.referrals.steps import Step, may_change
from stirrup.runs.numbering import commune_code
from stirrup.runs.stored_night import StoredNight
from stirrup.ui.filters import NO_BREAK_SPACE, date_long, kilometres

MOST_CARDS = 6
STEPS = {
    levers.COMMUNE: Step.COMMUNES,
    levers.KM: Step.ANCHORS,
    levers.LATER: Step.DATES,
    levers.EARLIER: Step.DATES,
    levers.PET: Step.HOUSEHOLD,
    levers.SHARED: Step.NEEDS,
    levers.FLOOR: Step.NEEDS,
}
"""Where the answer of each lever is given."""


def cards(
    unlocks: Sequence[Unlock], night: StoredNight, referral: Referral, reader: Any
) -> list[dict[str, Any]]:
    """The unlocks worth a card, as the macro wants them."""
    return [_card(unlock, night, referral, reader) for unlock in _chosen(unlocks)]


def other_lines(unlocks: Sequence[Unlock]) -> list[str]:
    """One line for each of the others."""
    told = _chosen(unlocks)
    return [
        _("%(change)s: %(homes)s", change=words_of(unlock), homes=home_count(unlock.homes))
        for unlock in unlocks
        if unlock not in told
    ]


def words_of(unlock: Unlock) -> str:
    """If Tourcoing suits too, and if the entry can wait until 3 March 2027."""
    first, *others = [CLAUSES[change.kind](change.value) for change in unlock.changes]
    said = first
    for other in others:
        said = _("%(one)s, and %(other)s", one=said, other=other)
    return said[:1].upper() + said[1:]


def home_count(number: int) -> str:
    """3 homes."""
    return str(ngettext("%(num)s home", "%(num)s homes", number))


def _chosen(unlocks: Sequence[Unlock]) -> list[Unlock]:
    """The best of each kind first, then those that open most, in their order."""
    best = {unlock.changes[0].kind: unlock for unlock in reversed(unlocks)}
    ranked = sorted(unlocks, key=lambda unlock: unlock is not best[unlock.changes[0].kind])
    chosen = ranked[:MOST_CARDS]
    return [unlock for unlock in unlocks if unlock in chosen]


def _card(unlock: Unlock, night: StoredNight, referral: Referral, reader: Any) -> dict[str, Any]:
    today = [_today(change, night, referral) for change in unlock.changes]
    return {
        "gain": f"+{NO_BREAK_SPACE}{home_count(unlock.homes)}",
        "change": words_of(unlock),
        "why": " ".join(sentence for sentence in [*today, _free(unlock)] if sentence),
        "words": _("Talk about it, then change"),
        "url": _step_url(unlock.changes[0], referral, reader),
    }


def _free(unlock: Unlock) -> str:
    if not unlock.free:
        return str(_("None was left free."))
    return str(ngettext("%(num)s was left free.", "%(num)s were left free.", unlock.free))


def _step_url(change: Change, referral: Referral, reader: Any) -> str | None:
    """The page of the form that holds the answer, for who may change it now."""
    step = STEPS[change.kind]
    may = permits(reader, Permission.REFERRAL_EDIT, referral)
    if not may or not may_change(referral.state, step):
        return None
    return url_for("referrals.step", referral_id=referral.id, step_name=step.value)


def _today(change: Change, night: StoredNight, referral: Referral) -> str | None:
    """What the household asked that night, where the change is measured from it."""
    households = night.problem.households
    row = int(households.id.searchsorted(referral.id))
    if change.kind == levers.LATER:
        day = date.fromordinal(int(households.latest_entry[row]))
        return str(_("Today: entry by %(day)s.", day=date_long(day)))
    if change.kind == levers.EARLIER:
        day = date.fromordinal(int(households.earliest_entry[row]))
        return str(_("Today: entry from %(day)s.", day=date_long(day)))
    if change.kind == levers.FLOOR:
        floor = int(households.max_floor_without_lift[row])
        return str(_("Today: floor %(number)s at most.", number=floor))
    if change.kind == levers.KM:
        return _distance_today(change, night, referral, row)
    return None


def _distance_today(change: Change, night: StoredNight, referral: Referral, row: int) -> str:
    """The place by its public name, found by where it lies."""
    anchors, slot = night.problem.households.anchors, change.place
    here = float(anchors.latitude[row, slot]), float(anchors.longitude[row, slot])
    names = [one.label for one in referral.anchors if (one.latitude, one.longitude) == here]
    distance = kilometres(float(anchors.km[row, slot]))
    if not names:
        return str(_("Today: %(distance)s at most.", distance=distance))
    return str(_("%(place)s, today: %(distance)s at most.", place=names[0], distance=distance))


def _commune(number: int) -> str:
    name = get_commune(commune_code(number)).name
    return str(_("if %(commune)s suits too", commune=name))


def _km(more: int) -> str:
    return str(_("with %(distance)s more", distance=kilometres(more)))


def _later(day: int) -> str:
    on = date_long(date.fromordinal(day))
    return str(_("if the entry can wait until %(day)s", day=on))


def _earlier(day: int) -> str:
    on = date_long(date.fromordinal(day))
    return str(_("if the entry can be on %(day)s already", day=on))


def _pet(size: int) -> str:
    if size:
        return str(_("if the animal is a small one"))
    return str(_("if the animal can be looked after elsewhere"))


def _shared(_accepted: int) -> str:
    return str(_("if a shared home suits"))


def _floor(floor: int) -> str:
    return str(_("if floor %(number)s without a lift suits", number=floor))


CLAUSES: dict[str, Callable[[int], str]] = {
    levers.COMMUNE: _commune,
    levers.KM: _km,
    levers.LATER: _later,
    levers.EARLIER: _earlier,
    levers.PET: _pet,
    levers.SHARED: _shared,
    levers.FLOOR: _floor,
}
