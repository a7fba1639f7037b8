"""What the services of referrals refuse, each with its sentence."""

from http import HTTPStatus
from typing import ClassVar

from stirrup.referrals.steps import Step
from stirrup.refusals import RefusedError
from stirrup.wording import N_


class AnswerRefusedError(RefusedError):
    """An answer whose shape is right breaks a rule: `step` is its page, `answer` its name there."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    step: ClassVar[Step | None] = None
    answer: ClassVar[str]


class ReferralChangedError(RefusedError):
    """Somebody else saved the referral between the page and its answers."""

    sentence = N_("Someone else changed this referral while you were writing.")
    status = HTTPStatus.CONFLICT


class ReferralIncompleteError(RefusedError):
    """A step still lacks an answer."""

    sentence = N_("This referral is not complete yet: see the steps to do.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotInformedError(RefusedError):
    """No referral exists before its person was told."""

    sentence = N_("Read the information notice with the person first.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class ConsentDateError(AnswerRefusedError):
    """The person's consent lies in the future, or is older than it lasts."""

    sentence = N_("Enter the day on which the person consented, within the last twelve months.")
    step = Step.CONSENT
    answer = "consent_given_on"


class ConsentEndedError(AnswerRefusedError):
    """The person's consent lasted twelve months."""

    sentence = N_("The person’s consent has ended: ask them again first.")
    step = Step.CONSENT
    answer = "consent_given_on"


class EntryDatesPassedError(AnswerRefusedError):
    """The last day on which the household could move in is over."""

    sentence = N_("The latest day of entry has passed: change the dates first.")
    step = Step.DATES
    answer = "latest_entry"


class CommitmentNeededError(AnswerRefusedError):
    """A sent referral stands on its referent's six months of support."""

    sentence = N_("A referral that was sent needs your support for six months.")
    step = Step.SUPPORT
    answer = "referent_commits"


class TooManyPlacesError(AnswerRefusedError):
    """Three safety zones are the most."""

    sentence = N_("Three places at most. Delete them all to write others.")
    step = Step.SAFETY
    answer = "commune_code"


class ParkingDayError(AnswerRefusedError):
    """A pause ends, and within a year."""

    sentence = N_("Enter the day of the return: from tomorrow, within a year.")
    answer = "until"
