"""What every choice for the coming nights must have: words that say why, and a day to end."""

from datetime import date, timedelta
from http import HTTPStatus

from stirrup.refusals import RefusedError
from stirrup.wording import N_

LONGEST_NOTE = 500


class AbsentNoteError(RefusedError):
    """Somebody will ask why: the answer is written when the choice is made."""

    sentence = N_("Write in a few words why, in 500 characters at most.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class DayRefusedError(RefusedError):
    """A choice holds for some coming nights, not for ever."""

    sentence = N_("Give a day after today, at most %(days)s days ahead.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def require_a_note(note: str | None) -> str:
    """The words without the spaces around. Raises AbsentNoteError."""
    words = (note or "").strip()
    if not 0 < len(words) <= LONGEST_NOTE:
        raise AbsentNoteError
    return words


def require_a_coming_day(day: date, today: date, longest: timedelta) -> None:
    """After today and not too far. Raises DayRefusedError."""
    if not today < day <= today + longest:
        raise DayRefusedError(days=longest.days)
