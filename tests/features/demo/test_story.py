"""The stays of the demonstration: one prepared, one under way, one ended, each told on its days."""

import pytest
from sqlalchemy import select

from stirrup.clock import now, today
from stirrup.demo.story import tell_story
from stirrup.demo.territory import load_territory
from stirrup.documents.engine import pdf_engine_status
from stirrup.extensions import db
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.enums import StepCode
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.standing import is_agreement_signed
from stirrup.runs.nightly import run_night
from tests.conftest import missing

MOST_DOCUMENTS = 12

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def stays(app):
    """The story told after a night, by state."""
    if not pdf_engine_status().ready:
        missing("WeasyPrint's libraries")
    load_territory("!", households=40, units=25)
    run_night(today(), owner="test")
    tell_story()
    return {one.state: one for one in db.session.scalars(select(Placement))}


def test_one_stay_waits_for_each_side_that_answers(stays):
    scheduled = select(Placement.step).where(Placement.state == PlacementState.SCHEDULED)

    assert list(db.session.scalars(scheduled.order_by(Placement.id))) == [
        StepCode.VISIT_BOOKING,
        StepCode.LANDLORD_ANSWER,
        StepCode.HOUSEHOLD_ANSWER,
        StepCode.ASSOCIATION_ANSWER,
    ]


def test_three_stays_are_told_with_their_papers_and_only_once(stays):
    papers = tell_story()

    assert list(stays) == [
        PlacementState.SCHEDULED,
        PlacementState.ENDED_PLANNED,
        PlacementState.ACTIVE,
    ]
    ended, begun = stays[PlacementState.ENDED_PLANNED], stays[PlacementState.ACTIVE]
    assert is_agreement_signed(ended) and is_agreement_signed(begun)
    assert ended.last_day < today() < begun.last_day
    assert {paper.state for paper in papers} == {DocumentState.GENERATED, DocumentState.SIGNED}
    assert len(papers) <= MOST_DOCUMENTS
    kinds = {paper.kind for paper in begun.documents}
    assert {DocumentKind.OCCUPATION_CERTIFICATE, DocumentKind.RESIDENT_ATTESTATION} <= kinds
    for stay in stays.values():
        instants = [event.at for event in stay.events]
        assert instants == sorted(instants)
        assert instants[-1] <= now()
