"""The one door to PDF: a template and its data in, an archivable and accessible file out.

Jinja runs here and escapes everything. WeasyPrint runs in a process of its own, with a time
limit, a memory limit, no credentials, and no way to open anything but the bundled files.
"""

import json
import os
import re
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jinja2
from markupsafe import Markup

from stirrup.documents.bundle import FONTS, SCHEME, bundled_file, with_files_inside
from stirrup.documents.pages import page

TIME_LIMIT_SECONDS = 60.0
"""By the clock on the wall; the worker also limits its processor time, to ten seconds."""
LONGEST_PAGE = 1_000_000
"""Characters of HTML; an agreement has about 30,000."""

ROOT = Path(__file__).resolve().parents[2]


class RenderFailed(Exception):  # noqa: N818 (the name says what happened, not that it is an error)
    """The document could not be made. The message is for the log: it may quote the page."""


def render_pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    identifier: bytes | str,
    issued_on: date,
    attachment: bytes | None = None,
    time_limit_seconds: float = TIME_LIMIT_SECONDS,
) -> bytes:
    """PDF/A-3a and PDF/UA-1 bytes; the same arguments give the same bytes.

    `identifier` goes into the file's ID: reference and version. `attachment` is JSON, embedded
    beside the page it was made from. Raises RenderFailed.
    """
    head = _style_links(template) + _dates(issued_on)
    try:
        html = page(template, data, head)
    except jinja2.TemplateError as error:
        raise RenderFailed(f"{template}: {error}") from error
    return write_pdf(
        html,
        identifier=identifier,
        issued_on=issued_on,
        attachment=attachment,
        attachment_name=f"{Path(template).stem}.json",
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
    return f"default-src 'none'; style-src {allowed}; font-src data:; base-uri 'none'"


def write_pdf(
    html: str,
    *,
    identifier: bytes | str,
    issued_on: date,
    attachment: bytes | None = None,
    attachment_name: str = "",
    time_limit_seconds: float = TIME_LIMIT_SECONDS,
) -> bytes:
    """The bytes of one HTML page, made in a process of its own. Raises RenderFailed."""
    if len(html) > LONGEST_PAGE:
        raise RenderFailed(f"The page is too long: {len(html)} characters.")
    request = {
        "page": html,
        "identifier": _base64(identifier.encode() if isinstance(identifier, str) else identifier),
        "issued_on": issued_on.isoformat(),
        "attachment": _base64(attachment) if attachment is not None else None,
        "attachment_name": attachment_name,
    }
    return _run_worker(json.dumps(request).encode(), time_limit_seconds)


def _run_worker(request: bytes, time_limit_seconds: float) -> bytes:
    with TemporaryDirectory(prefix="stirrup-pdf-") as scratch:
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-m", "stirrup.documents.worker"],
                input=request,
                capture_output=True,
                cwd=scratch,
                env=worker_environment(scratch),
                timeout=time_limit_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise RenderFailed(f"No document after {time_limit_seconds:g} seconds.") from error
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise RenderFailed(_reason(done))
    return done.stdout


def worker_environment(scratch: str) -> dict[str, str]:
    """Nothing of ours goes along: the libraries' search path, our fonts, and a folder to fill."""
    libraries = os.environ.get("LD_LIBRARY_PATH")
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "HOME": scratch,
        "TMPDIR": scratch,
        "XDG_CACHE_HOME": scratch,
        "XDG_DATA_HOME": str(FONTS),
        "FONTCONFIG_FILE": str(FONTS / "fonts.conf"),
        **({"LD_LIBRARY_PATH": libraries} if libraries else {}),
    }


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    if done.returncode < 0:
        return f"The worker was stopped by {signal.Signals(-done.returncode).name}."
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"The worker ended with status {done.returncode}."


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
