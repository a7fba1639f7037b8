"""Every form of every page, sent as nobody would: never a fault, nothing stored by a refusal.

Forms are read in the pages themselves, of one of everything at each stage of its life: a new form
is covered without editing this file.
"""

from io import BytesIO

import pytest

from tests.repository.test_permission_matrix import World, address, guarded_routes
from tests.strange.bodies import QUERIES, STRANGE, all_at_once, one_at_a_time
from tests.strange.pages import Form, Input
from tests.strange.sending import Sender, endpoint_of
from tests.strange.town import Person, Town
from tests.strange.watch import Watch

LEAVES_THE_PAGE = {"accounts.sign_out", "accounts.end_sessions"}
"""Sent twice, the second time by nobody."""
MADE_ANEW = {
    "accounts.forgotten_password": "each asking sends a link, and ends the one before",
    "papers.code": "each asking sends a code, and ends the one before",
    "placements.order_documents": "an order makes a new version under the same reference",
    "runs.start": "each run by hand is one of its own, with its number",
    "units.duplicate": "one copies a home as many times as one wants",
}
NAMES = ("act", "change", "declared", "file", "kept_page", "line", "note", "run", "seen", "version")
"""Answers that some form holds, for addresses to which no page of the town leads."""


@pytest.fixture
def town(app, client) -> Town:
    return Town(app)


@pytest.fixture
def sender(app, town):
    pages = list(town.pages())
    with Watch() as watch:
        yield Sender(app, watch), pages


def test_strange_answers_one_at_a_time(sender):
    sending, pages = sender
    for person, form in sending.forms(pages):
        good = sending.fill(person, form)
        for body in one_at_a_time(form, good):
            sending.try_out(person, form, body)

    assert sending.count > 5_000
    assert "\n".join(sending.faults) == ""


def test_a_form_sent_twice_adds_nothing(sender):
    sending, pages = sender
    for person, form in sending.forms(pages):
        if endpoint_of(sending.app, form) not in LEAVES_THE_PAGE | MADE_ANEW.keys():
            sending.try_twice(person, form, sending.fill(person, form))

    assert "\n".join(sending.faults) == ""


def test_a_form_without_its_token_or_of_another_type_stores_nothing(sender):
    sending, pages = sender
    for person, form in sending.forms(pages):
        good = sending.fill(person, form)
        for token in ([], [""], ["x"], [BytesIO(b"x")]):
            sending.try_refused(person, form, good | dict.fromkeys(tokens_of(good), token))
        for body in ('{"note": ["x"]}', "[", "\0", "%"):
            sending.try_refused(person, form, good, data=body, content_type="application/json")

    assert "\n".join(sending.faults) == ""


def tokens_of(answers) -> set[str]:
    """Where the tokens of a form stand: forms that share a page have each its own."""
    return {"csrf_token", *(name for name in answers if name.endswith("csrf_token"))}


def test_strange_addresses(sender):
    sending, pages = sender
    for person, address_of_page in pages:
        sign = "&" if "?" in address_of_page else "?"
        for query in QUERIES:
            sending.open(person, f"{address_of_page}{sign}{query}")

    assert "\n".join(sending.faults) == ""


def test_addresses_to_which_no_page_leads(app, client):
    world = World()
    person = Person(world.administrator.id, world.administrator.role)
    routes = [
        address(app, rule, world.objects[model].id if model else 0)
        for rule, method, _permission, model in guarded_routes(app)
        if method == "POST"
    ]
    app.config["WTF_CSRF_ENABLED"] = False
    with Watch() as watch:
        sending = Sender(app, watch)
        for route in routes:
            form = Form(route, route, "post", {name: Input(name, "text") for name in NAMES})
            for body in all_at_once(form, {}):
                sending.try_out(person, form, body._replace(name=""))
    app.config["WTF_CSRF_ENABLED"] = True

    assert sending.count >= len(routes) * len(STRANGE)
    assert "\n".join(sending.faults) == ""
