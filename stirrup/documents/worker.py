"""The process that runs WeasyPrint: a request on standard input, PDF bytes on standard output.

`stirrup.documents.render` starts it with an environment of its own that holds nothing secret.
It opens the bundled fonts and style sheets alone, and any warning is a failure.
"""

import json
import logging
import resource
import sys
import unicodedata
from base64 import b64decode
from datetime import datetime
from io import BytesIO
from typing import Any

from stirrup.documents.bundle import FONTS, MEDIA_TYPES, bundled_file

MEMORY_BYTES = 1024**3
PROCESSOR_SECONDS = 10
"""An agreement takes two; a page that takes ten is hostile, whatever else the machine does."""
UNPRINTABLE = "?"
"""Stands for a sign that no bundled font can draw: PDF/A forbids an empty box."""


class _Collect(logging.Handler):
    """WeasyPrint logs what it cannot do and goes on; the worker does not."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1))
    collected = _Collect()
    logging.getLogger().addHandler(collected)
    pdf = _pdf(json.load(sys.stdin))
    if collected.messages:
        sys.stderr.write("\n".join(collected.messages))
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


def _pdf(request: dict[str, Any]) -> bytes:
    """PDF/A-3a and PDF/UA-1 in one file; the same request gives the same bytes."""
    from weasyprint import HTML

    from stirrup.documents.archive import finish

    page = HTML(string=_printable(request["page"]), url_fetcher=_fetcher())
    pdf: bytes = page.write_pdf(
        pdf_variant="pdf/a-3a",
        pdf_tags=True,
        pdf_identifier=b64decode(request["identifier"]),
        finisher=finish,
        attachments=list(_attachments(request)),
    )
    return pdf


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class BundledFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint publishes no types
        """Refuses every address but ours before anything is opened."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = bundled_file(url)
            kind = {"Content-Type": MEDIA_TYPES[path.suffix]}
            return URLFetcherResponse(url, path.read_bytes(), kind)

    return BundledFiles(fail_on_errors=True)


def _attachments(request: dict[str, Any]) -> Any:
    from weasyprint import Attachment

    if request["attachment"] is None:
        return
    issued_at = datetime.fromisoformat(request["issued_on"])
    yield Attachment(
        file_obj=BytesIO(b64decode(request["attachment"])),
        name=request["attachment_name"],
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


def _drawable() -> set[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    faces = (path for path in FONTS.glob("*-400-normal.woff2") if "serif" not in path.name)
    return {code for path in faces for code in TTFont(path, lazy=True).getBestCmap()}


if __name__ == "__main__":
    sys.exit(main())
