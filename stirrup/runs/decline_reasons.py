"""Why a proposal is declined: the team's reasons in the lanes that concern a pair alone."""

from flask_babel import get_locale

from stirrup.placements.answering.refusals import NoteMissingError, UnknownReasonError
from stirrup.placements.lanes.catalogue import reasons_in_force
from stirrup.placements.lanes.enums import HomeAfter, HouseholdAfter, Side
from stirrup.placements.lanes.steps import Lanes, Reason, in_words

OF_THE_PLATFORM = frozenset({"deadline_passed", "undone"})
"""Given when a delay has passed or a decision is undone, never by a reviewer."""


def reasons_offered() -> list[Reason]:
    """What a reviewer may give: the home stays open and the household stays ready."""
    of_the_team = (one for one in reasons_in_force().values() if one.side == Side.TEAM)
    return [reason for reason in of_the_team if not reason.retired and _parts_a_pair(reason)]


def reason_given(code: str, note: str | None) -> Reason:
    """The reason of this code. Raises UnknownReasonError or NoteMissingError."""
    reason = next((one for one in reasons_offered() if one.code == code), None)
    if reason is None:
        raise UnknownReasonError
    if reason.needs_note and not (note or "").strip():
        raise NoteMissingError
    return reason


def words_of(code: str, lanes: Lanes | None = None) -> str:
    """A stored reason in the reader's language, also once it is retired; its code at worst."""
    reason = (lanes.reasons if lanes else reasons_in_force()).get(code)
    return in_words(reason.label, str(get_locale())) if reason else code


def _parts_a_pair(reason: Reason) -> bool:
    """Whether it says nothing of the home or of the household by itself."""
    stays = (reason.home, reason.household) == (HomeAfter.OPEN, HouseholdAfter.READY)
    return stays and reason.code not in OF_THE_PLATFORM
