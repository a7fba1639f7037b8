"""The one door to PDF: a template and its data in, an archivable and accessible file out.

Jinja runs here and escapes everything. WeasyPrint runs in a process of its own, with a time
limit, a memory limit, no credentials, and no way to open anything but the bundled files.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from stirrup.documents.bundle import SCHEME, bundled_file, with_files_inside
from stirrup.documents.pages import page
from stirrup.documents.pool import Renderer
from stirrup.documents.print_job import TIME_LIMIT_SECONDS, PrintJob
from stirrup.documents.print_job import RenderFailed as RenderFailed

LONGEST_PAGE = 1_000_000
"""Characters of HTML; an agreement has about 30,000."""


def render_pdf(template: str, data: Mapping[str, Any], **about: Any) -> bytes:
    """One document, by a worker of its own: `print_job` says what is given. Raises RenderFailed.

    Whoever makes several documents keeps a `Renderer` and gives it the jobs.
    """
    job = print_job(template, data, **about)
    with Renderer() as renderer:
        return renderer.pdf(job)


def print_job(
    template: str,
    data: Mapping[str, Any],
    *,
    identifier: str,
    issued_on: date,
    attachment: bytes | None = None,
    language: str = "fr",
    time_limit_seconds: float = TIME_LIMIT_SECONDS,
) -> PrintJob:
    """The page of one document, ready to become PDF/A-3a and PDF/UA-1 bytes. Raises RenderFailed.

    `identifier` is "reference/version": it goes into the file's ID, and the checker looks for the
    reference. `attachment` is JSON, embedded beside the page it was made from. The same arguments
    give the same bytes.
    """
    head = _style_links(template) + _dates(issued_on)
    try:
        html = page(template, data, head)
    except jinja2.TemplateError as error:
        raise RenderFailed(f"{template}: {error}") from error
    if len(html) > LONGEST_PAGE:
        raise RenderFailed(f"{template}: the page is too long: {len(html)} characters.")
    return PrintJob(
        page=html,
        identifier=identifier.encode(),
        issued_on=issued_on,
        attachment=attachment,
        attachment_name=f"{Path(template).stem}.json",
        reference=identifier.partition("/")[0],
        language=language,
        time_limit_seconds=time_limit_seconds,
    )


def render_html(template: str, data: Mapping[str, Any]) -> str:
    """The same document as one HTML page that stands alone: to print where no PDF can be made.

    Serve it with `page_policy(html)` as its Content-Security-Policy. Raises RenderFailed.
    """
    sheets = (*_sheets(template), "standalone.css")
    styles = "\n".join(bundled_file(f"{SCHEME}:{name}").read_text() for name in sheets)
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    head = Markup(f"{viewport}\n<style>{with_files_inside(styles)}</style>")  # noqa: S704 our own files
    try:
        return page(template, data, head)
    except jinja2.TemplateError as error:
        raise RenderFailed(f"{template}: {error}") from error


def page_policy(html: str) -> str:
    """The Content-Security-Policy under which a standalone page shows its style, and no more."""
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    hashes = (_base64(sha256(style.encode()).digest()) for style in styles)
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    ours = "font-src data:; img-src data:"
    return f"default-src 'none'; style-src {allowed}; {ours}; base-uri 'none'"


def _base64(content: bytes) -> str:
    return b64encode(content).decode()


def _sheets(template: str) -> tuple[str, str]:
    return "document.css", f"{Path(template).stem}.css"


def _style_links(template: str) -> Markup:
    link = Markup('<link rel="stylesheet" href="{}:{}">\n')
    return Markup("").join(link.format(SCHEME, name) for name in _sheets(template))


def _dates(issued_on: date) -> Markup:
    meta = Markup('<meta name="dcterms.{}" content="{}">\n')
    return Markup("").join(meta.format(name, issued_on) for name in ("created", "modified"))
