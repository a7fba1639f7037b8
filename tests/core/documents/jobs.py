"""Jobs for a worker: the sample documents, and single pages that no template made."""

from datetime import date

from stirrup.documents.archive import content_json
from stirrup.documents.print_job import PrintJob
from stirrup.documents.render import print_job
from tests.core.documents.every_sample import SAMPLES
from tests.core.documents.samples import AGREEMENT
from tests.patience import PATIENCE_SECONDS


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


def job_of(template: str, variable: str, content) -> PrintJob:
    """The document of a content, as production orders it."""
    return print_job(
        template,
        {variable: content},
        identifier=f"{content.reference}/{content.version}",
        issued_on=content.issued_on,
        attachment=content_json(content),
        language=getattr(content, "language", "fr"),
        time_limit_seconds=PATIENCE_SECONDS,
    )


def sample_job(name: str) -> PrintJob:
    return job_of(*SAMPLES[name])


def agreement_job(content=AGREEMENT) -> PrintJob:
    return job_of("agreement.html", "agreement", content)
