"""Which home to look for, on the data of one run; and the ways from a proposal to the board."""

import pytest

from stirrup.extensions import db
from stirrup.referrals.enums import Urgency
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import MatchRun
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_local_authority,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
    an_association,
)
from tests.features.runs.situations import a_town, proposals_in, tonight


@pytest.fixture
def administrator(client):
    person = an_administrator(language="en")
    client.sign_in(person)
    return person


def compass_of(client, run_id: int, mode: str = "one") -> str:
    answer = client.get(f"/runs/{run_id}/compass?mode={mode}")
    assert answer.status_code == 200
    return answer.text


def test_the_compass_says_what_one_more_home_would_bring(client, administrator):
    a_unit()
    a_referral(urgency=Urgency.NO_SHELTER)
    a_referral(urgency=Urgency.WITHIN_7_DAYS)

    page = compass_of(client, tonight().run_id)

    assert "1 household that must leave within 7 days" in page
    assert "Solved again" in page
    assert "Roubaix" in page


def test_five_homes_alike_are_solved_again(client, administrator):
    a_town(households=4, homes=1)

    page = compass_of(client, tonight().run_id, "five")

    assert "3 households" in page
    assert "Estimate" not in page


def test_support_that_is_missing_is_said_and_may_be_thought_away(client, administrator):
    worker = a_case_worker(an_association(support_capacity=1))
    for _ in range(2):
        a_referral(worker, urgency=Urgency.NO_SHELTER)
    a_unit()
    run_id = tonight().run_id

    page, supported = compass_of(client, run_id), compass_of(client, run_id, "supported")

    assert "What is missing is support, not a home" in page
    assert "1 household without shelter tonight" in supported


def test_a_night_where_everybody_has_a_proposal_needs_no_home(client, administrator):
    a_town(households=1, homes=1)

    assert "No home would help tonight" in compass_of(client, tonight().run_id)


def test_a_run_whose_input_is_gone_has_no_compass(client, administrator):
    run = a_run(input_snapshot=None)

    assert "Nothing to look into" in compass_of(client, run.id)


@pytest.mark.parametrize("mode", ["", "x", "9" * 20, "a%00b"])
def test_another_mode_is_the_first_one(client, administrator, mode):
    a_town(households=1, homes=1)

    assert 'aria-current="page">One home more' in compass_of(client, tonight().run_id, mode)


def test_the_compass_changes_nothing(client, administrator):
    a_town(households=3, homes=1)
    run_id = tonight().run_id
    digest = db.session.get(MatchRun, run_id).input_digest

    compass_of(client, run_id)

    db.session.expire_all()
    assert db.session.get(MatchRun, run_id).input_digest == digest
    assert len(proposals_in(ProposalState.SUBMITTED)) == 1


@pytest.mark.parametrize(
    ("person", "status"),
    [(a_landlord, 404), (a_case_worker, 404), (a_local_authority, 404)],
)
def test_only_administrators_see_the_compass(client, person, status):
    run = a_run()
    client.sign_in(person())

    assert client.get(f"/runs/{run.id}/compass").status_code == status


def test_nobody_is_asked_to_sign_in_and_an_absent_run_is_not_found(client, app):
    assert client.get(f"/runs/{a_run().id}/compass").status_code == 302

    client.sign_in(an_administrator())

    assert client.get("/runs/999999/compass").status_code == 404


def test_a_proposal_leads_to_the_board(client, administrator):
    a_town(households=2, homes=2)
    tonight()
    first, second = proposals_in(ProposalState.SUBMITTED)

    page = client.get(f"/proposals/{first.id}").text.replace("%3A", ":")

    pair = f"{first.referral.reference}:{first.unit.reference}"
    exchange = (
        f"change=pin:{first.referral.reference}:{second.unit.reference}&amp;"
        f"change=pin:{second.referral.reference}:{first.unit.reference}"
    )
    assert f"/what-if?change=ban:{pair}#result" in page
    assert f"/what-if?change=hold:{first.unit.reference}#result" in page
    assert f"pair-household={first.referral.reference}#add-pair" in page
    assert exchange in page


def test_a_form_begun_on_a_proposal_is_filled_in(client, administrator):
    a_town(households=1, homes=1)
    tonight()

    answer = client.get("/what-if?pair-kind=ban&pair-household=M-0042")

    assert answer.status_code == 200
    assert 'value="M-0042"' in answer.text
    assert 'value="ban" checked' in answer.text


def test_a_decided_proposal_offers_nothing_to_try(client, administrator):
    a_town(households=1, homes=1)
    tonight()
    (proposal,) = proposals_in(ProposalState.SUBMITTED)
    proposal.state = ProposalState.DECLINED
    db.session.commit()

    assert "/what-if?change=" not in client.get(f"/proposals/{proposal.id}").text
