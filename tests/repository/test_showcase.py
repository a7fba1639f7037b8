"""The component page shows every macro that pages may use."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
MACRO = re.compile(r"{%-?\s*macro (\w+)\(")
CALL = re.compile(r"\b(\w+)\(")
OF_THE_SHELL = {"header.html", "bare_header.html"}
"""Parts of base.html, which every page shows."""


def test_every_macro_stands_in_the_showcase():
    texts = {path.name: path.read_text(encoding="utf-8") for path in COMPONENTS}
    shown = called_by((TEMPLATES / "ui" / "components.html").read_text(encoding="utf-8"), texts)

    forgotten = [
        f"{name}: {macro}"
        for name, text in texts.items()
        if name not in OF_THE_SHELL
        for macro in MACRO.findall(text)
        if macro not in shown and macro != "logo"
    ]

    assert forgotten == []


def called_by(page: str, texts: dict[str, str]) -> set[str]:
    """What a page calls, and what those macros call in turn."""
    bodies = {
        macro: body
        for text in texts.values()
        for macro, body in re.findall(r"macro (\w+)\((.*?)endmacro", text, re.DOTALL)
    }
    shown, coming = set(), set(CALL.findall(page))
    while coming:
        shown |= coming
        coming = {
            name for macro in coming & bodies.keys() for name in CALL.findall(bodies[macro])
        } - shown
    return shown
