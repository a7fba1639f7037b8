"""Forms of a list: the file, its columns, the declaration. Shapes only."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from stirrup.spreadsheets.columns import Column
from stirrup.spreadsheets.reading import MOST_MEGABYTES
from stirrup.spreadsheets.table import MOST_COLUMNS, MOST_ROWS, Table
from stirrup.ui import filters
from stirrup.ui.choices import PhotoUpload, StrictCheckbox, StrictSelect, offer
from stirrup.ui.fields import StirrupForm
from stirrup.ui.parsing import shown

FILE_TYPES = ".csv,.xlsx,.ods,.txt,.tsv"
PREFIX = "column_"
LONGEST_EXAMPLE = 30


class ListUpload(PhotoUpload):
    """One file; what it is gets decided by reading it."""

    many = False

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise StopValidation(_l("Choose the file that holds your list."))


class UploadForm(StirrupForm):
    """The list to take over."""

    file = ListUpload(
        _l("Your file"),
        render_kw={"accept": FILE_TYPES},
    )

    def __init__(self, *details: Any, **options: Any) -> None:
        super().__init__(*details, **options)
        self.file.description = _(
            "CSV, XLSX or ODS, %(megabytes)s MB, %(rows)s rows and %(columns)s columns at most."
            " The first row holds the headings.",
            megabytes=MOST_MEGABYTES,
            rows=filters.decimal(MOST_ROWS),
            columns=MOST_COLUMNS,
        )


class ColumnsForm(StirrupForm):
    """One choice for each column: the heading of the file that fills it."""

    @property
    def mapping(self) -> dict[str, str]:
        """Column name to heading; what nobody fills is left out."""
        return {
            field.name.removeprefix(PREFIX): field.data
            for field in self
            if field.name.startswith(PREFIX) and field.data
        }

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        chosen = list(self.mapping.values())
        for name, heading in self.mapping.items():
            if chosen.count(heading) > 1:
                words = _("Another column is filled by “%(heading)s” too.", heading=heading)
                self[PREFIX + name].errors = [words]
        return valid and not self.errors


def columns_form(columns: Sequence[Column], table: Table, chosen: Mapping[str, str]) -> ColumnsForm:
    """The form for one file, what was recognised already chosen."""
    fields = {
        PREFIX + column.name: StrictSelect(
            column.heading, coerce=str, required=column.needed, prompt=_l("Not in my file")
        )
        for column in columns
    }
    form: ColumnsForm = type("ColumnsOfFile", (ColumnsForm,), fields)(
        data={PREFIX + name: heading for name, heading in chosen.items()}
    )
    choices = _headings(table)
    for name in fields:
        form[name].choices = offer(choices)
    return form


def _headings(table: Table) -> list[tuple[str, str]]:
    """Each heading with what its first filled cell holds."""
    return [
        (heading, f"{heading} ({example})" if example else heading)
        for place, heading in enumerate(table.headings)
        for example in [_example(table, place)]
    ]


def _example(table: Table, place: int) -> str:
    cells = (row.cells[place] for row in table.rows[:50])
    found = next((cell for cell in cells if cell), "")
    short = " ".join(shown(found[: 4 * LONGEST_EXAMPLE]).split())
    return short if len(short) <= LONGEST_EXAMPLE else f"{short[:LONGEST_EXAMPLE]}…"


class ConfirmForm(StirrupForm):
    """Taking over a list of which nothing needs to be declared."""


class DeclareForm(ConfirmForm):
    """Taking over a list whose every row needs a declaration."""

    declared = StrictCheckbox(_l("I declare it"), required=True)

    def __init__(self, sentence: str, *details: Any, **options: Any) -> None:
        super().__init__(*details, **options)
        self.declared.label.text = sentence
