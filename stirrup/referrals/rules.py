"""What time, or the rest of the referral, decides about answers whose shape is right."""

from collections.abc import Callable
from datetime import date, timedelta

from stirrup.referrals.answers import CONSENT_LASTS, MOST_PLACES, Answers
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.referrals.refusals import (
    CommitmentNeededError,
    ConsentDateError,
    ConsentEndedError,
    EntryDatesPassedError,
    ParkingDayError,
    TooManyPlacesError,
)
from stirrup.referrals.steps import Step

LONGEST_PAUSE = timedelta(days=365)


def check_answers(referral: Referral, step: Step, answers: Answers, today: date) -> None:
    """Raise the refusal of the first rule that the answers of a step break."""
    if step in CHECKS:
        CHECKS[step](referral, answers, today)


def check_up_to_date(referral: Referral, today: date) -> None:
    """A referral that enters the next night holds a consent and dates that still run."""
    if referral.consent_expires_on is None or referral.consent_expires_on < today:
        raise ConsentEndedError
    if referral.latest_entry is None or referral.latest_entry < today:
        raise EntryDatesPassedError


def check_pause(until: date, today: date) -> None:
    """A pause ends, and within a year."""
    if not today < until <= today + LONGEST_PAUSE:
        raise ParkingDayError


def _check_consent(_referral: Referral, answers: Answers, today: date) -> None:
    if not today - CONSENT_LASTS < answers["consent_given_on"] <= today:
        raise ConsentDateError


def _check_dates(_referral: Referral, answers: Answers, today: date) -> None:
    if answers["latest_entry"] < today:
        raise EntryDatesPassedError


def _check_support(referral: Referral, answers: Answers, _today: date) -> None:
    if referral.state != ReferralState.DRAFT and not answers["referent_commits"]:
        raise CommitmentNeededError


def _check_safety(referral: Referral, answers: Answers, _today: date) -> None:
    if answers["commune_code"] and len(referral.safety_zones) >= MOST_PLACES:
        raise TooManyPlacesError


CHECKS: dict[Step, Callable[[Referral, Answers, date], None]] = {
    Step.CONSENT: _check_consent,
    Step.DATES: _check_dates,
    Step.SUPPORT: _check_support,
    Step.SAFETY: _check_safety,
}
