"""The personal plan belongs to the association and the residents: nobody else ever reads it."""

from datetime import date

import pytest
from flask import url_for

from stirrup.disclosure import Reader
from stirrup.documents.archive import content_json
from stirrup.documents.lint import text_of
from stirrup.documents.pages import page_environment
from stirrup.documents.render import render_html
from stirrup.extensions import db
from stirrup.placements.enums import PlacementState
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.readers import readers_of
from stirrup.placements.papers.shelf import papers_for
from stirrup.placements.papers.writing import personal_plan
from tests import factories
from tests.features.placements.situations import complete

HEADING = {"reference": "ST-2026-000001", "version": 1, "issued_on": date(2026, 9, 2)}


@pytest.fixture
def stay(app):
    placement = factories.a_placement(agreed=True, first_day=date(2026, 9, 2))
    return complete(placement, factories.an_administrator())


@pytest.fixture
def plan(stay):
    """The plan of this stay, as it is stored."""
    content = personal_plan.PAPER.build(stay, "", HEADING)
    return factories.a_paper(
        stay,
        kind=DocumentKind.PERSONAL_PLAN,
        template_version=content.template_version,
        data=content_json(content).decode(),
    )


def words_of_the_plan() -> list[str]:
    """What only the plan says: the names of milestones and rights, and what happens."""
    module = page_environment().get_template("personal_plan_words.html").module
    told = [what for _moment, what in module.MILESTONES.values()]
    return [*told, *(label for label, _where in module.RIGHTS.values())]


@pytest.mark.parametrize(
    ("state", "exists"),
    [
        (PlacementState.SCHEDULED, True),
        (PlacementState.ACTIVE, True),
        (PlacementState.ENDING, True),
        (PlacementState.ENDED_PLANNED, False),
        (PlacementState.CANCELLED, False),
    ],
)
def test_a_plan_exists_as_long_as_somebody_is_accompanied(stay, state, exists):
    stay.state = state

    assert bool(personal_plan.PAPER.slots(stay)) is exists


def test_a_plan_holds_names_and_days_and_the_state_of_no_right(stay):
    content = personal_plan.PAPER.build(stay, "", HEADING)

    assert content.residents == ("Samira Haddad", "Elias Haddad")
    assert content.sign_before == date(2026, 9, 17)
    assert {field for line in content.rights for field in line.__slots__} == {"code", "before"}


def test_two_households_that_enter_on_one_day_have_the_same_list(stay):
    before = personal_plan.PAPER.build(stay, "", HEADING)
    stay.referral.protected_address = True

    assert personal_plan.PAPER.build(stay, "", HEADING) == before


def test_the_association_alone_reads_a_plan():
    assert readers_of(DocumentKind.PERSONAL_PLAN, "") == {Reader.ASSOCIATION}


def test_the_association_reads_the_plan_as_a_page(client, plan):
    client.sign_in(factories.a_case_worker(plan.placement.referral.association))

    answer = client.get(f"/papers/{plan.id}")

    assert answer.status_code == 200
    assert "Retrouver ses droits" in answer.text


def addresses_of(app, paper) -> list[str]:
    """Every address that is read and that this paper alone completes."""
    readable = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    with app.test_request_context():
        return [
            url_for(rule.endpoint, placement_document_id=paper.id)
            for rule in readable
            if rule.arguments == {"placement_document_id"}
        ]


@pytest.mark.parametrize("person", ["landlord", "administrator", "stranger"])
def test_no_route_that_takes_a_paper_gives_the_plan_to_anybody_else(app, client, plan, person):
    people = {
        "landlord": lambda: factories.a_landlord(plan.placement.unit.organisation),
        "administrator": factories.an_administrator,
        "stranger": factories.a_case_worker,
    }
    client.sign_in(people[person]())
    addresses = addresses_of(app, plan)

    answers = [client.get(address) for address in addresses]

    assert len(addresses) >= 2
    assert {answer.status_code for answer in answers} <= {403, 404}


@pytest.mark.parametrize("side", [Reader.LANDLORD, Reader.TEAM])
def test_no_other_side_finds_a_plan_among_the_papers_of_the_stay(app, plan, side):
    db.session.commit()
    with app.test_request_context():
        titles = [paper.title for paper in papers_for(plan.placement, side)]
        own = [paper.title for paper in papers_for(plan.placement, Reader.ASSOCIATION)]

    assert DocumentKind.PERSONAL_PLAN.label not in titles
    assert len(own) == 1


def test_no_paper_that_the_owner_may_read_says_a_word_of_the_plan(stay):
    said = words_of_the_plan()
    for kind, paper in PAPERS.items():
        for slot in paper.slots(stay):
            if Reader.LANDLORD in readers_of(kind, slot):
                content = paper.build(stay, slot, HEADING)
                text = text_of(render_html(paper.template, {paper.name: content}))
                assert [words for words in said if words in text] == [], kind
