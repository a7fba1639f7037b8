"""Templates compose macros, hold no code of their own, and none is forgotten."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
PAGES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if "documents" not in path.relative_to(TEMPLATES).parts
)
SOURCES = [*(ROOT / "stirrup").rglob("*.py"), *TEMPLATES.rglob("*.html")]

IMPORT = re.compile(r"{%-?\s*from \"[^\"]+\" import ([^%]+?)(?: with context)?\s*-?%}")


def name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_template_holds_nothing_inline(path):
    """The content policy refuses them: no style, no script, no event attribute."""
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "|safe" not in text.replace(" ", "")


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_imported_macro_is_used(path):
    """In the template itself, or in those of its folder that extend or include it."""
    imported = IMPORT.findall(path.read_text(encoding="utf-8"))
    names = [one.split(" as ")[-1].strip() for line in imported for one in line.split(",")]
    texts = [each.read_text(encoding="utf-8") for each in path.parent.rglob("*.html")]
    family = IMPORT.sub("", "\n".join(texts))

    unused = [one for one in names if not re.search(rf"\b{one}\b", family)]

    assert unused == []


def test_every_template_is_used():
    everything = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    computed = ("errors/", "email/", "units/", "documents/")

    forgotten = [
        name(path)
        for path in PAGES
        if name(path) not in everything and not name(path).startswith(computed)
    ]

    assert forgotten == []


def test_no_template_turns_escaping_off():
    texts = {
        path: path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*") if path.is_file()
    }

    assert [name(path) for path, text in texts.items() if "autoescape false" in text] == []


def test_markup_is_built_only_where_it_is_meant_to():
    meant = {"documents/render.py", "documents/typography.py", "documents/timeline.py"}
    found = {
        str(path.relative_to(ROOT / "stirrup"))
        for path in (ROOT / "stirrup").rglob("*.py")
        if re.search(r"\bMarkup\(|render_template_string", path.read_text(encoding="utf-8"))
    }

    assert found <= meant | {"ui/filters.py"}
