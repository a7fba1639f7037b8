"""Bytes of a text file to its text: by its mark, else by its zeros, else by what it holds. Pure."""

import codecs

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16, whose mark begins the same way."""
LOOKED_AT = 4096
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
"""Stands where bytes mean nothing; a cell that holds one is refused, never guessed."""


def decoded(content: bytes) -> str:
    """The text; what cannot be read in it is UNREADABLE."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    wide = _wide(content)
    if wide:
        return content.decode(wide, errors="replace")
    return _utf_8(content) or _of_windows(content)


def _wide(content: bytes) -> str | None:
    """Without a mark: of French text in UTF-16 one byte of two is zero, in UTF-32 three of four."""
    start = content[:LOOKED_AT]
    quarters = [start[place::4].count(0) * 4 > len(start) * 0.6 for place in range(4)]
    return {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }.get((quarters[0], quarters[1], quarters[2], quarters[3]))


def _utf_8(content: bytes) -> str | None:
    """A few damaged bytes make no other encoding of a text full of good UTF-8."""
    text = content.decode("utf-8", errors="replace")
    damaged = text.count(UNREADABLE)
    beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore")) - damaged
    return text if damaged * 4 <= beyond_ascii else None


def _of_windows(content: bytes) -> str:
    """What Windows writes in French, or else Latin-1, which knows every byte."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")
