"""Shapes of an answer: a reason on the list of a side, a few words, the day of a visit."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from stirrup.clock import PARIS, local, today
from stirrup.placements.answering.consequences import follows_from
from stirrup.placements.lanes.enums import ReviewOutcome
from stirrup.placements.lanes.steps import Reason, in_words
from stirrup.placements.models import Placement
from stirrup.ui.choices import StrictRadios, StrictSelect, offer
from stirrup.ui.fields import DateInThreeParts, StirrupForm, StrictTextArea
from stirrup.ui.filters import date_weekday
from stirrup.working_days import add_working_days

HOURS = [time(hour, minute) for hour in range(8, 20) for minute in (0, 30)]


class ReasonForm(StirrupForm):
    """Why a stay is cancelled, among all reasons."""

    keeps = True

    reason = StrictSelect(_l("Why?"), coerce=str)
    note = StrictTextArea(_l("In a few words"), max_length=500, required=False)

    def __init__(self, reasons: Iterable[Reason], **values: Any) -> None:
        super().__init__(**values)
        language = str(get_locale())
        self.reason.choices = [(one.code, in_words(one.label, language)) for one in reasons]


class NoForm(StirrupForm):
    """A no: its reason, each with what follows from it, and a note."""

    keeps = True

    reason = StrictRadios(_l("Why?"), coerce=str)
    note = StrictTextArea(_l("In a few words"), max_length=500, required=False)

    def __init__(self, reasons: Iterable[Reason], **values: Any) -> None:
        super().__init__(**values)
        language, day = str(get_locale()), today()
        self.reason.choices = offer(
            (one.code, in_words(one.label, language), follows_from(one, day)) for one in reasons
        )


class NoteForm(StirrupForm):
    """A few words that say why."""

    keeps = True

    note = StrictTextArea(_l("Why?"), max_length=500)


class DoneForm(StirrupForm):
    """What is to be remembered of a step that is done."""

    note = StrictTextArea(_l("What is to be remembered"), max_length=500, required=False)


class QuestionForm(StirrupForm):
    """What a landlord wants to know."""

    keeps = True

    question = StrictTextArea(
        _l("Your question"),
        max_length=1000,
        description=_l("About the home, the dates, the guarantees: not about persons."),
    )


class VisitForm(StirrupForm):
    """When the home is seen."""

    keeps = True

    day = DateInThreeParts(_l("Day of the visit"))
    hour = StrictSelect(
        _l("Hour"), choices=[(f"{hour:%H:%M}", f"{hour:%H:%M}") for hour in HOURS], coerce=str
    )

    def __init__(self, placement: Placement) -> None:
        super().__init__(**_planned(placement))
        self.day.first, self.day.last = today(), max(today(), placement.first_day)
        days = (add_working_days(today(), number) for number in (1, 2, 3))
        self.day.description = _(
            "Working days to come: %(days)s.", days=", ".join(date_weekday(day) for day in days)
        )

    @property
    def at(self) -> datetime:
        """The instant, in Paris."""
        return datetime.combine(self.day.data, time.fromisoformat(self.hour.data), PARIS)


class VisitDoneForm(StirrupForm):
    """When the home was seen."""

    keeps = True

    done_on = DateInThreeParts(_l("Day on which the home was seen"))
    note = StrictTextArea(_l("What is to be remembered"), max_length=500, required=False)

    def __init__(self, placement: Placement) -> None:
        super().__init__(done_on=min(today(), _planned(placement).get("day", today())))
        self.done_on.first = min(today(), placement.matched_on)
        self.done_on.last = today()


class ReviewForm(StirrupForm):
    """What the team made of a refusal."""

    keeps = True

    outcome = StrictRadios(
        _l("Is this reason justified?"),
        choices=[
            (ReviewOutcome.UPHELD.value, _l("Yes"), _l("The refusal stands, with its term.")),
            (
                ReviewOutcome.OVERTURNED.value,
                _l("No"),
                _l("The pair may be proposed again tonight, and the landlord is told why."),
            ),
        ],
        coerce=ReviewOutcome,
    )
    note = StrictTextArea(
        _l("Why?"),
        max_length=500,
        description=_l("The landlord reads it when the refusal is not justified."),
    )


def _planned(placement: Placement) -> dict[str, Any]:
    """The day and the hour of a visit that is booked already."""
    if placement.visit_at is None:
        return {}
    at = local(placement.visit_at)
    return {"day": at.date(), "hour": f"{at:%H:%M}"}
