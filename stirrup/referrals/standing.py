"""Where a referral stands, in one sentence, and what is expected next of whom."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from stirrup.referrals.enums import ReferralState as State
from stirrup.referrals.models import Referral
from stirrup.referrals.services import CONFIRMED_FOR
from stirrup.ui.filters import date_long
from stirrup.wording import N_

SOON = timedelta(days=7)

SENTENCES = {
    State.DRAFT: N_("This draft is not sent: the night does not see it yet."),
    State.SUBMITTED: N_("This referral is sent and waits to be read by the Stirrup team."),
    State.TO_COMPLETE: N_("The Stirrup team asked a question: the nights wait for the answer."),
    State.READY: N_("Each night, the program looks for a home for this household."),
    State.PROPOSED: N_("A home is reserved for this household: the answers of both sides follow."),
    State.TO_CONFIRM: N_("Nobody confirmed the situation lately: the nights leave it out."),
    State.PARKED: N_("This referral is parked until %(until)s. Its waiting date is kept."),
    State.HOUSED: N_("This household lives in a home lent through Stirrup."),
    State.CLOSED: N_("This referral is closed: %(reason)s."),
}
PARKED_BY_ITSELF = N_(
    "Nobody answered or confirmed: this referral is parked until somebody takes it up again. Its"
    " waiting date is kept."
)
TONES = {
    State.DRAFT: "idle",
    State.TO_COMPLETE: "warn",
    State.READY: "go",
    State.PROPOSED: "info",
    State.TO_CONFIRM: "warn",
    State.HOUSED: "ok",
}


@dataclass(frozen=True)
class Expected:
    """What the referent is expected to do next, and by when."""

    what: str
    why: str
    act: str
    """confirm, answer, dates or consent."""


def sentence(referral: Referral) -> str:
    """The state in one sentence."""
    reason = _(referral.close_reason.label) if referral.close_reason else _("no reason recorded")
    values = {"until": date_long(referral.parked_until), "reason": reason}
    if referral.state == State.PARKED and referral.parked_until is None:
        return str(_(PARKED_BY_ITSELF))
    return str(_(SENTENCES[referral.state], **values))


def tone(state: State) -> str:
    """The tone of the state's tag."""
    return TONES.get(state, "idle")


def confirm_before(referral: Referral) -> date | None:
    """The last day on which the situation counts as confirmed."""
    if referral.state != State.READY or referral.last_confirmed_on is None:
        return None
    return referral.last_confirmed_on + CONFIRMED_FOR


def expected(referral: Referral, today: date) -> Expected | None:
    """What the referent has to do now, the most blocking first; None when nothing is."""
    if referral.state == State.TO_COMPLETE:
        return Expected(_("Answer the question"), referral.question or "", "answer")
    if referral.state not in (State.READY, State.TO_CONFIRM):
        return None
    return _expected_of_a_waiting_one(referral, today)


def waiting_days(referral: Referral, today: date) -> int | None:
    """Days since the referral was first sent; None before, and once the household is housed."""
    over = referral.state in (State.HOUSED, State.CLOSED)
    return None if referral.waiting_since is None or over else (today - referral.waiting_since).days


def _expected_of_a_waiting_one(referral: Referral, today: date) -> Expected | None:
    if referral.consent_expires_on and referral.consent_expires_on < today + SOON:
        day = date_long(referral.consent_expires_on)
        why = _("Their consent holds for twelve months: until %(day)s.", day=day)
        return Expected(_("Ask the person again"), why, "consent")
    if referral.latest_entry and referral.latest_entry < today:
        day = date_long(referral.latest_entry)
        why = _("No home can be proposed after %(day)s.", day=day)
        return Expected(_("Change the dates of entry"), why, "dates")
    return _confirmation(referral, today)


def _confirmation(referral: Referral, today: date) -> Expected | None:
    what = _("Confirm that the situation has not changed")
    if referral.state == State.TO_CONFIRM:
        return Expected(what, _("The nights start again at once. The wait is kept."), "confirm")
    last_day = confirm_before(referral)
    if last_day is None or last_day - today > SOON:
        return None
    why = _("Before %(day)s: afterwards the nights leave it out.", day=date_long(last_day))
    return Expected(what, why, "confirm")
