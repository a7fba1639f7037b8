"""Forms about a whole referral: consent, pause, end, question, filters."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from stirrup.referrals.discretion import find_private_matter
from stirrup.referrals.enums import CloseReason, ConsentMethod, ParkReason, ReferralState
from stirrup.referrals.links import FARTHEST_KM
from stirrup.ui.choices import StrictCheckbox, StrictRadios, StrictSelect
from stirrup.ui.fields import (
    DateInThreeParts,
    StirrupForm,
    StrictInteger,
    StrictText,
    StrictTextArea,
)


class ReferralForm(StirrupForm):
    """Questions, without the token that protects them."""

    @property
    def questions(self) -> list[Any]:
        """The fields to show, in the order of the page."""
        hidden = ("csrf_token", "version", "act")
        return [field for field in self if field.name not in hidden]

    def refuse(self, name: str, sentence: str) -> None:
        """Put a refusal beside an answer, or on top when the page does not ask for it."""
        if name in self:
            self[name].errors = [*self[name].errors, sentence]
        else:
            self.form_errors.append(sentence)


class ConsentForm(ReferralForm):
    """What was said and answered before anything is written about a household."""

    informed = StrictCheckbox(
        _l("I read this notice with the person, in a language that they understand"),
        required=True,
        missing=_l("Read the notice with the person, then tick this box."),
    )
    consent_given_on = DateInThreeParts(_l("On which day did the person consent?"))
    consent_method = StrictRadios(_l("How did they consent?"), choices=ConsentMethod)
    consent_to_statistics = StrictCheckbox(
        _l("They also accept to be counted in anonymous statistics"),
        description=_l("Free choice: refusing changes nothing."),
    )

    def consent(self) -> dict[str, Any]:
        """The answers that are stored; the ticked box is the notice's version."""
        return {field.name: field.data for field in self.questions if field.name != "informed"}


class ParkForm(ReferralForm):
    """Why a referral waits, and until when."""

    keeps = True

    reason = StrictRadios(_l("Why does this referral wait?"), choices=ParkReason)
    until = DateInThreeParts(
        _l("Until which day?"), description=_l("It comes back by itself on that day.")
    )


class WithdrawForm(ReferralForm):
    """Why a referral ends."""

    keeps = True

    reason = StrictRadios(_l("Why does this referral end?"), choices=CloseReason)


class QuestionForm(ReferralForm):
    """What the team needs to know about the home, the dates or the support."""

    keeps = True

    question = StrictTextArea(
        _l("Your question"),
        min_length=10,
        max_length=500,
        description=_l("No name, no number of a person, nothing about health."),
    )

    def validate_question(self, field: Any) -> None:
        found = find_private_matter(field.data or "")
        if found:
            raise ValidationError(
                _("Take this out of the text: %(matter)s.", matter=_(found.label))
            )


class LinkForm(ReferralForm):
    """Which household moves in at the same time, and how far away at most."""

    reference = StrictText(
        _l("Reference of the other referral"),
        max_length=20,
        description=_l("Of your association, for instance M-0042."),
    )
    max_km = StrictInteger(
        _l("How far apart may their homes be at most?"),
        minimum=1,
        maximum=FARTHEST_KM,
        suffix="km",
        description=_l("As the crow flies. With others already linked, the shortest one holds."),
    )


class FilterForm(ReferralForm):
    """Filters of the list, in its address."""

    class Meta:
        csrf = False

    state = StrictSelect(
        _l("State"), choices=ReferralState, required=False, prompt=_l("All but closed")
    )
    q = StrictText(_l("Reference"), max_length=20, required=False)
