"""Why an answer to a step is refused."""

from http import HTTPStatus

from stirrup.refusals import RefusedError
from stirrup.wording import N_


class NotAskedYetError(RefusedError):
    """Another step is open: sides are asked in turn."""

    sentence = N_("This is not asked now. Open the page again to see what is.")
    status = HTTPStatus.CONFLICT


class UnknownReasonError(RefusedError):
    """The reason is not one of those this side may give, or is no longer offered."""

    sentence = N_("Choose one of the reasons on the list.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NoteMissingError(RefusedError):
    """This reason asks for a few words."""

    sentence = N_("Write a few words: this reason needs an explanation.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class VisitDayError(RefusedError):
    """A visit lies ahead, before the stay; one that was done lies behind."""

    sentence = N_("Give a day and an hour that suit: the visit comes before the first day.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotOptionalError(RefusedError):
    """The step cannot be left out."""

    sentence = N_("This step cannot be left out.")


class NothingToTakeBackError(RefusedError):
    """The step is not the last one done: all have signed, or it was taken back already."""

    sentence = N_("This step is no longer the last one done: nothing was taken back now.")
    status = HTTPStatus.CONFLICT


class NoLongerFreeError(RefusedError):
    """The home or the household is taken, or the days have passed: the stay stays cancelled."""

    sentence = N_(
        "This stay cannot be reopened: the home or the household is no longer free on these days."
    )
    status = HTTPStatus.CONFLICT


class ReviewedAlreadyError(RefusedError):
    """A colleague reviewed this refusal, or it is none that is reviewed."""

    sentence = N_("This refusal is reviewed already. Nothing was changed.")
    status = HTTPStatus.CONFLICT
