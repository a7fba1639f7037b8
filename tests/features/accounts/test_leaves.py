"""Leave and cover: who stands in for whom, what reaches them, what is refused."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import select

from stirrup.accounts import leave_rules, leaves, standing_in
from stirrup.accounts.leave_models import Leave
from stirrup.accounts.refusals import LeaveEndedError
from stirrup.audit import AuditEntry
from stirrup.clock import now, pretending, today
from stirrup.extensions import db
from stirrup.notices.dates import dates_of
from stirrup.notices.digest import send_digests
from stirrup.permissions import NotPermittedError, Role
from stirrup.placements.answering.answers import say_yes
from stirrup.placements.correspondents import people_of
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lanes.following import follow
from stirrup.referrals import handing_over
from stirrup.referrals.letters import people_for
from stirrup.working_days import add_working_days
from stirrup.worklists.expected import expected_of
from tests.client import path_of
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_leave,
    a_person,
    a_placement,
    a_proposal,
    a_referral,
    a_unit,
    an_association,
)
from tests.features.accounts.situations import mails_to

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@pytest.fixture
def team(app):
    """A manager and two case workers of one association."""
    association = an_association()
    manager = a_person(Role.ASSOCIATION_MANAGER, association, language="en")
    worker, colleague = (a_case_worker(association, language="en") for _person in range(2))
    return manager, worker, colleague


def a_stay_of(referral):
    return a_placement(a_proposal(referral=referral, state="accepted"))


def typed(first, last, deputy) -> dict[str, str]:
    days = {"first_day": first, "last_day": last}
    parts = {
        f"{name}-{part}": str(getattr(day, part))
        for name, day in days.items()
        for part in ("day", "month", "year")
    }
    return {**parts, "deputy": str(deputy)}


def texts(person, day=None) -> list[str]:
    return [line.text for group in expected_of(person, day or today()) for line in group.lines]


def lines_about(referral, person, day=None) -> list[str]:
    return [text for text in texts(person, day) if referral.reference in text]


def test_a_person_says_that_they_are_away_and_the_deputy_is_told(team):
    _manager, worker, colleague = team

    leave = leaves.enter_leave(worker, today(), today() + WEEK, colleague.id, by=worker)

    assert standing_in.leaves_of([worker.id], today()) == {worker.id: leave}
    assert len(mails_to(colleague.email)) == 1
    assert mails_to(worker.email) == []
    entry = db.session.scalars(select(AuditEntry).filter_by(action="leave_entered")).one()
    assert (entry.actor_id, entry.subject_id) == (worker.id, leave.id)


def test_a_manager_says_it_for_a_colleague_and_both_are_told(team):
    manager, worker, colleague = team

    leaves.enter_leave(worker, today(), today() + WEEK, colleague.id, by=manager)

    assert len(mails_to(colleague.email)) == len(mails_to(worker.email)) == 1


def test_nobody_says_it_for_a_colleague_they_do_not_manage(team):
    _manager, worker, colleague = team
    elsewhere = a_person(Role.ASSOCIATION_MANAGER, an_association())

    for by in (colleague, elsewhere, a_landlord()):
        with pytest.raises(NotPermittedError):
            leaves.enter_leave(worker, today(), today() + WEEK, colleague.id, by=by)


def test_the_same_leave_sent_twice_is_one(team):
    _manager, worker, colleague = team
    days = today(), today() + WEEK

    first = leaves.enter_leave(worker, *days, colleague.id, by=worker)
    again = leaves.enter_leave(worker, *days, colleague.id, by=worker)

    assert again is first
    assert len(mails_to(colleague.email)) == 1


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (2, 1, leave_rules.DaysReversedError),
        (-9, -1, leave_rules.LeaveOverError),
        (0, 120, leave_rules.LeaveTooLongError),
        (366, 367, leave_rules.LeaveTooFarError),
    ],
)
def test_days_that_no_leave_has_are_refused(team, first, last, refusal):
    _manager, worker, colleague = team

    with pytest.raises(refusal):
        leaves.enter_leave(
            worker, today() + first * DAY, today() + last * DAY, colleague.id, by=worker
        )


def test_a_leave_lasts_up_to_120_days_and_may_have_begun(team):
    _manager, worker, colleague = team

    leave = leaves.enter_leave(
        worker, today() - 5 * DAY, today() + 114 * DAY, colleague.id, by=worker
    )

    assert (leave.last_day - leave.first_day).days + 1 == 120


def test_a_deputy_is_a_colleague_with_access_and_not_oneself(team):
    _manager, worker, _colleague = team
    gone = a_case_worker(worker.organisation, deactivated_at=now())

    for number in (a_case_worker().id, gone.id, worker.id, 10**9, None):
        with pytest.raises(leave_rules.NoSuchDeputyError):
            leaves.enter_leave(worker, today(), today() + WEEK, number, by=worker)


def test_a_deputy_who_is_away_on_one_of_the_days_is_refused(team):
    manager, worker, colleague = team
    a_leave(colleague, manager, first_day=today() + WEEK, last_day=today() + 2 * WEEK)

    with pytest.raises(leave_rules.DeputyAwayError):
        leaves.enter_leave(worker, today(), today() + WEEK, colleague.id, by=worker)
    assert leaves.enter_leave(worker, today(), today() + 6 * DAY, colleague.id, by=worker)


def test_a_deputy_goes_away_only_once_somebody_else_stands_in(team):
    manager, worker, colleague = team
    leave = a_leave(worker, colleague)

    with pytest.raises(leave_rules.NeededAsDeputyError):
        leaves.enter_leave(colleague, today(), today() + DAY, manager.id, by=colleague)
    leaves.end_leave(leave, by=manager)
    assert leaves.enter_leave(colleague, today(), today() + DAY, manager.id, by=colleague)


def test_nobody_is_away_twice_on_a_day(team):
    manager, worker, colleague = team
    a_leave(worker, colleague)

    with pytest.raises(leave_rules.AwayAlreadyError):
        leaves.enter_leave(worker, today() + WEEK, today() + 2 * WEEK, manager.id, by=worker)


def test_a_leave_ends_by_itself_and_begins_on_its_first_day(team):
    _manager, worker, colleague = team
    a_leave(worker, colleague, first_day=today() + DAY, last_day=today() + 2 * DAY)
    referral = a_referral(worker)

    told = [colleague in people_for_on(referral, today() + days * DAY) for days in range(4)]

    assert told == [False, True, True, False]


def people_for_on(referral, day):
    with pretending(day):
        return people_for(referral)


def test_an_ended_leave_covers_nothing_and_does_not_end_twice(team):
    manager, worker, colleague = team
    leave = a_leave(worker, colleague)

    leaves.end_leave(leave, by=worker)

    assert standing_in.covered_by(colleague, today()) == frozenset()
    assert len(mails_to(colleague.email)) == 1
    with pytest.raises(LeaveEndedError):
        leaves.end_leave(leave, by=manager)


def test_a_deputy_without_access_stands_in_for_nobody(team):
    _manager, worker, colleague = team
    a_leave(worker, colleague)
    colleague.deactivated_at = now()
    db.session.commit()

    assert people_for(a_referral(worker)) == [worker]


def test_mails_about_a_referral_and_its_stay_reach_the_deputy_too(team):
    _manager, worker, colleague = team
    placement = a_stay_of(a_referral(worker, state="proposed"))
    a_leave(worker, colleague)

    assert people_for(placement.referral) == [worker, colleague]
    assert people_of(placement, Side.HOUSEHOLD) == [worker, colleague]
    assert colleague not in people_of(placement, Side.LANDLORD)


def test_what_is_expected_of_the_absent_person_stands_in_the_deputys_list(team):
    _manager, worker, colleague = team
    referral, other = a_referral(worker, state="to_confirm"), a_referral(worker, state="draft")
    assert texts(colleague) == []

    a_leave(worker, colleague)

    assert lines_about(referral, colleague)
    assert lines_about(other, colleague)
    assert lines_about(referral, worker)
    assert lines_about(referral, colleague, today() + 8 * DAY) == []


def test_who_stands_in_for_a_manager_is_asked_about_the_whole_association(team):
    manager, worker, colleague = team
    referral = a_referral(worker, state="to_confirm")
    assert lines_about(referral, colleague) == []

    a_leave(manager, colleague)

    assert lines_about(referral, colleague)


def test_the_calendar_of_the_deputy_holds_the_stays_of_the_absent_person(team):
    _manager, worker, colleague = team
    a_stay_of(a_referral(worker, state="proposed"))
    assert dates_of(colleague) == []

    a_leave(worker, colleague)

    assert [entry.uid for entry in dates_of(colleague)] == [entry.uid for entry in dates_of(worker)]


def test_the_daily_mail_of_the_deputy_says_for_whom(team):
    _manager, worker, colleague = team
    referral = a_referral(worker, state="to_confirm")
    day = add_working_days(today(), 1)
    a_leave(worker, colleague, last_day=day + WEEK)

    with pretending(day):
        send_digests(day)

    body = mails_to(colleague.email)[-1].body
    assert f"You stand in for {worker.display_name} until" in body
    assert referral.reference in body


def test_the_deputy_acts_as_the_referent_under_their_own_name(team):
    manager, worker, colleague = team
    referral = a_referral(worker)
    with pytest.raises(handing_over.NotTheReferentError):
        handing_over.change_referent(referral, manager.id, by=colleague)

    a_leave(worker, colleague)
    handing_over.change_referent(referral, manager.id, by=colleague)

    done = select(AuditEntry).filter_by(action="referral_referent_changed")
    assert db.session.scalars(done).one().actor_id == colleague.id


def test_the_deputy_answers_for_the_association(team):
    _manager, worker, colleague = team
    placement = a_stay_of(a_referral(worker, state="proposed"))
    follow(placement)
    a_leave(worker, colleague)

    say_yes(placement, Side.ASSOCIATION, by=colleague)

    assert placement.association_yes_on == today()
    assert placement.events[-1].actor_id == colleague.id


def test_the_dossiers_say_who_stands_in_and_until_when(client, team):
    manager, worker, colleague = team
    placement = a_stay_of(a_referral(worker, state="proposed"))
    a_leave(worker, colleague)
    client.sign_in(manager)
    sentence = f"{colleague.display_name} stands in"

    pages = (
        path_of("referrals.show", referral_id=placement.referral_id),
        path_of("placements.show", placement_id=placement.id),
        path_of("worklists.team"),
    )

    assert [sentence in client.get(page).text for page in pages] == [True] * 3


def test_the_page_of_the_day_says_for_whom_one_stands_in(client, team):
    _manager, worker, colleague = team
    a_leave(worker, colleague)

    page = client.sign_in(colleague).get(path_of("worklists.today")).text

    assert f"You stand in for {worker.display_name} until" in page


def test_a_leave_is_entered_and_ended_on_its_page(client, team):
    _manager, worker, colleague = team
    page = path_of("accounts.leave", user_id=worker.id)
    client.sign_in(worker)

    entered = client.submit(page, typed(today(), today() + WEEK, colleague.id))
    leave = db.session.scalars(select(Leave)).one()
    ended = client.submit(page, to=path_of("accounts.end_leave", leave_id=leave.id))

    assert (entered.status_code, ended.status_code) == (HTTPStatus.SEE_OTHER,) * 2
    assert standing_in.leaves_ahead([worker.id], today()) == []


BAD = "a\x00b", "\ud800", "9" * 20, "NaN", "-1", "<script>"


@pytest.mark.parametrize("field", ["first_day-day", "last_day-year", "deputy"])
@pytest.mark.parametrize("value", BAD)
def test_bad_input_is_told_beside_the_field(client, team, field, value):
    _manager, worker, colleague = team
    sent = value.encode("utf-8", "surrogatepass").decode("latin-1")
    answers = {**typed(today(), today() + WEEK, colleague.id), field: sent}
    client.sign_in(worker)

    page = client.submit(path_of("accounts.leave", user_id=worker.id), answers)

    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert db.session.scalars(select(Leave)).all() == []


def test_a_refusal_stands_beside_its_answer_and_keeps_what_was_typed(client, team):
    manager, worker, colleague = team
    a_leave(colleague, manager)
    first = today() + DAY
    client.sign_in(worker)

    page = client.submit(
        path_of("accounts.leave", user_id=worker.id), typed(first, first + DAY, colleague.id)
    )

    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "This colleague is away on some of these days" in page.text
    assert f'value="{first.year}"' in page.text


def test_leaves_of_another_association_are_not_there(client, team):
    _manager, worker, _colleague = team
    leave = a_leave(worker)
    stranger = a_person(Role.ASSOCIATION_MANAGER, an_association())
    client.sign_in(stranger)

    answers = (
        client.get(path_of("accounts.leave", user_id=worker.id)),
        client.submit("/account", to=path_of("accounts.end_leave", leave_id=leave.id)),
    )

    assert [one.status_code for one in answers] == [HTTPStatus.NOT_FOUND] * 2


def test_a_colleague_neither_enters_nor_ends_the_leave_of_another(client, team):
    _manager, worker, colleague = team
    leave = a_leave(worker, colleague)
    client.sign_in(colleague)

    entering = client.get(path_of("accounts.leave", user_id=worker.id))
    ending = client.submit("/account", to=path_of("accounts.end_leave", leave_id=leave.id))

    assert entering.status_code == HTTPStatus.NOT_FOUND
    assert ending.status_code == HTTPStatus.FORBIDDEN


def test_landlords_have_no_leave_and_nobody_else_signs_in_for_them(client, team):
    landlord = a_landlord(a_unit().organisation)

    signed_out = client.get(path_of("accounts.leave", user_id=landlord.id))
    signed_in = client.sign_in(landlord).get(path_of("accounts.leave", user_id=landlord.id))

    assert signed_out.status_code == HTTPStatus.FOUND
    assert signed_in.status_code == HTTPStatus.FORBIDDEN
