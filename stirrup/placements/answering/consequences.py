"""What follows from a no, in words: for the pair, the home and the household."""

from datetime import date, timedelta

from flask_babel import gettext as _

from stirrup.placements.answering.falling_through import PARKED_FOR, PAUSED_FOR
from stirrup.placements.lanes.enums import HomeAfter, HouseholdAfter, Side
from stirrup.placements.lanes.steps import Reason
from stirrup.ui.filters import date_long


def follows_from(reason: Reason, day: date) -> str:
    """The sentences a person reads under a reason, when the no is said on `day`."""
    told = [_pair(reason, day), _home(reason), _household(reason), _review(reason)]
    return " ".join(sentence for sentence in told if sentence)


def _pair(reason: Reason, day: date) -> str:
    """A landlord reads about the household that was proposed, the others about the pair."""
    if reason.forbids_days is None:
        return str(_("This pair is never proposed again."))
    if reason.forbids_days == 0:
        return "" if reason.home != HomeAfter.OPEN else str(_("This pair may be proposed again."))
    until = date_long(day + timedelta(days=reason.forbids_days))
    if reason.side == Side.LANDLORD:
        return str(_("The same household is not proposed to you before %(day)s.", day=until))
    return str(_("This pair is not proposed again before %(day)s.", day=until))


def _home(reason: Reason) -> str:
    if reason.home == HomeAfter.PAUSED:
        return str(_("The home is paused for %(days)s days.", days=PAUSED_FOR.days))
    return str(_("The home is withdrawn.")) if reason.home == HomeAfter.WITHDRAWN else ""


def _household(reason: Reason) -> str:
    """Nothing about the household to a landlord: their reasons leave it ready."""
    if reason.side == Side.LANDLORD:
        return ""
    if reason.household == HouseholdAfter.PARKED:
        return str(_("The referral is parked for %(days)s days.", days=PARKED_FOR.days))
    return str(_("The referral is closed.")) if reason.household == HouseholdAfter.CLOSED else ""


def _review(reason: Reason) -> str:
    return str(_("The Stirrup team reviews this reason.")) if reason.needs_review else ""
