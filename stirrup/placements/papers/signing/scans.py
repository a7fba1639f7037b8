"""Scans of papers signed by hand: photos are drawn anew, a PDF is kept when it is only paper.

What a file is gets decided by its content. Nothing of it is run, and it is never shown by the
site: it is downloaded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import IO

from stirrup.documents.inspection import inspect_pdf
from stirrup.refusals import RefusedError
from stirrup.units.photos import read_picture
from stirrup.units.rules import AnswerRefusedError
from stirrup.wording import N_

MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 40
LONGEST_SIDE = 2400
"""Pixels: 205 dots an inch over the height of a sheet."""
QUALITY = 80
DOTS_AN_INCH = 200


class ScanRefusedError(RefusedError):
    """A file that is not kept; shown beside the field."""


class ScanTooHeavyError(ScanRefusedError):
    sentence = N_("These files are larger than 10 MB: send smaller ones.")


class TooManyPagesError(ScanRefusedError):
    sentence = N_("There are more than 40 pages: send the signed document alone.")


class MixedFilesError(ScanRefusedError):
    sentence = N_("Send one PDF file, or photos.")


class NotAScanError(ScanRefusedError):
    sentence = N_("This file cannot be read: send a PDF file, or photos in JPEG or PNG.")


class LockedScanError(ScanRefusedError):
    sentence = N_("This PDF file is protected by a password: send one that is not.")


class ActiveScanError(ScanRefusedError):
    sentence = N_("This PDF file holds programs or other files: print it, then scan the paper.")


@dataclass(frozen=True, slots=True)
class Scan:
    """A PDF of one page for each sheet, and its digest."""

    content: bytes
    pages_count: int
    sha256: str


def read_scan(streams: Sequence[IO[bytes]]) -> Scan:
    """One PDF, or photos in the order of the pages. Raises ScanRefusedError."""
    files = [stream.read(MOST_BYTES + 1) for stream in streams]
    if sum(map(len, files)) > MOST_BYTES:
        raise ScanTooHeavyError
    if len(files) > MOST_PAGES:
        raise TooManyPagesError
    if any(file.startswith(b"%PDF-") for file in files):
        return _read_pdf(files)
    return _read_photos(files)


def _read_pdf(files: list[bytes]) -> Scan:
    if len(files) > 1:
        raise MixedFilesError
    (content,) = files
    found = inspect_pdf(content)
    if found.encrypted:
        raise LockedScanError
    if not found.readable or not found.pages_count:
        raise NotAScanError
    if found.active or found.embeds:
        raise ActiveScanError
    if found.pages_count > MOST_PAGES:
        raise TooManyPagesError
    return Scan(content, found.pages_count, sha256(content).hexdigest())


def _read_photos(files: list[bytes]) -> Scan:
    try:
        first, *others = (read_picture(BytesIO(file), LONGEST_SIDE) for file in files)
    except AnswerRefusedError as refusal:
        raise NotAScanError from refusal
    written = BytesIO()
    first.save(
        written,
        "PDF",
        save_all=True,
        append_images=others,
        quality=QUALITY,
        resolution=DOTS_AN_INCH,
    )
    content = written.getvalue()
    return Scan(content, len(files), sha256(content).hexdigest())
