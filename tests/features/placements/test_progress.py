"""Nobody waits for a file: pages answer at once, say what is being made, and renew themselves."""

import re

import pytest

from stirrup.disclosure import Reader
from stirrup.documents import pool
from stirrup.extensions import db
from stirrup.placements.papers import production
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.production import produce_pending
from tests import factories
from tests.features.placements.presses import BlankPress
from tests.features.placements.situations import complete

WAITS = re.compile(r'<div id="papers"[^>]* data-waits')


@pytest.fixture
def stay(client):
    """Agreed and complete; an administrator is looking at it."""
    team = factories.an_administrator()
    client.sign_in(team)
    return complete(factories.a_placement(agreed=True), team)


@pytest.fixture(autouse=True)
def no_worker_may_start(monkeypatch):
    """A page that printed would fail here: the press alone prints, and none was ordered to."""

    def refuse(*_arguments, **_options):
        raise AssertionError("a worker was started")

    monkeypatch.setattr(pool.subprocess, "Popen", refuse)


def order(client, stay):
    return client.submit(f"/stays/{stay.id}", to=f"/stays/{stay.id}/documents")


def papers_of_the_team(stay):
    return [paper for paper in stay.documents if Reader.TEAM in paper.readers]


def test_ordering_and_reading_never_print(client, stay):
    assert order(client, stay).status_code in (302, 303)

    for paper in papers_of_the_team(stay):
        assert client.get(f"/papers/{paper.id}").status_code == 200
        assert client.get(f"/papers/{paper.id}.pdf").status_code == 404


def test_the_page_renews_itself_while_something_is_made(client, stay):
    order(client, stay)

    page = client.get(f"/stays/{stay.id}")

    assert WAITS.search(page.text)
    assert "/static/refresh.js" in page.text


def test_without_a_script_a_link_reloads_the_page(client, stay):
    order(client, stay)

    page = client.get(f"/stays/{stay.id}")

    assert f'href="/stays/{stay.id}#papers" data-reload' in page.text


def test_the_page_waits_no_more_once_all_is_made(client, stay, monkeypatch):
    order(client, stay)
    monkeypatch.setattr(production, "Renderer", BlankPress)
    produce_pending()

    page = client.get(f"/stays/{stay.id}")

    assert not WAITS.search(page.text)
    assert "refresh.js" not in page.text


def test_a_side_does_not_wait_for_what_it_may_not_read(client, stay):
    order(client, stay)
    for paper in stay.documents:
        if paper.kind != DocumentKind.OWNER_SUMMARY:
            db.session.delete(paper)
    db.session.commit()

    client.sign_in(factories.a_case_worker(stay.referral.association))
    page = client.get(f"/stays/{stay.id}")

    assert not WAITS.search(page.text)
