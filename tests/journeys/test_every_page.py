"""Every page that each role can open: one h1, a title, no overflow, nothing that axe blames.

The first role that opens a kind of page looks at it in both languages, both themes and both widths;
axe reads it twice, so that it meets each of them once. The other roles read what is written.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import overflow, violations
from tests.journeys.crawl import addresses
from tests.journeys.test_canaries import numbers_around
from tests.repository.test_permission_matrix import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

HEIGHT = 900
NOT_PAGES = ("/static/", "/language/", "/sign-in", "/healthz")


class Look(NamedTuple):
    """How a page is shown."""

    theme: str
    width: int


PHONE, DESK = Look("dark", 360), Look("light", 1280)
IN_FRENCH_ALONE = ("papers.page",)
"""What people sign is French for everybody."""
HEADING = re.compile(r"<h1[ >]")
TITLE = re.compile(r"<title>\s*\S")


@pytest.fixture
def world(app, client) -> World:
    return World()


def test_every_page_of_every_role_is_sound(app, world, browser, site):
    known: set[str] = set()
    faults = [
        fault
        for role, person in readers(world).items()
        for fault in looked_at(app, browser, site, role, person, numbers(world), known)
    ]

    assert faults == []


def readers(world: World) -> dict:
    """Somebody of each role; nobody comes first."""
    return {
        "nobody": None,
        "landlord": world.landlord,
        "case worker": world.worker,
        "manager": world.manager,
        "team": world.administrator,
        "authority": world.authority,
    }


def looked_at(app, browser: Browser, site, role, person, values, known) -> Iterator[str]:
    """What is wrong with the pages of one person; `known` are the kinds of page seen already."""
    client = app.test_client()
    if person is not None:
        client.sign_in(person)
    context = browser.new_context(base_url=site, reduced_motion="reduce")
    page = context.new_page()
    for kind, address, text in pages_of(app, client, values):
        found = list(faults_in(text))
        if kind not in known:
            for language, looks in (("en", (DESK, PHONE)), ("fr", (PHONE, DESK))):
                adopt(context, client, site, language)
                page.goto(address)
                found += faults_of(page, looks)
                if page.locator("html").get_attribute("lang") not in (language, expected(kind)):
                    found.append("another language")
        known.add(kind)
        yield from (f"{role} at {address}: {fault}" for fault in found)
    context.close()


def pages_of(app, client, values) -> Iterator[tuple[str, str, str]]:
    """(endpoint, address, text) of what this person can open, one of each kind, steps apart."""
    seen = set()
    for address in addresses(app, values):
        kind = app.url_map.bind("localhost").match(address)[0]
        if address.startswith(NOT_PAGES) or (kind in seen and "step" not in kind):
            continue
        answer = client.get(address)
        if answer.status_code == HTTPStatus.OK and answer.mimetype == "text/html":
            seen.add(kind)
            yield kind, address, answer.text


def expected(kind: str) -> str:
    """The language of a page that speaks only one, or none."""
    return "fr" if kind in IN_FRENCH_ALONE else ""


def adopt(context: BrowserContext, client, site: str, language: str) -> None:
    """Give the browser the cookie of the person, in a language."""
    client.get(f"/language/{language}")
    cookie = client.get_cookie(client.application.config["SESSION_COOKIE_NAME"])
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def faults_in(text: str) -> Iterator[str]:
    """What is wrong with a page before it is shown."""
    if len(HEADING.findall(text)) != 1:
        yield "not exactly one h1"
    if not TITLE.search(text):
        yield "no title"


def faults_of(page: Page, looks: tuple[Look, Look]) -> list[str]:
    """What is wrong with a page as it is shown; axe reads the first look."""
    faults = []
    for look in looks:
        page.set_viewport_size({"width": look.width, "height": HEIGHT})
        page.emulate_media(color_scheme=look.theme, reduced_motion="reduce")
        if wider := overflow(page):
            faults.append(f"{wider} px wider than {look.width}")
        if look is looks[0]:
            faults += [f"{look.theme}, {look.width}: {each}" for each in violations(page)]
    return faults


def numbers(world: World) -> dict[str, list]:
    """What fills the addresses: the rows of the world; the other words, as for the canaries."""
    rows = {f"{model.__tablename__}_id": [row.id] for model, row in world.objects.items()}
    codes = {"reason_code": ["house_rule"], "direction": ["up"]}
    return numbers_around(world.placement) | rows | codes
