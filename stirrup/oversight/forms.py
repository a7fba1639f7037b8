"""The filters of the journal, as the address of the page carries them: numbers, never a name."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from stirrup.oversight.journal import Filters, list_actors
from stirrup.oversight.journal_words import ACTIONS, SUBJECTS
from stirrup.ui.choices import StrictSelect, offer
from stirrup.ui.fields import DateInThreeParts, StirrupForm, StrictText

REFERENCE = re.compile(r"(?:[A-Za-z]{1,4}-?)?([0-9]{1,9})")


class JournalForm(StirrupForm):
    """Everything is optional: without an answer, all of the journal."""

    class Meta:
        csrf = False

    person = StrictSelect(_l("Who"), choices=(), coerce=int, required=False, prompt=_l("Everybody"))
    action = StrictSelect(_l("What"), required=False, prompt=_l("Any act"))
    subject = StrictSelect(_l("About"), required=False, prompt=_l("Anything"))
    reference = StrictText(
        _l("Reference or number"),
        max_length=20,
        required=False,
        description=_l("For instance LOG-0431 or 431."),
    )
    first = DateInThreeParts(_l("From"), required=False)
    last = DateInThreeParts(_l("Until"), required=False)

    def __init__(self, formdata: Any, **options: Any) -> None:
        super().__init__(formdata, **options)
        self.person.choices = offer(list_actors())
        self.action.choices = offer(sorted(_labelled(ACTIONS), key=_by_words))
        self.subject.choices = offer(sorted(_labelled(SUBJECTS), key=_by_words))

    def validate_reference(self, field: Any) -> None:
        if field.data and not REFERENCE.fullmatch(field.data):
            raise ValidationError(_l("Write a reference such as LOG-0431, or a number."))

    def validate_last(self, field: Any) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(_l("This day is before the first one."))

    def filters(self) -> Filters:
        """What to look for, once the answers are valid."""
        found = REFERENCE.fullmatch(self.reference.data or "")
        return Filters(
            person_id=self.person.data,
            subject_kind=self.subject.data,
            subject_number=int(found[1]) if found else None,
            action=self.action.data,
            first_day=self.first.data,
            last_day=self.last.data,
        )


def _labelled(sentences: dict[str, str]) -> list[tuple[str, Any]]:
    return [(code, _l(sentence)) for code, sentence in sentences.items()]


def _by_words(choice: tuple[str, Any]) -> str:
    return str(choice[1]).lower()
