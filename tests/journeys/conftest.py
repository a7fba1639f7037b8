"""One Chromium for all the journeys, and the application of each database behind an address."""

import logging
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium, executable, serving
from tests.conftest import missing
from tests.journeys.pages import Visitor


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser; each visitor gets a context of their own in it."""
    if executable() is None:
        missing("chromium")
    with chromium() as running:
        yield running


@pytest.fixture
def site(app, caplog) -> Iterator[str]:
    """The address of the running application; its list of requests is no news."""
    caplog.set_level(logging.WARNING, logger="werkzeug")
    with serving(app) as address:
        yield address


@pytest.fixture
def come(browser, site) -> Iterator[Callable[..., Visitor]]:
    """Let somebody come to the site: `come()` gives a visitor."""
    visitors: list[Visitor] = []

    def arrive(**options) -> Visitor:
        visitors.append(Visitor(browser, site, **options))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.context.close()
