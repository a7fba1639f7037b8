"""What happens to a referral that waits for its referent: a reminder, then parked by itself.

Its waiting date is kept in every case, and whoever takes it up again finds it as it was.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from stirrup import audit
from stirrup.extensions import db
from stirrup.referrals.enums import ReferralState as State
from stirrup.referrals.letters import write_to_referent
from stirrup.referrals.lifecycle import after
from stirrup.referrals.linked_news import LinkedNews, tell_linked
from stirrup.referrals.models import Referral
from stirrup.referrals.services import CONFIRMED_FOR

REMIND_AFTER = timedelta(days=7)
"""After a question of the team."""
ANSWERED_WITHIN = timedelta(days=21)
KEPT_UNCONFIRMED = timedelta(days=45)
"""Since the last confirmation."""
TIME_TO_CONFIRM = KEPT_UNCONFIRMED - CONFIRMED_FOR
"""At least, when confirming is asked for later: after a pause, or for another reason."""


@dataclass(frozen=True)
class Aged:
    """How many referents were reminded, and how many referrals parked."""

    reminded: int
    parked: int


def parks_on(referral: Referral, awaited_since: date) -> date:
    """The day on which a referral that waits for its referent is parked."""
    if referral.state == State.TO_COMPLETE:
        return awaited_since + ANSWERED_WITHIN
    confirmed = referral.last_confirmed_on or awaited_since - CONFIRMED_FOR
    return max(confirmed + KEPT_UNCONFIRMED, awaited_since + TIME_TO_CONFIRM)


def age_awaited(day: date) -> Aged:
    """Remind, or park, whatever waits for its referent on `day`; twice a day does no more."""
    awaited = Referral.state.in_((State.TO_COMPLETE, State.TO_CONFIRM))
    query = select(Referral).where(awaited).order_by(Referral.id).with_for_update()
    referrals = db.session.scalars(query).all()
    unanswered = [one for one in referrals if parks_on(one, _since(one, day)) <= day]
    for referral in unanswered:
        _park(referral)
    reminded = [_remind(one) for one in referrals if _is_to_remind(one, day)]
    db.session.commit()
    return Aged(reminded=sum(reminded), parked=len(unanswered))


def _since(referral: Referral, day: date) -> date:
    """Its clock begins today when it has none."""
    referral.awaited_since = referral.awaited_since or day
    return referral.awaited_since


def _is_to_remind(referral: Referral, day: date) -> bool:
    asked = referral.state == State.TO_COMPLETE
    return asked and _since(referral, day) + REMIND_AFTER <= day


def _remind(referral: Referral) -> bool:
    """Once for each question. Whether it was not done yet."""
    key = f"referral-{referral.id}-reminder-{referral.awaited_since:%Y%m%d}"
    written = write_to_referent(referral, "reminder", key=key)
    if written:
        audit.record(None, "referral_reminded", referral)
    return written


def _park(referral: Referral) -> None:
    referral.state = after(referral.state, "park")
    referral.park_reason = referral.parked_until = referral.awaited_since = None
    audit.record(None, "referral_parked_unanswered", referral)
    write_to_referent(referral, "parked")
    tell_linked(referral, LinkedNews.PARKED, by=None)
