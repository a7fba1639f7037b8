"""Jobs for a worker: the sample documents, and single pages that no template made."""

from datetime import date

from stirrup.documents.archive import content_json
from stirrup.documents.print_job import PrintJob
from stirrup.documents.render import print_job
from tests.core.documents.samples import AGREEMENT

PATIENCE_SECONDS = 60.0
"""By the clock, on a machine that does ten other things."""


def one_page(body: str, **how) -> PrintJob:
    """A page that is not checked: nobody keeps it."""
    html = f'<!DOCTYPE html><html lang="fr"><title>Essai</title><body>{body}</body></html>'
    ordinary = {
        "page": html,
        "identifier": b"essai",
        "issued_on": date(2026, 1, 1),
        "time_limit_seconds": PATIENCE_SECONDS,
    }
    return PrintJob(**ordinary | how)


def agreement_job(content=AGREEMENT, **how) -> PrintJob:
    """The agreement of a content, as production orders it."""
    return print_job(
        "agreement.html",
        {"agreement": content},
        identifier=f"{content.reference}/{content.version}",
        issued_on=content.issued_on,
        attachment=content_json(content),
        **{"time_limit_seconds": PATIENCE_SECONDS} | how,
    )
