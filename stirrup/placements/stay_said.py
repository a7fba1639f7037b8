"""What was answered about a stay, as its reader may know it; and how it fell through."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from stirrup.placements.enums import PlacementState
from stirrup.placements.lane_words import language, sides_of
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.lanes.steps import Lanes, in_words
from stirrup.placements.models import Placement
from stirrup.ui.filters import date_and_time, date_long


@dataclass(frozen=True)
class Said:
    """One answer that this reader may read, with its reason and its note."""

    title: str
    by: str
    note: str | None


@dataclass(frozen=True)
class Fall:
    """Why a stay will not take place, when this reader may know it, and what follows for them."""

    why: str | None
    follows: str


def said_for(placement: Placement, person: Any, lanes: Lanes) -> list[Said]:
    """The answers, the latest first: a side reads its own with its notes, the team reads all."""
    mine = (answer for answer in placement.answers if _may_read(person, answer.side))
    return [_said(answer, lanes) for answer in reversed(list(mine))]


def fall_of(placement: Placement, person: Any, lanes: Lanes) -> Fall | None:
    """How a cancelled stay ended for this reader; None for any other stay."""
    if placement.state != PlacementState.CANCELLED:
        return None
    reason = lanes.reasons.get(placement.cancel_reason or "")
    told = reason is not None and _may_read(person, reason.side)
    return Fall(
        why=in_words(reason.label, language()) if reason and told else None,
        follows=_follows(placement, person),
    )


def _follows(placement: Placement, person: Any) -> str:
    home = str(_("The home: %(state)s.", state=_(placement.unit.state.label).lower()))
    if Side.LANDLORD in sides_of(person):
        return home
    referral = placement.referral
    household: str = _(
        "The household: %(state)s, waiting since %(day)s as before.",
        state=_(referral.state.label).lower(),
        day=date_long(referral.waiting_since),
    )
    return f"{home} {household}" if Side.TEAM in sides_of(person) else household


def _may_read(person: Any, side: Side) -> bool:
    mine = sides_of(person)
    return Side.TEAM in mine or side in mine


def _said(answer: StepAnswer, lanes: Lanes) -> Said:
    reason = lanes.reasons.get(answer.reason or "")
    words = [_(answer.kind.label), *([in_words(reason.label, language())] if reason else [])]
    about = date_and_time(answer.at)
    if answer.on_behalf:
        about = _("%(when)s, recorded on their behalf") % {"when": about}
    if answer.review is not None:
        reviewed = _("Reviewed by the team: %(outcome)s.", outcome=_(answer.review.label).lower())
        about = f"{about}. {reviewed}"
    step = in_words(lanes.step(answer.step).name, language())
    return Said(
        title=_("%(step)s: %(answer)s", step=step, answer=". ".join(words)),
        by=about,
        note=answer.note,
    )
