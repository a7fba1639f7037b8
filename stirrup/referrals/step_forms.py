"""Forms of the steps: one page of questions each. Shapes only; no field is about who they are."""

from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from stirrup.referrals.enums import PetKind, Situation, SupportLevel, Urgency
from stirrup.referrals.forms import ConsentForm
from stirrup.referrals.home_needs import HomeNeed
from stirrup.referrals.place_forms import AnchorsForm, CommunesForm, SafetyForm
from stirrup.referrals.step_form import StepForm
from stirrup.referrals.steps import Step
from stirrup.ui.choices import StrictCheckbox, StrictCheckboxes, StrictRadios
from stirrup.ui.fields import DateInThreeParts, EmailStrict, FrenchPhone, StrictInteger

MOST_PEOPLE = 20

URGENCY_GRID = (
    (Urgency.NO_SHELTER, _l("The street, a vehicle, a place that ends today.")),
    (Urgency.WITHIN_7_DAYS, _l("The place endangers those who live there, or ends this week.")),
    (Urgency.WITHIN_30_DAYS, _l("A date of end is known.")),
    (Urgency.STABLE, _l("Nothing ends within thirty days.")),
)
"""The published grid: the housing situation and dates, nothing about the persons."""


class HouseholdForm(StepForm):
    """How many they are, and the bedrooms that the case worker counts."""

    adults = StrictInteger(_l("Adults"), minimum=1, maximum=MOST_PEOPLE)
    minors = StrictInteger(_l("Under 18"), minimum=0, maximum=MOST_PEOPLE - 1)
    bedrooms_needed = StrictInteger(
        _l("Bedrooms needed"),
        minimum=0,
        maximum=12,
        description=_l("You count them with the household. 0: a studio is enough."),
    )
    cots = StrictInteger(_l("Cots"), minimum=0, maximum=6)
    pets = StrictRadios(_l("An animal comes along"), choices=PetKind)

    def validate_minors(self, field: Any) -> None:
        if (self.adults.data or 0) + (field.data or 0) > MOST_PEOPLE:
            raise ValidationError(_("At most %(most)s people together.", most=MOST_PEOPLE))


class NeedsForm(StepForm):
    """Facts of the home."""

    needs = StrictCheckboxes(
        _l("The home must have"),
        choices=HomeNeed,
        required=False,
        description=_l("Tick only what is needed: each tick leaves homes out. Why is not asked."),
    )
    max_floor_without_lift = StrictInteger(
        _l("Highest floor without a lift"),
        minimum=0,
        maximum=60,
        required=False,
        description=_l("0 is the ground floor. Leave empty if any floor is fine."),
    )
    accepts_shared = StrictCheckbox(
        _l("The household accepts a shared home"),
        description=_l("A bedroom of one’s own; kitchen and bathroom shared."),
    )


class DatesForm(StepForm):
    """The window in which the household can move in."""

    earliest_entry = DateInThreeParts(
        _l("Earliest day of entry"), description=_l("For example 7 12 2026.")
    )
    latest_entry = DateInThreeParts(
        _l("Latest day of entry"), description=_l("After this day, homes are no longer proposed.")
    )

    def validate_latest_entry(self, field: Any) -> None:
        earliest = self.earliest_entry.data
        if earliest and field.data and field.data < earliest:
            raise ValidationError(_("The latest day comes before the earliest one."))


class SituationForm(StepForm):
    """Where they live now and how long it holds; nothing about the persons."""

    situation = StrictRadios(_l("Where does the household live now?"), choices=Situation)
    urgency = StrictRadios(
        _l("How urgent is it?"),
        choices=[(level, _l(level.label), hint) for level, hint in URGENCY_GRID],
        coerce=cast(Any, Urgency),
        description=_l("This grid is public. The program receives the level, nothing else."),
    )


class SupportForm(StepForm):
    """The association's part."""

    support_level = StrictRadios(_l("How closely will you accompany?"), choices=SupportLevel)
    referent_commits = StrictCheckbox(
        _l("I will accompany this household during the six months"),
        description=_l("Needed before the referral can be sent."),
    )


class ContactsForm(StepForm):
    """How the referent reaches the household; no name is asked here."""

    phone = FrenchPhone(_l("Phone"), required=False)
    email = EmailStrict(_l("E-mail"), required=False)
    protected_address = StrictCheckbox(
        _l("The household’s address must be kept secret"),
        description=_l("The address of their future home will be in no mail and on no list."),
    )


class ConsentAgainForm(ConsentForm, StepForm):
    """The same, for a referral that exists."""

    @property
    def compared(self) -> list[Any]:
        return [field for field in self.questions if field.name != "informed"]

    def answers(self, _stored: dict[str, Any]) -> dict[str, Any]:
        return self.consent()


STEP_FORMS: dict[Step, type[StepForm]] = {
    Step.HOUSEHOLD: HouseholdForm,
    Step.NEEDS: NeedsForm,
    Step.COMMUNES: CommunesForm,
    Step.ANCHORS: AnchorsForm,
    Step.SAFETY: SafetyForm,
    Step.DATES: DatesForm,
    Step.SITUATION: SituationForm,
    Step.SUPPORT: SupportForm,
    Step.CONTACTS: ContactsForm,
    Step.CONSENT: ConsentAgainForm,
}
