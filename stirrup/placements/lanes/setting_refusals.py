"""Why a change in the steps or the reasons is refused, and beside which field it is said."""

from http import HTTPStatus
from typing import ClassVar

from stirrup.refusals import RefusedError
from stirrup.wording import N_


class SettingRefusedError(RefusedError):
    """A value does not go with another one; `field` is where the page says so."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    field: ClassVar[str]


class ReminderTooLateError(SettingRefusedError):
    sentence = N_("The reminder comes before the Stirrup team is told, or on the same day.")
    field = "remind_after"


class EscalationTooLateError(SettingRefusedError):
    sentence = N_("The Stirrup team is told within the delay.")
    field = "escalate_after"


class StepNeededError(SettingRefusedError):
    sentence = N_("This step cannot be left out.")
    field = "enabled"


class NoSuchPlaceError(SettingRefusedError):
    """The step it should follow is none, is retired, or is the keys."""

    sentence = N_("Choose one of the steps on the list: the keys come last.")
    field = "after"


class LandlordAskedTooEarlyError(SettingRefusedError):
    """No landlord learns of a household that did not want the home (decision 13)."""

    sentence = N_("The landlord is asked nothing before the household has said yes.")
    field = "after"


class SameNameError(SettingRefusedError):
    """A form sent twice adds one step; two alike could not be told apart."""

    sentence = N_("There is a step with this name already.")
    field = "name_fr"


class NeverReleasedError(SettingRefusedError):
    """Papers are on their way: only a person ends the stay."""

    sentence = N_(
        "From the agreement on, and where the Stirrup team is expected, no stay falls through by"
        " itself."
    )
    field = "timeout"


class SameWordsError(SettingRefusedError):
    sentence = N_("This side has a reason with these words already.")
    field = "label_fr"


class SettingChangedError(RefusedError):
    """Somebody else saved it since the page was opened."""

    sentence = N_("Somebody else has changed this meanwhile. Nothing of yours is stored yet.")
    status = HTTPStatus.CONFLICT


class StepUsedError(RefusedError):
    """Stays were asked it: what was answered keeps its words."""

    sentence = N_("This step is not retired, or was used already: it cannot be deleted.")
    status = HTTPStatus.CONFLICT


class ReasonNeededError(RefusedError):
    """The program itself gives this reason."""

    sentence = N_("The platform gives this reason by itself: it stays on the list.")
