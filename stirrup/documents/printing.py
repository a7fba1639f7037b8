"""A page becomes a PDF: WeasyPrint, the bundled files alone, no warning, and the checker.

Called in the worker only. `prepare` reads everything once; what `printed` makes afterwards opens
no file but the fonts that it writes into its own temporary folder.
"""

import logging
import unicodedata
from datetime import datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from stirrup.documents.archive import finish
from stirrup.documents.bundle import BUNDLED, FONTS, MEDIA_TYPES, bundled_file
from stirrup.documents.checker import findings
from stirrup.documents.print_job import FindingsFailed, PrintJob, RenderFailed

UNPRINTABLE = "?"
"""Stands for a sign that no bundled font can draw: PDF/A forbids an empty box."""


class _Collect(logging.Handler):
    """WeasyPrint logs what it cannot do and goes on; we do not."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def prepare() -> None:
    """Load the libraries, unpack the fonts: what every document needs and none changes.

    No text is set here: the text libraries may start threads, which no fork survives.
    """
    import pikepdf  # noqa: F401 (loaded for those who fork)
    import weasyprint  # noqa: F401 (the same)

    _drawable()
    for path in BUNDLED.values():
        _content(path)


def printed(job: PrintJob) -> bytes:
    """PDF/A-3a and PDF/UA-1 in one file; the same job gives the same bytes. Raises RenderFailed."""
    from weasyprint import HTML

    collected = _Collect()
    logging.getLogger().addHandler(collected)
    page = HTML(string=_printable(job.page), url_fetcher=_fetcher())
    pdf: bytes = page.write_pdf(
        pdf_variant="pdf/a-3a",
        pdf_tags=True,
        pdf_identifier=job.identifier,
        finisher=finish,
        attachments=list(_attachments(job)),
    )
    logging.getLogger().removeHandler(collected)
    if collected.messages:
        raise RenderFailed("; ".join(collected.messages))
    if job.reference:
        _check(pdf, job)
    return pdf


def _check(pdf: bytes, job: PrintJob) -> None:
    if found := findings(pdf, reference=job.reference, language=job.language):
        raise FindingsFailed("; ".join(found))


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class BundledFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint publishes no types
        """Refuses every address but ours before anything is opened."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = bundled_file(url)
            kind = {"Content-Type": MEDIA_TYPES[path.suffix]}
            return URLFetcherResponse(url, _content(path), kind)

    return BundledFiles(fail_on_errors=True)


@cache
def _content(path: Path) -> bytes:
    """A bundled file; a font is unpacked, as the engine would do again for each document."""
    from fontTools.ttLib import woff2  # type: ignore[import-untyped]

    if path.suffix != ".woff2":
        return path.read_bytes()
    unpacked = BytesIO()
    woff2.decompress(BytesIO(path.read_bytes()), unpacked)
    return unpacked.getvalue()


def _attachments(job: PrintJob) -> Any:
    from weasyprint import Attachment

    if job.attachment is None:
        return
    issued_at = datetime.combine(job.issued_on, time())
    yield Attachment(
        file_obj=BytesIO(job.attachment),
        name=job.attachment_name,
        description="Données du document",
        created=issued_at,
        modified=issued_at,
        relationship="Data",
    )


def _printable(page: str) -> str:
    """The page without the signs that no text font can draw; spaces are made by the shaper."""
    known = _drawable()
    missing = {
        sign
        for sign in set(page)
        if ord(sign) not in known and unicodedata.category(sign)[0] in "LMNPS"
    }
    return page.translate({ord(sign): UNPRINTABLE for sign in missing})


@cache
def _drawable() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    faces = (path for path in FONTS.glob("*-400-normal.woff2") if "serif" not in path.name)
    return frozenset(
        code for path in faces for code in TTFont(BytesIO(_content(path)), lazy=True).getBestCmap()
    )
