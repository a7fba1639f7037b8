"""The morning review as a person sees it: queue, reasons, decisions, refusals, permissions."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.placements.lanes.enums import StepCode
from stirrup.placements.lifecycle import end_day
from stirrup.referrals.enums import ReferralState, Urgency
from stirrup.referrals.models import SafetyZone
from stirrup.runs import services
from stirrup.runs.enums import AcceptReason, ProposalState, RunState
from stirrup.runs.models import Decision, Proposal
from stirrup.units.enums import UnitState
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_local_authority,
    a_placement,
    a_proposal,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
)
from tests.features.runs.situations import a_town, count, proposals_in, tonight

DECISIONS = ("accept", "decline", "postpone")
REASONS = {"accept": "best_answer", "decline": "too_far", "postpone": "visit_first"}
HOSTILE = ("a\x00b", "9" * 20, "NaN", "31/02/2026", "\N{RIGHT-TO-LEFT OVERRIDE}x")


@pytest.fixture
def administrator(client):
    person = an_administrator(language="en", display_name="Claire Morel")
    client.sign_in(person)
    return person


def send(client, proposal: Proposal, decision: str, page: str = "", **fields):
    """Read the proposal, then post one of its forms as a browser would."""
    path = f"/proposals/{proposal.id}"
    opened = client.get(path + page).text
    token, version = (
        re.search(rf'name="{decision}-{name}"[^>]*value="([^"]+)"', opened)
        for name in ("csrf_token", "version")
    )
    ordinary = {
        f"{decision}-csrf_token": token[1],
        f"{decision}-version": version[1],
        f"{decision}-reason": REASONS[decision],
        f"{decision}-note": "",
    }
    typed = {f"{decision}-{name}": value for name, value in fields.items()}
    return client.post(f"{path}/{decision}{page}", data=ordinary | typed)


def test_the_review_shows_the_night_and_its_queue(client, administrator):
    a_town(households=3, homes=2)
    tonight()

    page = client.get("/review").text

    assert "Optimal, proved" in page
    assert "Independent check passed" in page
    assert "Decided today: 0." in page
    assert [one.reference in page for one in proposals_in(ProposalState.SUBMITTED)] == [True, True]


def test_after_a_decision_the_next_proposal_says_until_when_it_may_be_undone(client, administrator):
    a_town(households=3, homes=2)
    tonight()
    first, second = proposals_in(ProposalState.SUBMITTED)

    answer = send(client, first, "accept")
    page = client.get(answer.location).text

    assert answer.location.endswith(f"/proposals/{second.id}")
    assert re.search(rf"{first.reference}\. Accepted in your name[^<]*Can be undone until", page)


def test_the_usual_motive_is_offered_first_and_still_has_to_be_sent(client, administrator):
    a_town(households=1, homes=1)
    tonight()
    (proposal,) = proposals_in(ProposalState.SUBMITTED)

    page = client.get(f"/proposals/{proposal.id}").text
    refused = send(client, proposal, "accept", reason="")

    assert re.search(r'<option[^>]*value="best_answer"[^>]* selected', page)
    assert refused.status_code == 422


def test_before_the_first_run_the_review_says_so(client, administrator):
    page = client.get("/review").text

    assert "No run has finished yet" in page
    assert "The run of tonight has not taken place." in page
    assert "Nothing left to decide" in page


@pytest.mark.parametrize(
    ("state", "lease", "words"),
    [
        (RunState.FAILED, -1, "The run of tonight failed."),
        (RunState.CLAIMED, 1, "The run of tonight is under way."),
        (RunState.CLAIMED, -1, "The run of tonight was interrupted."),
    ],
)
def test_a_night_that_is_not_there_is_said_beside_the_proposals_of_the_day_before(
    client, administrator, state, lease, words
):
    yesterday = a_proposal(
        run=a_run(business_date=today() - timedelta(days=1), households_count=1, units_count=1)
    )
    a_run(state=state, lease_until=now() + timedelta(minutes=lease), finished_at=None)

    page = client.get("/review").text

    assert words in page
    assert "These are the proposals of" in page
    assert yesterday.reference in page


def test_the_queue_is_filtered_by_its_address(client, administrator):
    here = a_proposal(referral=a_referral(urgency=Urgency.STABLE))
    lille = a_proposal(a_unit(commune_code="59350"), run=here.run)

    def shown(query: str) -> list[bool]:
        page = client.get(f"/review?{query}").text
        return [f"/proposals/{one.id}" in page for one in (here, lille)]

    assert shown("") == [True, True]
    assert shown("commune=59350") == [False, True]
    assert shown("urgency=stable") == [True, False]
    assert shown("show=postponed") == [False, False]


def test_a_queue_holds_twenty_five_lines_a_page(client, administrator):
    run, landlord, worker = a_run(), a_landlord(), a_case_worker()
    last = [a_proposal(a_unit(landlord), a_referral(worker), run=run) for _ in range(26)][-1]

    first_page, second_page = client.get("/review").text, client.get("/review?page=2").text

    assert f"/proposals/{last.id}" not in first_page
    assert f"/proposals/{last.id}" in second_page


@pytest.mark.parametrize(
    "query", ["show=%00", "commune=%00", "urgency=a", "page=x", "page=" + "9" * 25]
)
def test_an_absurd_address_shows_the_ordinary_queue(client, administrator, query):
    proposal = a_proposal()

    page = client.get(f"/review?{query}")

    assert page.status_code == 200
    assert proposal.reference in page.text


def test_a_proposal_shows_needs_reasons_and_three_other_choices(client, administrator):
    worker = a_case_worker()
    for days in (90, 60, 30):
        a_referral(worker, waiting_since=today() - timedelta(days=days))
    homes = [a_unit(), a_unit(), a_unit()]
    tonight()
    proposal = proposals_in(ProposalState.SUBMITTED)[0]

    page = client.get(f"/proposals/{proposal.id}").text

    others = [home.reference for home in homes if home.id != proposal.unit_id]
    assert "Hard needs: 5 out of 5" in page
    assert "2 to 4" not in page
    assert "1 to 4" in page
    assert "Waiting time" in page
    assert "30 out of 60" in page
    assert [reference in page for reference in others] == [True, True]
    assert "2 households proposed for instead of 3" in page
    assert "keeps its waiting time" in page


def test_a_proposal_whose_input_is_forgotten_is_still_shown(client, administrator):
    page = client.get(f"/proposals/{a_proposal().id}")

    assert page.status_code == 200
    assert "The input of this run is no longer kept" in page.text


def test_nothing_private_reaches_an_administrator(client, administrator):
    unit = a_unit(street="12 rue Sarbacane")
    hidden, plain = a_referral(protected_address=True), a_referral()
    hidden.household.phone = "+33611223344"
    hidden.household.current_address = "7 rue Cachette"
    hidden.household.members[0].last_name = "Zylberstein"
    hidden.safety_zones = [
        SafetyZone(area={"commune_code": "59009", "latitude": 50.63, "longitude": 3.1, "km": 2})
    ]
    a_unit()
    db.session.commit()
    tonight()
    of_hidden, of_plain = (
        db.session.scalars(select(Proposal).filter_by(referral_id=one.id)).one()
        for one in (hidden, plain)
    )

    page, other = (client.get(f"/proposals/{one.id}").text for one in (of_hidden, of_plain))

    for private in ("Sarbacane", "611223344", "06 11", "Cachette", "Zylberstein", "safety"):
        assert private not in page
    assert unit.commune_code != "59009"
    assert "Villeneuve" not in page
    assert page.count("Other conditions") == other.count("Other conditions") == 1


@pytest.mark.parametrize("decision", DECISIONS)
def test_after_a_decision_the_next_proposal_of_the_queue_opens(client, administrator, decision):
    first = a_proposal(a_unit(commune_code="59350"), first_day=today())
    second = a_proposal(run=first.run)
    third = a_proposal(a_unit(commune_code="59599"), run=first.run)

    in_order = send(client, first, decision)

    assert in_order.status_code == 302
    assert in_order.location == f"/proposals/{second.id}"
    first.referral.state = ReferralState.PARKED
    db.session.commit()
    in_tourcoing = send(client, third, decision, "?commune=59599")
    assert in_tourcoing.location == "/review?commune=59599"


def test_the_home_of_a_refusal_is_proposed_to_the_next_household_at_once(client, administrator):
    waits = a_referral()
    proposal = a_proposal()

    answer = send(client, proposal, "decline")

    promoted = db.session.scalars(select(Proposal).filter_by(reserve_of_id=proposal.id)).one()
    assert answer.location == f"/proposals/{promoted.id}"
    assert promoted.referral_id == waits.id
    said = f"{proposal.unit.reference} is proposed to the next household of its reserve list"
    assert said in client.get(answer.location).text


def test_the_queue_ends_on_the_review(client, administrator):
    assert send(client, a_proposal(first_day=today()), "accept").location == "/review"
    assert "Nothing left to decide" in client.get("/review").text


def test_a_decision_is_told_with_its_author_and_its_motive(client, administrator):
    proposal = a_proposal()

    send(client, proposal, "decline", note="The stairs are too steep.")

    page = client.get(f"/proposals/{proposal.id}").text
    assert "Declined: Home too far away" in page
    assert "Claire Morel" in page
    assert "The stairs are too steep." in page
    assert 'id="accept"' not in page
    assert proposal.reference in client.get("/review?show=decided").text


def test_an_accepted_proposal_leads_to_its_stay(client, administrator):
    proposal = a_proposal(first_day=today())

    send(client, proposal, "accept")

    assert "/stays/" in client.get(f"/proposals/{proposal.id}").text


def test_the_keys_are_listed_on_a_page_of_their_own(client, administrator):
    proposal = a_proposal()

    page = client.get("/review/keys").text

    for opened in ("/review", f"/proposals/{proposal.id}"):
        assert 'href="/review/keys"' in client.get(opened).text
    assert "the key itself never accepts" in page


@pytest.mark.parametrize("decision", DECISIONS)
def test_every_decision_needs_a_motive(client, administrator, decision):
    proposal = a_proposal()

    answer = send(client, proposal, decision, reason="", note="Kept as typed")

    assert answer.status_code == 422
    assert "Choose an answer." in answer.text
    assert "Kept as typed" in answer.text
    assert count(Decision) == 0


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("field", ["reason", "note", "version"])
def test_hostile_answers_are_refused_beside_their_field(
    client, administrator, decision, typed, field
):
    proposal = a_proposal()

    answer = send(client, proposal, decision, **{field: typed})

    acceptable = field == "note" and typed in ("9" * 20, "NaN", "31/02/2026")
    assert answer.status_code == (302 if acceptable else 422)


def test_a_note_of_more_than_500_characters_is_refused(client, administrator):
    assert send(client, a_proposal(), "decline", note="n" * 501).status_code == 422


def test_a_page_that_is_too_old_is_told_who_decided(client, administrator):
    proposal = a_proposal(first_day=today())
    other = an_administrator(display_name="Nadia Benali")
    path = f"/proposals/{proposal.id}"
    opened = client.get(path).text
    token = re.search(r'name="accept-csrf_token"[^>]*value="([^"]+)"', opened)[1]
    services.accept_proposal(
        proposal, by=other, reason=AcceptReason.URGENCY, note=None, version=proposal.version
    )

    fields = {"accept-csrf_token": token, "accept-version": "1", "accept-reason": "urgency"}
    answer = client.post(f"{path}/accept", data=fields)

    assert answer.status_code == 409
    assert "Nadia Benali accepted this proposal on" in answer.text
    assert "Go on with the next one" in answer.text


def test_a_page_left_open_overnight_keeps_what_was_typed_and_leads_on(client, administrator):
    yesterday = a_run(business_date=today() - timedelta(days=1))
    proposal = a_proposal(run=yesterday)
    path = f"/proposals/{proposal.id}"
    opened = client.get(path).text
    token = re.search(r'name="decline-csrf_token"[^>]*value="([^"]+)"', opened)[1]
    proposal.state = ProposalState.DISCARDED
    db.session.commit()
    of_tonight = a_proposal(proposal.unit, proposal.referral)

    fields = {"decline-csrf_token": token, "decline-version": "1", "decline-reason": "too_far"}
    answer = client.post(f"{path}/decline", data=fields | {"decline-note": "Two hours by bus"})

    assert answer.status_code == 409
    assert "A later run replaced this proposal" in answer.text
    assert "Home too far away" in answer.text
    assert "Two hours by bus" in answer.text
    assert f'href="/proposals/{of_tonight.id}"' in answer.text
    assert count(Decision) == 0


def test_a_home_withdrawn_meanwhile_is_explained(client, administrator):
    proposal = a_proposal()
    client.get(f"/proposals/{proposal.id}")
    proposal.unit.state = UnitState.WITHDRAWN
    db.session.commit()

    answer = send(client, proposal, "accept")

    assert answer.status_code == 409
    assert "This home is no longer open: the proposal is void." in answer.text
    assert "No longer possible" in answer.text


def test_a_pair_that_no_longer_suits_is_explained_rule_by_rule(client, administrator):
    proposal = a_proposal()
    proposal.referral.people = 9
    db.session.commit()

    answer = send(client, proposal, "accept")

    assert answer.status_code == 409
    assert "This home is too small or too large for this number of people" in answer.text


def test_no_address_accepts_several_proposals(app, client, administrator):
    """A-08: a decision is posted to the address of one proposal; nothing else takes several."""
    first = a_proposal()
    second = a_proposal(run=first.run)
    numbers = [str(first.id), str(second.id)]
    fields = {"proposal_id": numbers, "ids": numbers, "reason": "urgency", "version": "1"}

    answers = [
        client.submit("/runs", fields, to=path).status_code
        for path in ("/review", "/review/accept", "/proposals", "/proposals/accept")
    ]

    posts = {rule.rule for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    assert answers == [405, 404, 404, 404]
    assert {path for path in posts if "proposal" in path or "review" in path} == {
        *(f"/proposals/<int:proposal_id>/{verb}" for verb in (*DECISIONS, "undo")),
        "/review/decline-several",
        "/review/postpone-several",
    }
    assert count(Decision) == 0


def test_other_numbers_sent_with_a_decision_change_nothing(client, administrator):
    first = a_proposal(first_day=today())
    second = a_proposal(run=first.run)

    send(client, first, "accept", proposal_id=str(second.id), ids=str(second.id))

    db.session.refresh(second)
    assert second.state == ProposalState.SUBMITTED
    assert count(Decision) == 1


def test_the_reviewer_sees_how_often_they_disagree(client, administrator):
    run = a_run(households_count=2, units_count=2, proposals_count=2)
    accepted, declined = a_proposal(run=run, first_day=today()), a_proposal(run=run)
    services.accept_proposal(
        accepted, by=administrator, reason=AcceptReason.URGENCY, note=None, version=1
    )
    services.decline_proposal(declined, by=administrator, reason="too_far", note=None, version=1)

    page = client.get("/review").text

    assert re.search(r"Your disagreement, 30 days</dt><dd>50.?%", page)


def test_a_reviewer_who_never_disagrees_is_told(client, administrator):
    run = a_run(households_count=1, units_count=1, proposals_count=1)
    for number in range(10):
        decided = a_proposal(state=ProposalState.ACCEPTED, run=run, number=1000 + number)
        db.session.add(
            Decision(
                proposal_id=decided.id,
                kind="accept",
                reason="urgency",
                decided_by_id=administrator.id,
            )
        )
    db.session.commit()

    assert "No disagreement for 30 days" in client.get("/review").text


@pytest.mark.parametrize(("path", "most"), [("/review", 11), ("/proposals/{number}", 22)])
def test_a_page_of_the_review_asks_few_questions(client, administrator, path, most):
    """A full page with everything it can show: ten questions beside the one of the session."""
    an_eventful_morning(administrator)
    proposals = proposals_in(ProposalState.SUBMITTED)
    asked = []

    def note(_connection, _cursor, statement, *_others):
        asked.append(statement)

    client.get("/review")
    event.listen(db.engine, "before_cursor_execute", note)
    page = client.get(path.format(number=proposals[3].id))
    event.remove(db.engine, "before_cursor_execute", note)

    assert page.status_code == 200
    assert page.text.count('name="selected"') == 25
    assert "Can be undone until" in page.text
    assert len(asked) <= most, "\n".join(asked)


def an_eventful_morning(reviewer) -> None:
    """Thirty proposals, a night before, a step that is late, a home that ends, a fresh decision."""
    landlord, worker = a_landlord(), a_case_worker()
    before = a_run(business_date=today() - timedelta(days=1), finished_at=now() - timedelta(days=1))
    stay = a_placement(a_proposal(run=before, state=ProposalState.ACCEPTED))
    stay.step, stay.step_due_on = StepCode.VISIT, today() - timedelta(days=1)
    a_unit(landlord, available_until=end_day(today() + timedelta(days=9)))
    run = a_run(households_count=30, units_count=30, proposals_count=31)
    made = [a_proposal(a_unit(landlord), a_referral(worker), run=run) for _ in range(31)]
    services.decline_proposal(made[0], by=reviewer, reason="too_far", note="", version=1)


@pytest.mark.parametrize(
    "path", ["/review", "/proposals/{number}", "/proposals/{number}/accept", "/runs"]
)
def test_the_review_is_for_administrators(client, path):
    path = path.format(number=a_proposal().id)
    post = path.endswith("accept")

    for person in (a_landlord(), a_case_worker(), a_local_authority()):
        client.sign_in(person)
        answer = client.post(path) if post else client.get(path)
        assert answer.status_code in (400, 403, 404)


@pytest.mark.parametrize("path", ["/review", "/proposals/1", "/runs", "/runs/1"])
def test_nobody_reads_it_without_signing_in(client, path):
    answer = client.get(path)

    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_an_absent_proposal_and_an_alien_one_answer_alike(client):
    proposal = a_proposal()
    client.sign_in(a_case_worker())

    alien, absent = (client.get(f"/proposals/{number}") for number in (proposal.id, 999_999))

    assert (alien.status_code, absent.status_code) == (404, 404)
    assert alien.text.replace(f"proposals/{proposal.id}", "") == absent.text.replace(
        "proposals/999999", ""
    )
