"""The journal as a file, filtered as its page is; the export itself is written down."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from flask import Response
from flask_babel import gettext as _

from stirrup.oversight.journal import Filters, entries_to_export, lines_of
from stirrup.permissions import Permission
from stirrup.spreadsheets.downloads import export_list


def export_journal(filters: Filters, *, by: Any) -> Response:
    """The latest entries that match, as many as a spreadsheet opens at ease."""
    headings = [_("When"), _("Who"), _("Role"), _("What"), _("About"), _("Details")]
    asked = {name: value for name, value in asdict(filters).items() if value is not None}
    return export_list(
        "journal", headings, _rows(filters), permission=Permission.OVERSIGHT_READ, by=by, **asked
    )


def _rows(filters: Filters) -> Iterator[list[str]]:
    for line in lines_of(entries_to_export(filters)):
        yield [line.when, line.who, line.role, line.what, line.subject, line.details]
