"""Shapes of a step and of a reason as administrators change them."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from stirrup.placements.lanes.enums import (
    DelayUnit,
    HomeAfter,
    HouseholdAfter,
    Side,
    StepCode,
    Timeout,
)
from stirrup.placements.lanes.own_steps import SIDES
from stirrup.placements.lanes.reason_settings import ReasonTerms
from stirrup.placements.lanes.setting_values import values_of_reason, values_of_step
from stirrup.placements.lanes.settings import NEVER_RELEASED, StepTerms
from stirrup.placements.lanes.steps import Lanes, Reason, Step, Words, in_words
from stirrup.ui.choices import StrictCheckbox, StrictRadios, StrictSelect
from stirrup.ui.fields import StirrupForm, StrictInteger, StrictText, StrictTextArea

KEYS = StepCode.KEYS
LONGEST_DELAY = 60
ORDINARY = {
    "after": StepCode.LANDLORD_ANSWER.value,
    "enabled": True,
    "delay": 3,
    "unit": DelayUnit.WORKING_DAYS,
    "remind_after": 2,
    "escalate_after": 3,
    "timeout": Timeout.FLAG,
}
"""What the form of a new step shows first."""
LONGEST_TERM = 3650
NOT_AT_ALL, SOME_DAYS, FOR_EVER = "none", "days", "ever"
IN_FRENCH = _l("Without it, readers of English read the French.")


class StepForm(StirrupForm):
    """One step, or a new one; what cannot be chosen for it is not asked."""

    keeps = True

    side = StrictRadios(_l("Of whom is it expected?"), choices=SIDES)
    after = StrictSelect(
        _l("It comes after"),
        coerce=str,
        required=False,
        prompt=_l("Nothing: it is the first step"),
        description=_l(
            "It is asked of the stays that have not come to this place yet; the others go on"
            " without it."
        ),
    )
    name_fr = StrictText(_l("Name, in French"), min_length=3, max_length=60)
    name_en = StrictText(
        _l("Name, in English"), max_length=60, required=False, description=IN_FRENCH
    )
    text_fr = StrictTextArea(_l("What it is, in French"), min_length=10, max_length=300)
    text_en = StrictTextArea(
        _l("What it is, in English"), max_length=300, required=False, description=IN_FRENCH
    )
    delay = StrictInteger(_l("Delay"), minimum=1, maximum=LONGEST_DELAY)
    unit = StrictRadios(_l("Counted in"), choices=DelayUnit)
    remind_after = StrictInteger(
        _l("Reminder after"),
        minimum=0,
        maximum=LONGEST_DELAY,
        description=_l("Counted like the delay, from the day on which the step begins."),
    )
    escalate_after = StrictInteger(
        _l("The Stirrup team is told after"), minimum=0, maximum=LONGEST_DELAY
    )
    timeout = StrictRadios(_l("When nobody did it in time"), choices=Timeout)
    enabled = StrictCheckbox(
        _l("This step is taken"),
        description=_l("Otherwise stays go on without it, those under way too."),
    )

    def __init__(self, lanes: Lanes, step: Step | None = None) -> None:
        super().__init__(data=values_of_step(step) if step else ORDINARY)
        self.step = step
        if step is not None:
            del self.side
        if step is not None and not step.is_own:
            del self.after
        else:
            self.after.choices = _places(lanes, step)
        if step is not None and step.code in NEVER_RELEASED:
            del self.timeout
        if step is not None and not step.optional:
            del self.enabled

    def terms(self) -> StepTerms:
        return StepTerms(
            name=_words(self, "name"),
            text=_words(self, "text"),
            delay=self.delay.data,
            unit=self.unit.data,
            remind_after=self.remind_after.data,
            escalate_after=self.escalate_after.data,
            timeout=self.timeout.data if self.timeout else Timeout.FLAG,
            enabled=self.enabled.data if self.enabled else True,
        )

    @property
    def place(self) -> str | None:
        """The code of the step it comes after; None: it is the first."""
        return self.after.data or None


class ReasonForm(StirrupForm):
    """One reason; its side is chosen once, when it is added."""

    keeps = True

    side = StrictRadios(_l("Whose reason is it?"), choices=Side)
    label_fr = StrictText(_l("Words, in French"), min_length=3, max_length=120)
    label_en = StrictText(
        _l("Words, in English"), max_length=120, required=False, description=IN_FRENCH
    )
    term = StrictRadios(
        _l("For how long do the nights leave this pair aside?"),
        choices=[
            (NOT_AT_ALL, _l("Not at all")),
            (SOME_DAYS, _l("For some days")),
            (FOR_EVER, _l("For ever")),
        ],
    )
    days = StrictInteger(
        _l("Number of days"),
        minimum=1,
        maximum=LONGEST_TERM,
        required=False,
        description=_l("Only when it is for some days."),
    )
    household = StrictRadios(_l("What follows for the household"), choices=HouseholdAfter)
    home = StrictRadios(_l("What follows for the home"), choices=HomeAfter)
    needs_note = StrictCheckbox(_l("A few words are asked for"))
    needs_review = StrictCheckbox(_l("The Stirrup team reviews each refusal for this reason"))

    def __init__(self, reason: Reason | None = None) -> None:
        super().__init__(data=_data(reason))
        if reason is not None:
            del self.side

    def validate(self, extra_validators: Any = None) -> bool:
        """The number of days is asked for by another answer."""
        is_valid = bool(super().validate(extra_validators))
        if is_valid and self.term.data == SOME_DAYS and self.days.data is None:
            self.days.errors = [_("Enter a number.")]
            return False
        return is_valid

    def terms(self) -> ReasonTerms:
        forbids = {NOT_AT_ALL: 0, SOME_DAYS: self.days.data, FOR_EVER: None}
        return ReasonTerms(
            label=_words(self, "label"),
            forbids_days=forbids[self.term.data],
            home=self.home.data,
            household=self.household.data,
            needs_note=self.needs_note.data,
            needs_review=self.needs_review.data,
        )


def _data(reason: Reason | None) -> dict[str, Any]:
    """What the form shows first: the reason in force, or the ordinary one."""
    if reason is None:
        ordinary = {"household": HouseholdAfter.READY, "home": HomeAfter.OPEN}
        return {"term": SOME_DAYS, "days": 90, **ordinary}
    forbids = reason.forbids_days
    term = FOR_EVER if forbids is None else SOME_DAYS if forbids else NOT_AT_ALL
    return {**values_of_reason(reason), "term": term, "days": forbids or None}


def _places(lanes: Lanes, step: Step | None) -> list[tuple[str, str]]:
    """After which steps another one may stand: the keys come last."""
    tongue, mine = str(get_locale()), step.code if step else None
    steps = [one for one in lanes.steps if not one.retired and one.code not in (mine, KEYS)]
    return [(one.code, in_words(one.name, tongue)) for one in steps]


def _words(form: StirrupForm, name: str) -> Words:
    """By language; what was not written is left out."""
    written = {language: form[f"{name}_{language}"].data for language in ("fr", "en")}
    return {language: words for language, words in written.items() if words}
