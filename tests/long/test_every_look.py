"""Every page of every role in both languages, both themes and both widths: axe reads each of them.

What is folded is opened, the notes of a lost connection and of a session about to end are shown;
the pages of failure are read too. Printed: how many pages axe read.
"""

from collections.abc import Iterator
from itertools import product

import pytest
from flask import render_template
from flask_babel import force_locale
from playwright.sync_api import Page

from tests.browser import overflow, violations
from tests.factories import a_landlord
from tests.features.ui.test_error_pages import STATUSES
from tests.journeys.conftest import browser, site  # noqa: F401 (fixtures)
from tests.journeys.test_every_page import DESK, HEIGHT, Look, adopt, numbers, pages_of, readers
from tests.repository.test_permission_matrix import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

LANGUAGES = ("fr", "en")
ROLES = ("nobody", "landlord", "case worker", "manager", "team", "authority")
LOOKS = [Look(theme, width) for width, theme in product((1280, 360), ("light", "dark"))]
UNFOLD = """() => {
  for (const part of document.querySelectorAll("main details")) part.open = true;
  for (const note of document.querySelectorAll("[data-offline-words], [data-idle-seconds]")) {
    note.hidden = false;
  }
}"""
OPEN_MENUS = """() => {
  for (const menu of document.querySelectorAll("header details")) menu.open = true;
}"""


@pytest.fixture
def world(app, client) -> World:
    return World()


@pytest.fixture
def page(browser, site) -> Iterator[Page]:  # noqa: F811 (the fixtures)
    """A page whose content policy lets axe in."""
    context = browser.new_context(base_url=site, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_look_of_every_page(app, world, page, site, role, language):  # noqa: F811
    person = readers(world)[role]
    client = app.test_client()
    if person is not None:
        client.sign_in(person)
    addresses = [address for _kind, address, _text in pages_of(app, client, numbers(world))]
    adopt(page.context, client, site, language)

    faults = [
        f"{address} {look}: {fault}"
        for address in addresses
        for look, fault in faults_at(page, address)
    ]

    print(f"{role}, {language}: axe read {len(addresses)} pages in {len(LOOKS)} looks")  # noqa: T201
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_look_of_the_pages_of_failure(app, client, page, site, language):  # noqa: F811
    client.sign_in(a_landlord())
    adopt(page.context, client, site, language)
    for status in STATUSES:
        with app.test_request_context("/"), force_locale(language):
            body = render_template(
                f"errors/{status}.html",
                incident="4f0c1d2e",
                most_megabytes=12,
                came_from="/units",
                typed_is_kept=status == 409,
            )
        page.route(
            f"**/failure/{status}", lambda route, _request, body=body: route.fulfill(body=body)
        )

    faults = [
        f"{status} {look}: {fault}"
        for status in STATUSES
        for look, fault in faults_at(page, f"/failure/{status}")
    ]

    assert faults == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_look_of_the_open_menus(app, world, page, site, role, language):  # noqa: F811
    """Over a page of text alone: a link half behind a menu is no small target once it is closed."""
    person = readers(world)[role]
    client = app.test_client()
    if person is not None:
        client.sign_in(person)
    adopt(page.context, client, site, language)

    faults = list(faults_at(page, "/legal", OPEN_MENUS))

    assert faults == []


def faults_at(page: Page, address: str, unfold: str = UNFOLD) -> Iterator[tuple[Look, str]]:
    """What is wrong with one page, in each look."""
    page.goto(address)
    page.evaluate(unfold)
    for look in LOOKS:
        page.set_viewport_size({"width": look.width, "height": HEIGHT})
        page.emulate_media(color_scheme=look.theme, reduced_motion="reduce")
        if wider := overflow(page):
            yield look, f"{wider} px wider than the window"
        for violation in violations(page):
            yield look, violation
    page.set_viewport_size({"width": DESK.width, "height": HEIGHT})
