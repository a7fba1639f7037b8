"""Words that would turn a free loan into a lease, looked for in what a document really says.

Heavy charges or the vocabulary of renting have made courts read a lease into a free loan
(CA Douai; Cass. 3e civ. 22 Oct. 2020, n° 18-17.802). The words are compared without accents,
ligatures, case, hyphenation or spaces other than one, in singular and plural.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser

FORBIDDEN = (
    "loyer",
    "bailleur",
    "bailleresse",
    "locataire",
    "bail",
    "baux",
    "préavis de congé",
    "quittance",
    "dépôt de garantie",
    "redevance",
    "sous-location",
    "indemnité d'occupation",
)

ALLOWED_SENTENCES: Mapping[str, tuple[str, ...]] = {
    "agreement.html": (
        "La présente convention n'est pas un bail d'habitation et n'est pas soumise à la loi"
        " n° 89-462 du 6 juillet 1989.",
    ),
    "amendment.html": (),
    "end_certificate.html": (),
    "end_notice.html": (),
    "owner_summary.html": (),
}
"""Whole sentences, per template: a word alone is never let through."""

_SIGNS = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "\u2010": "-", "\u2011": "-"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LINE_END_HYPHEN = re.compile(r"(?<=[a-z])-[ \t]*\n\s*(?=[a-z])")


def forbidden_words(
    text: str, *, allowed: Iterable[str] = (), masked: Iterable[str] = ()
) -> tuple[str, ...]:
    """The forbidden words of `text`, in the order of FORBIDDEN, each once.

    `allowed` sentences count as read. `masked` values came from users (a street may be called
    rue du Bail): they are not ours to judge.
    """
    told = _normal(text)
    for passage in sorted((*allowed, *masked), key=len, reverse=True):
        if words := _normal(passage).split():
            sentence = r"\s*".join(map(re.escape, words))
            told = re.sub(rf"(?<!\w){sentence}(?!\w)", " ", told)
    return tuple(word for word in FORBIDDEN if _pattern(word).search(told))


def text_of(page: str) -> str:
    """What a reader sees of an HTML page, without its style sheets; blocks stand apart."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return "".join(reader.pieces)


def _normal(text: str) -> str:
    lowered = _INVISIBLE.sub("", text.lower().translate(_SIGNS))
    decomposed = unicodedata.normalize("NFKD", lowered)
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", _LINE_END_HYPHEN.sub("", bare))


def _pattern(word: str) -> re.Pattern[str]:
    """Singular or plural, whatever stands between its parts: a line end may have eaten it."""
    parts = re.split(r"[ '-]", _normal(word))
    return re.compile(r"\b" + r"[ '-]*".join(f"{part}s?" for part in parts) + r"\b")


_INLINE = {"a", "b", "bdi", "em", "i", "span", "strong", "sup", "tspan"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._in_style = tag == "style"
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.pieces.append(data)

    def _part(self, tag: str) -> None:
        if tag not in _INLINE:
            self.pieces.append(" ")
