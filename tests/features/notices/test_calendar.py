"""The calendar: by a secret address, right on the days when the clocks change, naming nobody."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from stirrup.accounts.limits import PER_ACCOUNT, Purpose
from stirrup.audit import AuditEntry
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.notices.preferences import close_calendar, open_calendar
from stirrup.permissions import Role
from stirrup.placements.enums import PlacementState
from stirrup.runs.models import MatchRun
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_local_authority,
    a_person,
    a_placement,
    a_proposal,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
    an_association,
)

PARIS = ZoneInfo("Europe/Paris")


def a_stay(landlord=None, worker=None, **values):
    night = db.session.query(MatchRun).first() or a_run()
    proposal = a_proposal(a_unit(landlord), a_referral(worker), run=night)
    return a_placement(proposal, **values)


def feed_of(client, person):
    answer = client.get(f"/calendar/{open_calendar(by=person)}.ics")
    assert answer.status_code == 200
    return Calendar.from_ical(answer.data)


def titles(calendar) -> dict:
    return {str(event["summary"]): event["dtstart"].dt for event in calendar.walk("VEVENT")}


@pytest.mark.parametrize(
    "at",
    [
        datetime(2027, 3, 28, 10, tzinfo=PARIS),
        datetime(2027, 3, 27, 10, tzinfo=PARIS),
        datetime(2027, 10, 31, 10, tzinfo=PARIS),
        datetime(2027, 10, 30, 10, tzinfo=PARIS),
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC).astimezone(PARIS),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC).astimezone(PARIS),
    ],
)
def test_a_visit_keeps_its_hour_in_paris_around_the_change_of_clocks(client, at):
    worker = a_case_worker(language="en")
    stay = a_stay(worker=worker, visit_at=at)

    (event,) = (
        event
        for event in feed_of(client, worker).walk("VEVENT")
        if event["summary"] == f"Visit {stay.reference}"
    )

    assert event["dtstart"].dt.timestamp() == at.timestamp()
    assert event["dtstart"].dt.astimezone(PARIS).hour == at.hour
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)


def test_key_dates_are_whole_days(client):
    worker = a_case_worker(language="en")
    stay = a_stay(worker=worker, first_day=date(2026, 12, 31))

    found = titles(feed_of(client, worker))

    assert found[f"First day {stay.reference}"] == date(2026, 12, 31)
    assert found[f"Last day {stay.reference}"] == stay.last_day
    assert found[f"Month 2, a plan for afterwards? Stay {stay.reference}"] == date(2027, 2, 28)
    assert len([title for title in found if title.startswith("Month")]) == 4


def test_a_landlord_has_neither_gates_nor_the_answers_of_others(client):
    landlord = a_landlord(language="en")
    stay = a_stay(landlord, step="household_answer", step_due_on=today() + timedelta(days=5))

    found = titles(feed_of(client, landlord))

    assert set(found) == {f"First day {stay.reference}", f"Last day {stay.reference}"}


def test_a_landlord_has_the_last_day_of_their_own_answer(client):
    landlord = a_landlord(language="en")
    due = today() + timedelta(days=3)
    stay = a_stay(landlord, step="landlord_answer", step_due_on=due)

    found = titles(feed_of(client, landlord))

    (title,) = (title for title in found if "last day:" in title)
    assert title.endswith(stay.reference)
    assert found[title] == due


def test_a_case_worker_has_their_own_stays_and_a_manager_all_of_the_association(client):
    association = an_association()
    one, other = a_case_worker(association), a_case_worker(association)
    manager = a_person(Role.ASSOCIATION_MANAGER, association)
    stays = [a_stay(worker=one), a_stay(worker=other)]
    a_stay()

    mine, all_of_them = feed_of(client, one).to_ical(), feed_of(client, manager).to_ical()

    assert [stay.reference.encode() in mine for stay in stays] == [True, False]
    assert all(stay.reference.encode() in all_of_them for stay in stays)


def test_the_language_is_the_readers(client):
    worker = a_case_worker(language="fr")
    stay = a_stay(worker=worker, step="association_answer", step_due_on=today())

    (title,) = (one for one in titles(feed_of(client, worker)) if "association" in one)

    assert title.startswith("Réponse de l’association")
    assert title.endswith(stay.reference)


def test_nothing_personal_is_in_it(client):
    worker = a_case_worker(display_name="Nadia Canari")
    landlord = a_landlord(display_name="Claire Vanhoutte")
    stay = a_stay(landlord, worker, visit_at=now())
    stay.unit.street = "4 rue du Canari"
    stay.referral.household.members[0].first_name = "Samira"
    db.session.commit()

    text = feed_of(client, an_administrator()).to_ical().decode()

    for secret in ("Canari", "Vanhoutte", "Samira", "Roubaix", "59100"):
        assert secret not in text


def test_an_entry_keeps_its_identity_when_its_hour_changes(client):
    worker = a_case_worker()
    stay = a_stay(worker=worker, visit_at=now())
    before = {str(event["uid"]) for event in feed_of(client, worker).walk("VEVENT")}
    stay.visit_at = now() + timedelta(days=3)
    db.session.commit()

    after = {str(event["uid"]) for event in feed_of(client, worker).walk("VEVENT")}

    assert after == before
    assert len(after) == len(titles(feed_of(client, worker)))


@pytest.mark.parametrize("state", [PlacementState.CANCELLED, PlacementState.ENDED_PLANNED])
def test_a_stay_that_is_over_is_in_no_calendar(client, state):
    worker = a_case_worker()
    a_stay(worker=worker, state=state, cancel_reason="sold")

    assert titles(feed_of(client, worker)) == {}


def test_the_address_is_asked_for_without_a_cookie_and_answers_without_one(client):
    answer = client.get(f"/calendar/{open_calendar(by=a_case_worker())}.ics")

    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.content_type == "text/calendar; charset=utf-8"


def test_a_renewed_address_replaces_the_former(client):
    person = a_landlord()
    former = open_calendar(by=person)
    present = open_calendar(by=person)

    assert client.get(f"/calendar/{former}.ics").status_code == 404
    assert client.get(f"/calendar/{present}.ics").status_code == 200


def test_a_closed_calendar_and_a_person_without_access_answer_404(client):
    closed, gone = a_landlord(), a_landlord()
    tokens = [open_calendar(by=closed), open_calendar(by=gone)]
    close_calendar(by=closed)
    gone.deactivated_at = now()
    db.session.commit()

    assert [client.get(f"/calendar/{token}.ics").status_code for token in tokens] == [404, 404]


def test_only_a_hash_is_stored_and_each_change_is_in_the_journal(app):
    person = a_landlord()

    token = open_calendar(by=person)
    close_calendar(by=person)
    close_calendar(by=person)

    actions = db.session.query(AuditEntry).order_by(AuditEntry.id).all()
    assert [entry.action for entry in actions] == ["calendar_opened", "calendar_closed"]
    assert all(token not in str(entry.details) for entry in actions)


def test_guessing_is_slowed_down_and_never_whoever_has_the_address(client):
    token = open_calendar(by=a_landlord())
    most = PER_ACCOUNT[Purpose.CALENDAR][0].most
    guesses = [client.get(f"/calendar/guess-{n}.ics").status_code for n in range(most + 1)]

    assert set(guesses[:most]) == {404}
    assert guesses[most] == 429
    assert client.get(f"/calendar/{token}.ics").status_code == 200


def test_an_absurd_address_is_not_found(client):
    assert client.get("/calendar/%00%F0%9F%98%80.ics").status_code == 404
    assert client.get(f"/calendar/{'x' * 5000}.ics").status_code == 404


def test_an_authority_has_an_empty_calendar(client):
    a_stay()

    assert titles(feed_of(client, a_local_authority())) == {}
