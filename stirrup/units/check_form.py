"""The administrator's check of a home: one question for each point, the reasons, the outcome."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from stirrup.clock import today
from stirrup.ui.choices import StrictRadios, StrictSelect
from stirrup.ui.fields import DateInThreeParts, StirrupForm, StrictTextArea
from stirrup.units.checking import Findings
from stirrup.units.enums import ReadinessPoint, ReadinessResult
from stirrup.units.models import Unit
from stirrup.units.step_form import HiddenVersion
from stirrup.wording import N_, Labelled


class Outcome(Labelled):
    """What an administrator concludes."""

    LATER = "later", N_("Keep what I found, finish later")
    OPEN = "open", N_("Open it to matching")
    WORKS = "works", N_("Ask the landlord for works")
    REJECT = "reject", N_("Do not accept this home")


class ReadinessForm(StirrupForm):
    """One question for each point to check; their fields are added below."""


for point in ReadinessPoint:
    question = StrictSelect(_l(point.label), choices=ReadinessResult, required=False)
    setattr(ReadinessForm, f"readiness_{point.value}", question)


class CheckForm(ReadinessForm):
    """The check of a home on the spot, and its outcome."""

    keeps = True

    visited_on = DateInThreeParts(_l("Visited on"), first=date(2020, 1, 1), required=False)
    energy_exception = StrictTextArea(
        _l("Reason for an energy exception"),
        max_length=500,
        required=False,
        description=_l("Only for class G or a home without a diagnosis."),
    )
    note = StrictTextArea(
        _l("To the landlord"),
        max_length=1000,
        required=False,
        description=_l("Needed when works are asked for or the home is not accepted."),
    )
    outcome = StrictRadios(_l("Outcome"), choices=Outcome)
    version = HiddenVersion()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.visited_on.last = today()

    @classmethod
    def of(cls, unit: Unit) -> "CheckForm":
        """The form with what was found so far, or with what was just sent."""
        found = {f"readiness_{point}": result for point, result in unit.readiness.items()}
        return cls(obj=unit, note=unit.check_note, **found)

    def readiness_fields(self) -> list[Any]:
        """The questions of the checklist, in order."""
        return [self[f"readiness_{point.value}"] for point in ReadinessPoint]

    def findings(self) -> Findings:
        """What was found, for the services."""
        answers = {point: self[f"readiness_{point.value}"].data for point in ReadinessPoint}
        return Findings(
            readiness={point: found for point, found in answers.items() if found is not None},
            visited_on=self.visited_on.data,
            energy_exception=self.energy_exception.data or None,
            note=self.note.data or None,
        )
