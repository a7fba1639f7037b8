"""Sign in and decide on a proposal with Tab, arrows and Enter; the focus is always visible."""

import pytest
from playwright.sync_api import Page

from stirrup.accounts.passwords import hash_password
from stirrup.extensions import db
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import Proposal
from tests.factories import a_proposal, an_administrator

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

PASSWORD = "trois portes vertes au canal"
MOST_STOPS = 60


def test_a_proposal_is_decided_without_a_mouse(app, come):
    team = an_administrator(password_hash=hash_password(PASSWORD))
    proposal = a_proposal()
    page = come(looks=()).page

    page.goto("/sign-in")
    tab_to(page, "[name=email]")
    page.keyboard.type(team.email)
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    press_enter(page)

    tab_to(page, f'main a[href$="/proposals/{proposal.id}"]')
    press_enter(page)
    tab_to(page, "[name=accept-reason]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=accept-note]")
    page.keyboard.type("Vu ce matin")
    tab_to(page, 'form[action$="/accept"] button')
    press_enter(page)

    db.session.rollback()
    assert db.session.query(Proposal).one().state == ProposalState.ACCEPTED


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there; wherever it stops on the way, one sees it."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert shows_the_focus(page), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached with {MOST_STOPS} tabs")


def shows_the_focus(page: Page) -> bool:
    """Whether the window changes when the focus leaves and comes back."""
    focused = page.evaluate_handle("document.activeElement")
    with_focus = page.screenshot()
    focused.evaluate("element => element.blur()")
    without = page.screenshot()
    focused.evaluate("element => element.focus({preventScroll: true, focusVisible: true})")
    return with_focus != without


def press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")
