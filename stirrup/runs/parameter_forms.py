"""What is typed to adopt weights or a policy: whole numbers, a choice, a report, and why."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms.validators import StopValidation, ValidationError

from stirrup.matching.weights import Weights
from stirrup.runs.nights_ahead import LONGEST_NOTE
from stirrup.runs.policy_reports import ReportRefusedError, policy_names, read_report
from stirrup.runs.weight_words import WEIGHTS, WeightWords, weights_with
from stirrup.ui.choices import StrictRadios
from stirrup.ui.fields import StirrupForm, StrictInteger, StrictTextArea

SAME_POLICY = "same"


class ReportUpload(FileField):  # type: ignore[misc]  # Flask-WTF publishes no types
    """The JSON file that flask simulate wrote; `data` is the report, None when none was sent."""

    kind = "file"
    data: Any

    def pre_validate(self, form: Any) -> None:
        sent, self.data = self.data, None
        if not sent:
            raise StopValidation
        try:
            self.data = read_report(sent.read())
        except ReportRefusedError as refusal:
            raise StopValidation(_l(refusal.sentence)) from refusal


class _WeightsForm(StirrupForm):
    """One whole number for each weight, in the order of weight_words."""

    @property
    def others(self) -> list[WeightWords]:
        """The weights that are not those of urgency."""
        return [words for words in WEIGHTS if words.band is None]

    @property
    def values(self) -> dict[str, int]:
        return {words.name: self[words.name].data for words in WEIGHTS}

    def validate_urgency_1(self, field: Any) -> None:
        _require_less(field, self["urgency_0"])

    def validate_urgency_2(self, field: Any) -> None:
        _require_less(field, self["urgency_1"])


def _weight_field(words: WeightWords) -> StrictInteger:
    return StrictInteger(
        _l(words.label),
        minimum=words.minimum,
        maximum=words.maximum,
        description=_l(words.meaning),
    )


for _words in WEIGHTS:
    setattr(_WeightsForm, _words.name, _weight_field(_words))


class AdoptionForm(_WeightsForm):
    """New weights, a policy with its report, and the reason."""

    keeps = True

    policy = StrictRadios(_l("Homes kept back"), default=SAME_POLICY)
    report = ReportUpload(
        _l("Report of flask simulate"),
        description=_l("The JSON file of the back-test. A new policy is adopted from it."),
    )
    note = StrictTextArea(
        _l("Why"),
        max_length=LONGEST_NOTE,
        description=_l("Your name and the date stand beside it. No name and nothing about health."),
    )

    def __init__(self, present: Weights, **options: Any) -> None:
        values = {words.name: words.value(present) for words in WEIGHTS}
        super().__init__(data=values, **options)
        same = (SAME_POLICY, _l("Nothing changes"))
        others = [(name, _l(sentence)) for name, sentence in policy_names().items()]
        self.policy.choices = [same, *others]

    def weights(self, present: Weights) -> Weights:
        """The weights that were typed."""
        return weights_with(present, self.values)


def _require_less(field: Any, more_urgent: Any) -> None:
    if field.data is None or more_urgent.data is None:
        return
    if field.data >= more_urgent.data:
        raise ValidationError(_l("Give fewer points than to the more urgent level above."))
