"""A rendered HTML page with every piece of its text set in its language; tags are left alone."""

import html
import re
from collections.abc import Callable

from markupsafe import escape

from stirrup.documents.languages import set_text
from stirrup.documents.typography import spaced, visible

_TAG = re.compile(r"(<[^>]*>)")
_LANGUAGE = re.compile(r'<html lang="([a-z]{2})"')
_PLAIN = ("title", "svg")  # where <sup> has no meaning
_LEFT_ALONE = ("style", "script")


def language_of(page: str) -> str:
    """The language that the page declares; French when it says nothing."""
    found = _LANGUAGE.search(page)
    return found[1] if found else "fr"


def set_page(page: str) -> str:
    """The page, every text between its tags set in the language that it declares."""
    language = language_of(page)
    inside: list[str] = []
    return "".join(_set_piece(piece, inside, language) for piece in _TAG.split(page))


def _set_piece(piece: str, inside: list[str], language: str) -> str:
    if not piece.startswith("<"):
        return _setter(inside, language)(visible(html.unescape(piece))) if piece.strip() else piece
    name = piece.strip("</>").split(maxsplit=1)[0] if piece.strip("</>") else ""
    if name in _PLAIN or name in _LEFT_ALONE:
        if not piece.startswith("</"):
            inside.append(name)
        elif inside:
            inside.pop()
    return piece


def _setter(inside: list[str], language: str) -> Callable[[str], str]:
    if any(name in _LEFT_ALONE for name in inside):
        return str
    if inside and language == "fr":
        return lambda text: str(escape(spaced(text)))
    return lambda text: set_text(text, language)
