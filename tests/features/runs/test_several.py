"""Several lines declined or postponed together: one decision each, and never an acceptance."""

import re

import pytest

from stirrup.extensions import db
from stirrup.referrals.models import LinkGroup
from stirrup.runs import services
from stirrup.runs.enums import AcceptReason, DecisionKind, ProposalState
from stirrup.runs.models import Decision, Proposal
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_local_authority,
    a_proposal,
    a_run,
    an_administrator,
    stored,
)
from tests.features.runs.situations import count

VERBS = ("decline", "postpone")
REASONS = {"decline": "too_far", "postpone": "visit_first"}
DONE = {"decline": ProposalState.DECLINED, "postpone": ProposalState.POSTPONED}


@pytest.fixture
def administrator(client):
    person = an_administrator(language="en", display_name="Claire Morel")
    client.sign_in(person)
    return person


@pytest.fixture
def proposals(app):
    run = a_run()
    return [a_proposal(run=run) for _ in range(3)]


def chosen(proposals, verb: str) -> str:
    ids = "".join(f"&selected={one.id}" for one in proposals)
    return f"/review/several?act={verb}{ids}"


def link(proposal: Proposal) -> None:
    """Let its household move with others."""
    referral = proposal.referral
    author = {"association_id": referral.association_id, "created_by_id": referral.referent_id}
    referral.link_group = stored(LinkGroup(max_km=5, **author))
    db.session.commit()


def send(client, proposals, verb: str, **fields):
    """Tick some lines, then send the page that lists them."""
    page = chosen(proposals, verb)
    lines = re.findall(r'name="line" value="([^"]+)"', client.get(page).text)
    ordinary = {"line": lines, "reason": REASONS[verb], "note": ""}
    return client.submit(page, ordinary | fields, to=f"/review/{verb}-several")


@pytest.mark.parametrize("verb", VERBS)
def test_each_of_the_lines_gets_a_decision_of_its_own(client, administrator, proposals, verb):
    answer = send(client, proposals[:2], verb, note="The street is closed.")

    db.session.expire_all()
    decisions = db.session.query(Decision).all()
    assert answer.status_code == 200
    assert f"2 proposals {DONE[verb].value}" in answer.text
    assert [one.state for one in proposals] == [DONE[verb]] * 2 + [ProposalState.SUBMITTED]
    assert {one.decided_by_id for one in decisions} == {administrator.id}
    assert {one.note for one in decisions} == {"The street is closed."}
    assert [one.proposal_id for one in decisions] == [one.id for one in proposals[:2]]


def test_the_page_says_how_many_and_names_those_left_out(client, administrator, proposals):
    linked, decided, free = proposals
    link(linked)
    services.accept_proposal(
        decided, by=administrator, reason=AcceptReason.URGENCY, note="", version=1
    )

    page = client.get(chosen(proposals, "decline")).text

    assert "<h1>Decline 1 proposal</h1>" in page
    assert "2 proposals are left out" in page
    assert "Linked households are decided together" in page
    assert "Claire Morel accepted this proposal on" in page
    assert re.findall(r'name="line" value="([^"]+)"', page) == [f"{free.id}:1"]


def test_a_line_decided_meanwhile_is_told_and_the_others_are_decided(
    client, administrator, proposals
):
    lines = [f"{one.id}:1" for one in proposals]
    services.accept_proposal(
        proposals[1], by=an_administrator(), reason=AcceptReason.URGENCY, note="", version=1
    )

    fields = {"line": lines, "reason": "too_far"}
    answer = client.submit("/runs", fields, to="/review/decline-several")

    db.session.expire_all()
    states = [one.state for one in proposals]
    assert "2 proposals declined" in answer.text
    assert answer.text.count("Left as it was") == 1
    assert states == [ProposalState.DECLINED, ProposalState.ACCEPTED, ProposalState.DECLINED]


def test_a_linked_line_slipped_into_the_form_is_left_as_it_was(client, administrator, proposals):
    linked = proposals[0]
    link(linked)

    fields = {"line": [f"{linked.id}:1"], "reason": "too_far"}
    answer = client.submit("/runs", fields, to="/review/decline-several")

    assert "Linked households are decided together" in answer.text
    assert count(Decision) == 0


def test_the_form_sent_twice_decides_once(client, administrator, proposals):
    fields = {"line": [f"{one.id}:1" for one in proposals], "reason": "too_far"}

    for _time in range(2):
        answer = client.submit("/runs", fields, to="/review/decline-several")

    assert "3 proposals declined" in answer.text
    assert count(Decision) == 3


@pytest.mark.parametrize("verb", VERBS)
def test_without_a_motive_nothing_is_decided_and_what_was_typed_is_kept(
    client, administrator, proposals, verb
):
    answer = send(client, proposals, verb, reason="", note="Kept as typed")

    assert answer.status_code == 422
    assert "Kept as typed" in answer.text
    assert answer.text.count('name="line"') == 3
    assert count(Decision) == 0


@pytest.mark.parametrize(
    "typed", ["a\x00b", "9" * 20, "1:", "-1:1", "1:1:1", "٣:1", "99999999999:1"]
)
def test_hostile_lines_are_no_lines(client, administrator, proposals, typed):
    fields = {"line": [typed], "reason": "too_far"}

    answer = client.submit("/runs", fields, to="/review/decline-several")

    assert answer.status_code == 200
    assert count(Decision) == 0


@pytest.mark.parametrize(
    "query", ["", "?act=accept", "?act=decline&selected=x&selected=9999999999"]
)
def test_an_absurd_selection_decides_nothing(client, administrator, proposals, query):
    answer = client.get(f"/review/several{query}")

    assert answer.status_code == (200 if "decline" in query else 404)


def test_no_address_accepts_several(app, client, administrator, proposals):
    """SCR-30: the only way to accept is the form of one proposal, which takes no other."""
    first, *others = proposals
    lines = [f"{one.id}:1" for one in others]
    numbers = [str(one.id) for one in proposals]
    accept = {"accept-version": "1", "accept-reason": "urgency"}

    refused = [
        client.submit("/runs", accept | {name: lines + numbers}, to=f"/proposals/{first.id}/accept")
        for name in ("line", "selected")
    ]
    absent = [
        client.submit("/runs", {"line": lines, "reason": "urgency", "act": "accept"}, to=path)
        for path in ("/review/accept-several", "/review/several", f"/proposals/{first.id},2/accept")
    ]

    accepting = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and "accept" in rule.rule and "proposal" in rule.rule
    ]
    assert [answer.status_code for answer in refused] == [400, 400]
    assert [answer.status_code for answer in absent] == [404, 405, 404]
    assert accepting == ["/proposals/<int:proposal_id>/accept"]
    assert count(Decision) == 0


def test_the_form_to_decline_several_never_accepts(client, administrator, proposals):
    fields = {"line": [f"{one.id}:1" for one in proposals], "reason": "urgency", "act": "accept"}

    answer = client.submit("/runs", fields, to="/review/decline-several")

    assert answer.status_code == 422
    assert not db.session.query(Decision).filter_by(kind=DecisionKind.ACCEPT).all()


def test_the_ticks_survive_a_decision_on_another_line(client, administrator, proposals):
    first, second, third = proposals
    address = f"/proposals/{first.id}?selected={third.id}"
    opened = client.get(address).text
    token = re.search(r'name="postpone-csrf_token"[^>]*value="([^"]+)"', opened)[1]
    fields = {"postpone-csrf_token": token, "postpone-version": "1"}
    fields["postpone-reason"] = "other"

    posted = client.post(f"/proposals/{first.id}/postpone?selected={third.id}", data=fields)

    assert posted.location == f"/proposals/{second.id}?selected={third.id}"
    assert re.search(rf'value="{third.id}"[^>]* checked', client.get(posted.location).text)


@pytest.mark.parametrize("path", ["/review/decline-several", "/review/postpone-several"])
def test_only_administrators_decide_on_several(client, proposals, path):
    fields = {"line": [f"{one.id}:1" for one in proposals], "reason": "too_far"}

    for person in (a_landlord(), a_case_worker(), a_local_authority()):
        client.sign_in(person)
        assert client.post(path, data=fields).status_code in (400, 403)
        assert client.get("/review/several?act=decline").status_code == 403

    db.session.expire_all()
    assert {one.state for one in db.session.query(Proposal)} == {ProposalState.SUBMITTED}
