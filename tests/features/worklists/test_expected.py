"""What is expected of each role: the right things, for the right person, with few queries."""

from datetime import timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy import event

from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.permissions import NotPermittedError, Role
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.enums import AnswerKind, Side, StepCode
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.papers.enums import DocumentState, SigningParty
from stirrup.worklists.expected import expected_of
from stirrup.worklists.lines import most_urgent
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_local_authority,
    a_paper,
    a_person,
    a_placement,
    a_proposal,
    a_referral,
    a_run,
    a_signature,
    a_unit,
    an_administrator,
    an_association,
    stored,
)

MOST_QUERIES = 7


def a_stay(landlord=None, worker=None, *, run=None, **values):
    proposal = a_proposal(a_unit(landlord), a_referral(worker), state="accepted", run=run)
    return a_placement(proposal, **values)


def titles(person) -> list[str]:
    with force_locale("en"):
        return [group.title for group in expected_of(person, today())]


def lines(person) -> list:
    return [line for group in expected_of(person, today()) for line in group.lines]


def test_a_landlord_is_asked_for_an_answer_with_its_last_day(app):
    landlord, soon = a_landlord(), today() + timedelta(days=1)
    stay = a_stay(landlord, step=StepCode.LANDLORD_ANSWER, step_due_on=soon)

    (line,) = lines(landlord)

    assert (line.endpoint, line.values) == ("answers.proposal", {"placement_id": stay.id})
    assert (line.due_on, line.urgent) == (soon, True)


def test_each_landlord_is_asked_about_their_own_homes_only(app):
    a_stay(step=StepCode.LANDLORD_ANSWER)
    a_unit(state="draft")

    assert lines(a_landlord()) == []


@pytest.mark.parametrize(
    ("state", "title"), [("draft", "Drafts to finish"), ("works_needed", "Works asked for")]
)
def test_a_home_that_waits_for_its_landlord_is_listed(app, state, title):
    landlord = a_landlord()
    a_unit(landlord, state=state)

    assert titles(landlord) == [title]


def test_a_paper_is_to_sign_for_the_side_whose_signature_is_awaited(app):
    landlord, worker = a_landlord(), a_case_worker()
    paper = a_paper(a_stay(landlord, worker), state=DocumentState.SENT)
    a_signature(paper, party=SigningParty.LANDLORD)

    (line,) = lines(landlord)

    assert line.values == {"placement_document_id": paper.id}
    assert titles(worker) == []


def test_two_residents_who_sign_one_paper_make_one_line(app):
    worker = a_case_worker()
    paper = a_paper(a_stay(worker=worker), state=DocumentState.SENT)
    for _resident in range(2):
        a_signature(paper, party=SigningParty.RESIDENTS)

    assert len(lines(worker)) == 1


@pytest.mark.parametrize(
    ("step", "title"),
    [
        (StepCode.ASSOCIATION_ANSWER, "Your association’s answer is awaited"),
        (StepCode.HOUSEHOLD_ANSWER, "Answers of households to record"),
        (StepCode.VISIT_BOOKING, "Visits to book"),
        (StepCode.VISIT, "Visits to record"),
        (StepCode.KEYS, "Stays to start"),
    ],
)
def test_a_case_worker_is_asked_for_each_step_of_their_side(app, step, title):
    worker = a_case_worker()
    a_stay(worker=worker, step=step)

    assert titles(worker) == [title]


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"state": "to_complete"}, "Questions from the Stirrup team"),
        ({"state": "to_confirm"}, "Situations to confirm"),
        ({"state": "draft"}, "Drafts to finish"),
        ({"consent_expires_on": today() + timedelta(days=14)}, "Consents about to end"),
        (
            {"last_confirmed_on": today() - timedelta(days=25)},
            "Situations to confirm again soon",
        ),
    ],
)
def test_a_referral_that_waits_for_its_referent_is_listed(app, values, title):
    worker = a_case_worker()
    a_referral(worker, **values)

    assert titles(worker) == [title]


def test_a_question_is_to_answer_before_the_referral_is_parked(app):
    worker = a_case_worker()
    a_referral(worker, state="to_complete", awaited_since=today() - timedelta(days=20))

    (line,) = lines(worker)

    assert (line.due_on, line.urgent) == (today(), True)


def test_a_referral_that_nothing_threatens_is_not_listed(app):
    worker = a_case_worker()
    a_referral(worker)

    assert titles(worker) == []


def test_a_case_worker_answers_for_their_own_referrals_and_a_manager_for_all(app):
    association = an_association()
    a_referral(a_case_worker(association), state="to_confirm")

    assert titles(a_case_worker(association)) == []
    assert titles(a_person(Role.ASSOCIATION_MANAGER, association)) == ["Situations to confirm"]


def test_a_stay_that_ends_is_recorded_by_the_association_and_announced_to_the_landlord(app):
    landlord, worker = a_landlord(), a_case_worker()
    a_stay(landlord, worker, state=PlacementState.ENDING)

    assert titles(landlord) == ["Stays that end soon"]
    assert titles(worker) == ["Ends to record"]


def test_the_team_sees_decisions_delays_refusals_and_verifications(app):
    run = a_run()
    stay = a_stay(run=run, step=StepCode.VISIT, step_due_on=today() - timedelta(days=1))
    a_stay(run=run, step=StepCode.AGREEMENT)
    refusal = {"step": StepCode.LANDLORD_ANSWER, "side": Side.LANDLORD, "kind": AnswerKind.NO}
    stored(StepAnswer(placement_id=stay.id, reason="works", needs_review=True, **refusal))
    a_proposal(a_unit(), a_referral(), run=run)
    a_unit(state="submitted")
    an_association(verified_at=None)
    mail = enqueue("a@example.org", "en", "accounts/password_changed")
    mail.given_up_at = now()
    db.session.commit()

    assert titles(an_administrator()) == [
        "Proposals to decide",
        "Agreements to prepare",
        "Steps that are late",
        "Refusals to review",
        "Homes to check",
        "Organisations to verify",
        "Mails that could not be sent",
    ]


def test_only_the_first_lines_are_shown_and_all_are_counted(app):
    worker = a_case_worker()
    for _number in range(7):
        a_referral(worker, state="to_complete")

    (group,) = expected_of(worker, today())

    assert (len(group.lines), group.total, group.more) == (5, 7, 2)


def test_what_presses_most_comes_first(app):
    worker, run = a_case_worker(), a_run()
    booking = {"step": StepCode.VISIT_BOOKING, "step_due_on": today() + timedelta(days=3)}
    a_stay(worker=worker, run=run, **booking)
    late = a_stay(worker=worker, run=run, step=StepCode.VISIT, step_due_on=today())

    first = most_urgent(expected_of(worker, today()))

    assert first is not None
    assert first.values == {"placement_id": late.id}


def test_when_nothing_presses_what_is_due_soonest_comes_first(app):
    worker, run = a_case_worker(), a_run()
    for step, days in ((StepCode.ASSOCIATION_ANSWER, 9), (StepCode.VISIT, 4)):
        due_on = today() + timedelta(days=days)
        a_stay(worker=worker, run=run, step=step, step_due_on=due_on)

    first = most_urgent(expected_of(worker, today()))

    assert first is not None
    assert first.due_on == today() + timedelta(days=4)


def test_no_line_holds_a_name_or_a_place(app):
    landlord = a_landlord()
    home = a_unit(landlord, state="draft")

    (line,) = lines(landlord)

    assert home.reference in line.text
    assert home.street not in line.text


def test_an_authority_has_no_list(app):
    with pytest.raises(NotPermittedError):
        expected_of(a_local_authority(), today())


@pytest.mark.parametrize("role", ["landlord", "case_worker", "administrator"])
def test_few_queries_whatever_there_is(app, role):
    person = {
        "landlord": a_landlord,
        "case_worker": a_case_worker,
        "administrator": an_administrator,
    }[role]()
    for _number in range(3):
        a_unit(a_landlord(), state="submitted", submitted_at=now())
    asked = []
    count = lambda *statement: asked.append(statement[2])  # noqa: E731
    db.session.refresh(person)
    event.listen(db.engine, "before_cursor_execute", count)
    expected_of(person, today())
    event.remove(db.engine, "before_cursor_execute", count)

    assert len(asked) <= MOST_QUERIES, "\n".join(asked)
