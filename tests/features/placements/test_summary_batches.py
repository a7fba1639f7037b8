"""A year's summaries for all owners: ordered in one go, never twice, whatever fails."""

import pytest
from flask import current_app
from sqlalchemy.exc import IntegrityError

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import NotPermittedError
from stirrup.placements.papers import production
from stirrup.placements.papers.batches import services as batches
from stirrup.placements.papers.batches.services import (
    BatchUnderWayError,
    YearRefusedError,
    list_left_out,
    list_years,
    order_batch,
    try_again,
)
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.models import PlacementDocument, SummaryBatch
from stirrup.placements.papers.production import MOST_ATTEMPTS, produce_pending
from tests import factories
from tests.features.placements.presses import BlankPress, BrokenPress
from tests.features.placements.stages import a_stay_under_way

YEAR = today().year


@pytest.fixture
def team(app):
    return factories.an_administrator()


@pytest.fixture
def stays(team):
    """Two stays under way, in the homes of two owners."""
    run = factories.a_run()
    return [
        a_stay_under_way(proposal=factories.a_proposal(run=run, number=number))[0]
        for number in (901, 902)
    ]


@pytest.fixture(autouse=True)
def _press(monkeypatch):
    monkeypatch.setattr(production, "Renderer", BlankPress)


def forget_the_notice(stay) -> None:
    stay.unit.property_tax_base = None
    db.session.commit()


def summaries() -> list[PlacementDocument]:
    return db.session.query(PlacementDocument).filter_by(slot=str(YEAR)).all()


def test_every_owner_s_summary_is_ordered_and_belongs_to_the_batch(team, stays):
    batch = order_batch(YEAR, by=team)

    assert {paper.placement_id for paper in summaries()} == {stay.id for stay in stays}
    assert {paper.batch_id for paper in summaries()} == {batch.id}
    assert {paper.state for paper in summaries()} == {DocumentState.PENDING}


def test_nothing_changed_and_nothing_is_ordered_again(team, stays):
    order_batch(YEAR, by=team)
    produce_pending()

    again = order_batch(YEAR, by=team)

    assert again is None
    assert len(summaries()) == 2
    assert db.session.query(SummaryBatch).count() == 1


def test_a_second_order_before_the_first_is_produced_makes_nothing_twice(team, stays):
    order_batch(YEAR, by=team)

    assert order_batch(YEAR, by=team) is None
    assert len(summaries()) == 2


def test_only_what_has_changed_is_ordered_again(team, stays):
    order_batch(YEAR, by=team)
    produce_pending()
    stays[0].unit.property_tax_base = 2_000
    db.session.commit()

    again = order_batch(YEAR, by=team)

    (newer,) = [paper for paper in summaries() if paper.batch_id == again.id]
    assert (newer.placement_id, newer.version) == (stays[0].id, 2)


def test_what_lacks_a_fact_is_left_out_and_the_rest_goes_on(team, stays):
    forget_the_notice(stays[0])

    order_batch(YEAR, by=team)

    assert [paper.placement_id for paper in summaries()] == [stays[1].id]
    (left,) = list_left_out(YEAR)
    assert left.placement == stays[0]
    assert "property-tax notice" in left.missing[0].sentence


def test_what_was_left_out_joins_the_next_order(team, stays):
    base = stays[0].unit.property_tax_base
    forget_the_notice(stays[0])
    order_batch(YEAR, by=team)
    stays[0].unit.property_tax_base = base
    db.session.commit()

    order_batch(YEAR, by=team)

    assert {paper.placement_id for paper in summaries()} == {stay.id for stay in stays}
    assert list_left_out(YEAR) == []


def test_an_order_that_breaks_in_the_middle_leaves_nothing(team, stays, monkeypatch):
    calls = []

    def breaks(*arguments, **options):
        calls.append(None)
        if len(calls) == 2:
            raise IntegrityError("insert", {}, Exception("taken"))
        return order(*arguments, **options)

    order = batches.add_orders
    monkeypatch.setattr(batches, "add_orders", breaks)

    with pytest.raises(BatchUnderWayError):
        order_batch(YEAR, by=team)

    assert summaries() == []
    assert db.session.query(SummaryBatch).count() == 0


def test_a_batch_goes_on_after_an_interruption(team, stays, monkeypatch):
    batch = order_batch(YEAR, by=team)

    class OneSheet(BlankPress):
        def pdfs(self, jobs):
            yield self.outcome(next(iter(jobs)))

    monkeypatch.setattr(production, "Renderer", OneSheet)
    assert produce_pending() == 1
    monkeypatch.setattr(production, "Renderer", BlankPress)

    assert produce_pending() == 1
    assert batches.papers_of(batch, DocumentState.PENDING) == []


def test_what_failed_is_tried_again(team, stays, monkeypatch):
    batch = order_batch(YEAR, by=team)
    fail_for_good(monkeypatch)

    assert try_again(batch, by=team) == 2

    monkeypatch.setattr(production, "Renderer", BlankPress)
    assert produce_pending() == 2
    assert {paper.state for paper in summaries()} == {DocumentState.GENERATED}


def fail_for_good(monkeypatch) -> None:
    monkeypatch.setattr(production, "Renderer", BrokenPress)
    for _attempt in range(MOST_ATTEMPTS):
        produce_pending()


@pytest.mark.parametrize("year", [YEAR + 1, 1900, -1])
def test_a_year_without_stays_is_refused(team, stays, year):
    with pytest.raises(YearRefusedError):
        order_batch(year, by=team)


def test_without_a_stay_no_year_is_offered(team):
    assert list_years() == []


@pytest.mark.parametrize("person", [factories.a_landlord, factories.a_case_worker])
def test_the_team_alone_orders(stays, person):
    with pytest.raises(NotPermittedError):
        order_batch(YEAR, by=person())


def test_the_pages_order_show_the_progress_and_try_again(client, team, stays, monkeypatch):
    client.sign_in(team)
    forget_the_notice(stays[0])

    ordered = client.submit("/summary-batches", {"year": str(YEAR)}, follow_redirects=True)

    assert 'max="1" value="0"' in ordered.text
    assert "data-waits" in ordered.text
    assert stays[0].reference in ordered.text
    fail_for_good(monkeypatch)
    batch = db.session.query(SummaryBatch).one()
    failed = client.get(f"/summary-batches/{batch.id}")
    assert 'max="1" value="1"' in failed.text
    assert "RenderFailed" in failed.text
    assert "data-waits" not in failed.text
    again = client.submit(
        f"/summary-batches/{batch.id}",
        to=f"/summary-batches/{batch.id}/again",
        follow_redirects=True,
    )
    assert "data-waits" in again.text
    unchanged = client.submit("/summary-batches", {"year": str(YEAR)})
    assert unchanged.location == "/summary-batches"
    assert db.session.query(SummaryBatch).count() == 1


@pytest.mark.parametrize("year", ["", "1900", "NaN", "9" * 20, "\x00", "2026; DROP"])
def test_a_year_that_is_none_is_said_beside_the_field(client, team, stays, year):
    client.sign_in(team)

    answer = client.submit("/summary-batches", {"year": year})

    assert answer.status_code == 422
    assert summaries() == []


def test_the_index_names_who_ordered_and_when(client, team, stays):
    batch = order_batch(YEAR, by=team)
    client.sign_in(team)

    page = client.get("/summary-batches")

    assert team.display_name in page.text
    assert f'href="/summary-batches/{batch.id}"' in page.text


def test_the_command_orders_and_produces(team, stays):
    told = current_app.test_cli_runner().invoke(
        args=["documents", "batch", str(YEAR), "--by", team.email]
    )

    assert told.exit_code == 0, told.output
    assert "2 document(s) produced." in told.output


@pytest.mark.parametrize(("year", "email"), [(str(YEAR), "nobody@example.org"), ("1900", None)])
def test_the_command_says_what_it_refuses(team, stays, year, email):
    told = current_app.test_cli_runner().invoke(
        args=["documents", "batch", year, "--by", email or team.email]
    )

    assert told.exit_code == 1
    assert summaries() == []


def test_the_check_reads_every_stored_file(team, stays):
    order_batch(YEAR, by=team)
    produce_pending()

    told = current_app.test_cli_runner().invoke(args=["documents", "check"])

    assert told.exit_code == 1
    assert "unreadable" in told.output
    assert DocumentKind.OWNER_SUMMARY in {paper.kind for paper in summaries()}
