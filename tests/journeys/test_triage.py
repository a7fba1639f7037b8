"""A morning decided with the keys alone: they move, tick, open, undo; none of them accepts."""

import pytest

from stirrup.extensions import db
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import Decision, Proposal
from tests.factories import a_proposal, a_run, an_administrator

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def proposals(app):
    run = a_run()
    return [a_proposal(run=run) for _ in range(3)]


@pytest.fixture
def keys(proposals, sit_down):
    """An administrator without a mouse, at the review."""
    visitor = sit_down(an_administrator())
    visitor.open("/review")
    return visitor


@pytest.fixture
def page(keys):
    return keys.page


def go(page, key: str) -> str:
    """Press a key that opens a page; return its address."""
    with page.expect_navigation():
        page.keyboard.press(key)
    return page.evaluate("location.pathname + location.search + location.hash")


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page, selector: str) -> bool:
    return page.evaluate("wanted => document.activeElement.matches(wanted)", selector)


def states() -> list[ProposalState]:
    db.session.rollback()
    return [one.state for one in db.session.query(Proposal).order_by(Proposal.number)]


def test_a_morning_is_gone_through_with_the_keys(keys, page, proposals):
    first, second, third = (one.id for one in proposals)

    press(page, "j", "x", "j")
    opened = go(page, "Enter")
    press(page, "r")
    in_the_form = focused(page, "#decline-reason")
    page.keyboard.press("ArrowDown")
    keys.reach(page.locator("[name=decline-note]"))
    page.keyboard.type("ajrpxu/?")
    keys.reach(page.locator('form[action*="/decline"] button'))
    after_decline = go(page, "Enter")
    declined = states()
    undone = go(page, "u")

    assert opened == f"/proposals/{second}?selected={first}"
    assert in_the_form
    assert after_decline == f"/proposals/{third}?selected={first}"
    assert declined == [
        ProposalState.SUBMITTED,
        ProposalState.DECLINED,
        ProposalState.SUBMITTED,
    ]
    assert undone == f"/proposals/{second}?selected={first}"
    assert states() == [ProposalState.SUBMITTED] * 3
    assert db.session.query(Decision).one().note == "ajrpxu/?"
    assert page.locator(f'input[name=selected][value="{first}"]').is_checked()


def test_the_key_a_leads_to_the_form_and_accepts_nothing(page, proposals):
    opened = go(page, "a")
    page.locator("#accept-reason:focus").wait_for()

    press(page, "Escape", "a", "a")

    assert opened == f"/proposals/{proposals[0].id}#accept-reason"
    assert focused(page, "#accept-reason")
    assert states() == [ProposalState.SUBMITTED] * 3


def test_the_keys_are_listed_filter_and_can_be_turned_off(keys, page):
    press(page, "?")
    listed = page.locator("#shortcuts").is_visible()
    press(page, "Escape", "/")
    filtering = focused(page, "#filter select")
    press(page, "Escape", "?")
    keys.reach(page.locator("#shortcuts [data-keys-switch]"))
    press(page, "Enter", "Escape", "j")
    off = focused(page, ".queue ol a")
    page.reload()
    press(page, "j")

    assert (listed, filtering, off) == (True, True, False)
    assert not focused(page, ".queue ol a")
