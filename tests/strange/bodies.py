"""What nobody would send: a form's answers changed one at a time, or all at once."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import quote_plus

from werkzeug.datastructures import MultiDict

from tests.strange.pages import Form

PROBE = '"><script>alert(7)</script><img src=x onerror=alert(7)>'
HALF_A_CHARACTER = "%ED%A0%80%FF"
"""Bytes that are no text in UTF-8, as they are sent."""
STRANGE = {
    "nothing": "",
    "spaces": " \N{NO-BREAK SPACE} ",
    "NUL": "a\0b",
    "half a character": HALF_A_CHARACTER.encode(),
    "twenty digits": "9" * 20,
    "a negative number": "-1",
    "NaN": "NaN",
    "infinity": "Infinity",
    "1e400": "1e400",
    "year 0": "0000",
    "year 9999": "9999",
    "30 February": "2026-02-30",
    "100 kB": "é" * 50_000,
    "a script": PROBE,
    "right to left": "abc\u202edef\u2066ghi\u200f",
    "line breaks": "one\r\ntwo\nthree",
    "a template": "{{ 7*7 }}%(x)s%n",
    "an unknown choice": "no-such-choice",
    "another row": str(2**31),
    "SQL": "'; DROP TABLE user; --",
    "Arabic digits": "١٢",
    "a path": "../../etc/passwd",
    "a file": BytesIO(b"\x89PNG\r\n\x1a\n and no picture"),
}
QUERIES = (
    *("page=-1", "page=0", "page=1" + "0" * 30, "page=NaN", "page=", "page=1&page=2"),
    *("kept=1", "kept=" + "x" * 2000, "%00=%00", "%FF=%ED%A0%80", "a[]=1&=&&&", "then=//evil"),
)
Typed = str | bytes | BytesIO
Answers = Mapping[str, list[Typed]]


class Strange(NamedTuple):
    """One body: what is strange in it, its answers, and the name and value to find again."""

    what: str
    answers: Answers
    name: str = ""
    typed: Typed = b""


def one_at_a_time(form: Form, good: Answers) -> Iterator[Strange]:
    """Each answer missing, doubled, and replaced by each strange value."""
    yield Strange("an empty body", {"csrf_token": [form.token]})
    for name in form.names:
        yield Strange(f"{name} missing", {**good, name: []})
        yield Strange(f"{name} doubled", {**good, name: [*good.get(name, [""]), "2", "x"]})
        for what, value in STRANGE.items():
            yield Strange(f"{name}: {what}", {**good, name: [value]}, name, value)


def all_at_once(form: Form, good: Answers) -> Iterator[Strange]:
    """Every answer replaced by the same strange value; an empty body."""
    yield Strange("an empty body", {"csrf_token": [form.token]})
    for what, value in STRANGE.items():
        answers = {name: [value] for name in form.names}
        yield Strange(f"everything: {what}", {**good, **answers}, *first_typed(form, value))


def first_typed(form: Form, value: Typed) -> tuple[str, Typed]:
    names = [name for name in form.names if form.inputs[name].is_typed]
    return (names[0], value) if names else ("", b"")


def encoded(answers: Answers) -> dict[str, Any]:
    """The body and its type, as a browser would send them, bytes as they are."""
    pairs = [(name, value) for name, values in answers.items() for value in values]
    if any(isinstance(value, BytesIO) for _name, value in pairs):
        return {"data": MultiDict((name, _part(value)) for name, value in pairs)}
    body = "&".join(f"{quote_plus(name)}={_quoted(value)}" for name, value in pairs)
    return {"data": body, "content_type": "application/x-www-form-urlencoded"}


def _part(value: Typed) -> Any:
    if isinstance(value, BytesIO):
        return BytesIO(value.getvalue()), "photo.png", "image/png"
    return value.decode() if isinstance(value, bytes) else value


def _quoted(value: Typed) -> str:
    """Bytes are written already as they are sent."""
    return value.decode() if isinstance(value, bytes) else quote_plus(str(value))
