"""What is typed or chosen in the review: a motive, a few words, filters, a commune."""

from collections.abc import Iterable
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from stirrup.geography import get_commune
from stirrup.placements.answering.refusals import NoteMissingError
from stirrup.placements.lanes.steps import in_words
from stirrup.referrals.enums import Urgency
from stirrup.runs.decline_reasons import reasons_offered
from stirrup.runs.enums import AcceptReason, PostponeReason
from stirrup.ui.choices import CommuneField, StrictSelect, offer
from stirrup.ui.fields import StirrupForm, StrictInteger, StrictText

LARGEST_VERSION = 2**31 - 1


class PageVersion(StrictInteger):
    """The version of what the page showed, sent back unseen."""

    kind = "hidden"

    def __init__(self, **options: Any) -> None:
        super().__init__("", minimum=1, maximum=LARGEST_VERSION, **options)


class MotiveForm(StirrupForm):
    """Common to all decisions."""

    keeps = True

    note = StrictText(_l("Details"), max_length=500, required=False)


class AcceptForm(MotiveForm):
    version = PageVersion()
    reason = StrictSelect(_l("Reason for accepting"), choices=AcceptReason)


class DeclineSeveralForm(MotiveForm):
    """Its reasons are those of the lanes today; some of them ask for details."""

    reason = StrictSelect(_l("Reason for declining"), coerce=str)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._offered = {reason.code: reason for reason in reasons_offered()}
        language = str(get_locale())
        labels = [(code, in_words(one.label, language)) for code, one in self._offered.items()]
        self.reason.choices = offer(labels)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        reason = self._offered.get(self.reason.data)
        if reason is None or not reason.needs_note or self.note.data or self.note.errors:
            return bool(valid)
        self.note.errors = [_(NoteMissingError.sentence)]
        return False


class DeclineForm(DeclineSeveralForm):
    version = PageVersion()


class PostponeSeveralForm(MotiveForm):
    reason = StrictSelect(_l("Reason for waiting"), choices=PostponeReason)


class PostponeForm(PostponeSeveralForm):
    version = PageVersion()


class UndoForm(StirrupForm):
    """Nothing is typed to undo: only which page was read."""

    version = PageVersion()


class FilterForm(StirrupForm):
    """Filters of the queue, in its address."""

    class Meta:
        csrf = False

    commune = CommuneField(_l("Commune"), required=False, prompt=_l("All communes"))
    urgency = StrictSelect(
        _l("Urgency"), choices=Urgency, required=False, prompt=_l("All levels of urgency")
    )

    def __init__(self, communes: Iterable[str], **options: Any) -> None:
        super().__init__(**options)
        self.commune.choices = offer(by_name(communes))


class StartForm(StirrupForm):
    """A run by hand, everywhere or in one commune."""

    commune = CommuneField(_l("Where"), required=False, prompt=_l("Everywhere"))

    def __init__(self, communes: Iterable[str], **options: Any) -> None:
        super().__init__(**options)
        self.commune.choices = offer(by_name(communes))


def by_name(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(INSEE code, name) of some communes, by name."""
    return sorted(((code, get_commune(code).name) for code in codes), key=lambda pair: pair[1])
