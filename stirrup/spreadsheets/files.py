"""The files that go with a list: the one to fill in, the rows to correct, the whole report."""

from collections import defaultdict
from collections.abc import Iterator

from flask_babel import gettext as _

from stirrup.spreadsheets.importer import Importer
from stirrup.spreadsheets.questions import headings_of
from stirrup.spreadsheets.report import Checked, Fault, Outcome
from stirrup.spreadsheets.table import Table
from stirrup.spreadsheets.writing import Sheet, write_csv, write_xlsx
from stirrup.wording import N_

CSV, XLSX = "csv", "xlsx"
FORMATS = (XLSX, CSV)
TO_CORRECT = N_("To correct")


def file_to_fill_in(importer: Importer, file_format: str) -> bytes:
    """Headings alone; a workbook has a second sheet that explains each column by an example."""
    first = Sheet(_(importer.words.sheet), [column.heading for column in importer.columns()], [])
    return write_csv(first) if file_format == CSV else write_xlsx(first, _explanations(importer))


def _explanations(importer: Importer) -> Sheet:
    rows = [
        [one.heading, _("Yes") if one.needed else _("No"), one.accepts, one.example, one.about]
        for one in importer.columns()
    ]
    headings = [_("Column"), _("Needed"), _("What to write"), _("Example"), _("About")]
    return Sheet(_("Explanations"), headings, rows)


def rows_to_correct(table: Table, checked: Checked, file_format: str) -> bytes:
    """The faulty rows as the file has them, with what to correct in a column more.

    Cells beyond the headings follow it: what nobody corrected is refused again.
    """
    said_before = [heading for heading in table.headings if heading in _ways_to_say_it()]
    table = table.without(said_before)
    words = defaultdict(list)
    for fault in checked.faults:
        words[fault.line].append(_in_words(fault))
    width = len(table.headings)
    lines = {row.line for row in checked.of(Outcome.FAULTY)}
    rows = [
        [*row.cells[:width], " ".join(words[row.line]), *row.cells[width:]]
        for row in table.rows
        if row.line in lines
    ]
    return _written(Sheet(_("To correct"), [*table.headings, _(TO_CORRECT)], rows), file_format)


def _ways_to_say_it() -> tuple[str, ...]:
    """The heading of our own column in a file that comes back a second time, in any language."""
    return headings_of(TO_CORRECT, ())


def whole_report(checked: Checked, file_format: str) -> bytes:
    """One line for each fault."""
    headings = [_("Line"), _("Column"), _("Value"), _("What is wrong"), _("Perhaps")]
    return _written(Sheet(_("Report"), headings, _fault_rows(checked)), file_format)


def _fault_rows(checked: Checked) -> Iterator[list[str | int]]:
    for fault in checked.faults:
        yield [fault.line, fault.column, fault.value, fault.message, fault.suggestion]


def _in_words(fault: Fault) -> str:
    said = _("%(column)s: %(message)s", column=fault.column, message=fault.message)
    perhaps = _("Perhaps: %(suggestion)s.", suggestion=fault.suggestion) if fault.suggestion else ""
    return f"{said if fault.column else fault.message} {perhaps}".strip()


def _written(sheet: Sheet, file_format: str) -> bytes:
    return write_csv(sheet) if file_format == CSV else write_xlsx(sheet)
