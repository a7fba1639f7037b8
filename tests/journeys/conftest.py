"""One Chromium for all the journeys, and the application of each database behind an address."""

import logging
from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest
from flask import Response, request_finished
from flask import request as asked
from playwright.sync_api import Browser

from stirrup.accounts.models import User
from tests.browser import chromium, executable, serving
from tests.conftest import missing
from tests.journeys.flows import FLOWS
from tests.journeys.keyboard import Keyboard
from tests.journeys.pages import Visitor


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser; each visitor gets a context of their own in it."""
    if executable() is None:
        missing("chromium")
    with chromium() as running:
        yield running


@pytest.fixture
def site(app, caplog, request) -> Iterator[str]:
    """The address of the running application; its list of requests is no news.

    A journey that plays a flow has to send all of its forms, and see them taken.
    """
    caplog.set_level(logging.WARNING, logger="werkzeug")
    sent: set[str] = set()

    def listen(_sender, response: Response, **_more) -> None:
        if asked.method == "POST" and response.status_code < HTTPStatus.BAD_REQUEST:
            sent.add(asked.endpoint)

    with request_finished.connected_to(listen, app), serving(app) as address:
        yield address
    assert promised(request.node) <= sent


def promised(test: pytest.Item) -> set[str]:
    """The endpoints that a test sends, as the list of flows says."""
    here = (test.module.__name__.rpartition(".")[2], test.originalname)
    return {endpoint for flow in FLOWS if flow.journey == here for endpoint in flow.sends}


@pytest.fixture
def come(browser, site) -> Iterator[Callable[..., Visitor]]:
    """Let somebody come to the site: `come()` gives a visitor."""
    visitors: list[Visitor] = []

    def arrive(kind: type[Visitor] = Visitor, **options) -> Visitor:
        visitors.append(kind(browser, site, **options))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.context.close()


@pytest.fixture
def sit_down(client, come, site) -> Callable[..., Keyboard]:
    """Let somebody who is signed in already sit down at a keyboard: `sit_down(person)`."""

    def seated(person: User | None = None) -> Keyboard:
        visitor = come(Keyboard, looks=())
        if person is not None:
            name = client.application.config["SESSION_COOKIE_NAME"]
            cookie = client.sign_in(person).get_cookie(name)
            visitor.context.add_cookies([{"name": name, "value": cookie.value, "url": site}])
        return visitor

    return seated
