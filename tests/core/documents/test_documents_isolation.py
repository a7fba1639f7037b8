"""Hostile text stays text, hostile addresses stay closed, the same data gives the same bytes."""

from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import jinja2
import pytest
from markupsafe import Markup

from stirrup.documents.bundle import BUNDLED, TEMPLATES, AddressRefusedError, bundled_file
from stirrup.documents.contents.agreement_parts import Borrower
from stirrup.documents.pages import page_environment
from stirrup.documents.pool import worker_environment
from stirrup.documents.print_job import RenderFailed
from stirrup.documents.render import LONGEST_PAGE, page_policy, print_job, render_html, render_pdf
from tests.core.documents.conftest import text_in
from tests.core.documents.jobs import agreement_job, one_page
from tests.core.documents.samples import AGREEMENT

A_DAY = date(2026, 1, 1)
HOSTILE = (
    "{{7*7}}{% raw %} <script>alert(1)</script> <img src='http://127.0.0.1/'> \u202etxet\u0007"
    " 🏠 عائلة 中 Łukasz e\u0301 "
)

REFUSED = (
    "http://127.0.0.1:{port}/a.png",
    "https://example.org/a.css",
    "ftp://127.0.0.1/a",
    "file:///etc/passwd",
    "data:text/css,p{{}}",
    "//127.0.0.1:{port}/a.png",
    "bundled:../../../etc/passwd",
    "bundled:fonts.conf",
    "BUNDLED:document.css",
    "a.css",
    "",
)

ATTACKS = (
    '<img src="{address}" alt="x">',
    '<link rel="attachment" href="{address}">',
    '<a rel="attachment" href="{address}">x</a>',
    '<style>p {{ background: url("{address}") }}</style><p>x</p>',
    '<style>@font-face {{ font-family: x; src: url("{address}") }} p {{ font-family: x }}</style>',
    '<style>@import "{address}";</style>',
)


@pytest.fixture
def server():
    """A neighbour that counts its visitors."""
    visits = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self):
            visits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    listening = HTTPServer(("127.0.0.1", 0), Counting)
    Thread(target=listening.serve_forever, daemon=True).start()
    yield listening.server_port, visits
    listening.shutdown()
    listening.server_close()


def test_the_same_data_gives_the_same_bytes(agreement_pdf, renderer):
    again = renderer.pdf(agreement_job())

    assert again == agreement_pdf


def test_hostile_text_is_printed_as_text(renderer):
    content = replace(
        AGREEMENT,
        title=HOSTILE,
        borrowers=(Borrower(HOSTILE, date(1990, 1, 1)),),
        dwelling=replace(
            AGREEMENT.dwelling,
            known_defects=HOSTILE + "x" * 5_000,
            house_rules=HOSTILE + "mot " * 1_250,
        ),
    )

    text = text_in(renderer.pdf(agreement_job(content)))

    assert "{{7*7}}{% raw %} <script>alert(1)</script>" in text
    assert "Łukasz é" in text
    assert "\u202e" not in text


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_a_bundled_file_is_refused(address):
    with pytest.raises(AddressRefusedError):
        bundled_file(address.format(port=1))


def test_only_fonts_style_sheets_and_pictograms_are_bundled():
    assert {path.suffix for path in BUNDLED.values()} == {".css", ".svg", ".woff2"}


def test_a_hostile_template_reaches_neither_the_network_nor_the_files(server, renderer):
    port, visits = server
    addresses = (f"http://127.0.0.1:{port}/x", "file:///etc/hostname")
    pages = [
        one_page(attack.format(address=addresses[number % 2]))
        for number, attack in enumerate(ATTACKS)
    ]

    outcomes = [str(outcome) for outcome in renderer.pdfs(pages)]

    assert visits == []
    assert all("Error fetching" in told for told in outcomes), outcomes


def test_a_warning_of_the_engine_fails_the_document(renderer):
    with pytest.raises(RenderFailed, match="no-such-property"):
        renderer.pdf(one_page('<p style="no-such-property: 1">x</p>'))


def test_a_page_beyond_the_cap_is_not_tried():
    content = replace(AGREEMENT, title="x" * LONGEST_PAGE)

    with pytest.raises(RenderFailed, match="too long"):
        print_job("agreement.html", {"agreement": content}, identifier="x", issued_on=A_DAY)


def test_the_worker_inherits_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for you")

    environment = worker_environment()

    assert "SECRET_KEY" not in environment
    assert "not for you" not in " ".join(environment.values())


@pytest.mark.parametrize("name", ["page.html", "page.txt", "agreement.pdf.jinja", "page"])
def test_every_template_escapes_whatever_its_name(name):
    environment = page_environment(jinja2.DictLoader({name: "{{ text }}"}))

    assert environment.get_template(name).render(text="<b>") == "&lt;b&gt;"


@pytest.mark.parametrize("text", ["{{ missing }}", "{{ known.missing }}", "{{ nothing }}"])
def test_a_value_that_is_not_there_stops_the_page(text):
    template = page_environment(jinja2.DictLoader({"x": text})).get_template("x")

    with pytest.raises(jinja2.TemplateError):
        template.render(known=AGREEMENT, nothing=None)


def test_no_template_escapes_nothing():
    for path in sorted(TEMPLATES.glob("*.html")):
        source = path.read_text()
        assert not any(word in source for word in ("safe", "autoescape", "Markup", "<script")), path


def test_a_missing_value_is_a_failed_document_not_a_broken_one():
    with pytest.raises(RenderFailed, match="agreement"):
        render_pdf("agreement.html", {}, identifier="x", issued_on=A_DAY)


def test_the_printable_page_stands_alone():
    page = render_html("agreement.html", {"agreement": replace(AGREEMENT, title=HOSTILE)})

    assert "bundled:" not in page
    assert "<link" not in page
    assert "<script" not in page
    assert "{{7*7}}" in Markup(page).unescape()


def test_the_policy_of_the_printable_page_lets_its_style_through_and_no_script():
    policy = page_policy(render_html("agreement.html", {"agreement": AGREEMENT}))

    assert "default-src 'none'" in policy
    assert policy.count("'sha256-") == 1
    assert "unsafe-inline" not in policy
