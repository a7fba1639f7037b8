"""The macros: every error tied to its field, nothing that the content policy refuses."""

import re
from html.parser import HTMLParser

import pytest
from werkzeug.datastructures import MultiDict

from config import ROOT
from stirrup.ui.showcase import MISTAKES, ShowcaseForm

FIELDS = (
    '{% from "components/fields.html" import field, error_summary %}'
    "{{ error_summary(form) }}{% for each in form %}{{ field(each) }}{% endfor %}"
)
OURS = [*(ROOT / "templates" / "components").glob("*.html"), ROOT / "templates" / "base.html"]


class Reader(HTMLParser):
    """Collects the attributes of every element of a page."""

    def __init__(self, page):
        super().__init__()
        self.elements = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def values(self, name):
        return [attributes[name] for _tag, attributes in self.elements if name in attributes]


@pytest.fixture
def refused_form(reading):
    """The page of a form whose every answer is wrong."""
    form = ShowcaseForm(MISTAKES, prefix="refused", meta={"csrf": False})
    form.validate()
    return Reader(reading.jinja_env.from_string(FIELDS).render(form=form))


def test_each_description_of_a_field_exists(refused_form):
    described = {id for ids in refused_form.values("aria-describedby") for id in ids.split()}

    assert described
    assert described <= set(refused_form.values("id"))


def test_each_link_of_the_summary_leads_to_a_field_in_page_order(refused_form):
    ids = refused_form.values("id")
    targets = [address.removeprefix("#") for address in refused_form.values("href")]

    assert len(targets) > 8
    assert [ids.index(target) for target in targets] == sorted(ids.index(t) for t in targets)


def test_each_label_names_a_field(refused_form):
    assert set(refused_form.values("for")) <= set(refused_form.values("id"))


def test_what_was_typed_is_escaped(reading):
    form = ShowcaseForm(MultiDict({"street": '"><script>x</script>'}), meta={"csrf": False})

    page = reading.jinja_env.from_string(FIELDS).render(form=form)

    assert "<script>" not in page


def test_identifiers_are_unique(refused_form):
    ids = refused_form.values("id")

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("template", OURS, ids=lambda path: path.name)
def test_no_template_writes_what_the_content_policy_refuses(template):
    text = template.read_text()

    assert not re.search(r"""\sstyle=|\son\w+=["']|<style|javascript:|\|\s*safe""", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize(
    "template",
    [path for path in OURS if path.parent.name == "components"],
    ids=lambda path: path.name,
)
def test_each_macro_begins_with_its_parameters(template):
    macros = re.findall(r"(\{#[^#]*#\}\s*)?\{% macro (\w+)\(", template.read_text())

    assert all(comment and f"{name}(" in comment for comment, name in macros)
