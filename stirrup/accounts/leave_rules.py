"""What a leave must be: days in order, not over, not too long, not twice, a deputy who is there.

Pure: the day is an argument, leaves are read by the caller.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import ClassVar

from stirrup.refusals import RefusedError
from stirrup.wording import N_

LONGEST_LEAVE = timedelta(days=120)
LOOKS_AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Absence:
    """Who is away and who stands in (their numbers), from the first to the last day included."""

    person: int
    deputy: int
    first_day: date
    last_day: date

    def meets(self, other: "Absence") -> bool:
        """Whether both hold on one day at least."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day


class LeaveRefusedError(RefusedError):
    """A rule of leaves says no; `answer` is the question whose answer breaks it."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    answer: ClassVar[str] = "last_day"


class DaysReversedError(LeaveRefusedError):
    sentence = N_("The last day comes before the first one.")


class LeaveOverError(LeaveRefusedError):
    sentence = N_("These days are over: enter a last day from today on.")


class LeaveTooLongError(LeaveRefusedError):
    """A longer absence has another referent, not a deputy."""

    sentence = N_("A leave lasts %(most)s days at most. Beyond that, hand the referrals over.")


class LeaveTooFarError(LeaveRefusedError):
    sentence = N_("Enter a first day within a year.")
    answer = "first_day"


class AwayAlreadyError(LeaveRefusedError):
    sentence = N_("Another leave holds on some of these days: end that one first.")
    answer = "first_day"


class NeededAsDeputyError(LeaveRefusedError):
    """Nobody would be there for the one they stand in for."""

    sentence = N_(
        "A colleague is away on some of these days and counts on this person: choose another"
        " deputy for that colleague first."
    )
    answer = "first_day"


class NoSuchDeputyError(LeaveRefusedError):
    """Unknown, elsewhere, without access, or oneself: one answer."""

    sentence = N_("Choose a colleague of the same association who has access.")
    answer = "deputy"


class DeputyAwayError(LeaveRefusedError):
    sentence = N_("This colleague is away on some of these days: choose somebody else.")
    answer = "deputy"


def check_days(absence: Absence, today: date) -> None:
    """Raises DaysReversedError, LeaveOverError, LeaveTooFarError, LeaveTooLongError."""
    if absence.last_day < absence.first_day:
        raise DaysReversedError
    if absence.last_day < today:
        raise LeaveOverError
    if absence.first_day > today + LOOKS_AHEAD:
        raise LeaveTooFarError
    if absence.last_day - absence.first_day >= LONGEST_LEAVE:
        raise LeaveTooLongError(most=LONGEST_LEAVE.days)


def check_others(absence: Absence, others: Iterable[Absence]) -> None:
    """Nobody is away twice, and a deputy is never away.

    `others`: the leaves that concern either of the two people. Raises AwayAlreadyError,
    NeededAsDeputyError, DeputyAwayError.
    """
    for other in filter(absence.meets, others):
        if other.person == absence.person:
            raise AwayAlreadyError
        if other.deputy == absence.person:
            raise NeededAsDeputyError
        if other.person == absence.deputy:
            raise DeputyAwayError
