"""How a document says where it can be verified: a QR code as a drawing, and the code in groups."""

from dataclasses import dataclass

import segno

GROUP = 4
QUIET_ZONE = 4
"""Modules of white around a QR code, as its standard asks (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class QrDrawing:
    """A square of `side` modules; `path` fills the dark ones, run by run."""

    side: int
    path: str


def verification_link(address: str, code: str) -> str:
    """What the QR code holds: the page, with the code already typed."""
    return f"https://{address}?code={code}"


def qr_drawing(text: str) -> QrDrawing:
    """The QR code of a text, readable with an eighth of it gone."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    runs = (run for y, row in enumerate(rows) for run in _runs(row, y))
    return QrDrawing(len(rows) + 2 * QUIET_ZONE, "".join(runs))


def in_groups(code: str) -> list[str]:
    """A code in groups of four signs, as people read it aloud."""
    return [code[start : start + GROUP] for start in range(0, len(code), GROUP)]


def _runs(row: bytes, y: int) -> list[str]:
    """Each run of dark modules of one row, as a closed rectangle."""
    around = zip(b"\0" + row, row + b"\0", strict=True)
    edges = [x + QUIET_ZONE for x, (before, after) in enumerate(around) if before != after]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [f"M{left} {y + QUIET_ZONE}h{right - left}v1h{left - right}z" for left, right in pairs]
