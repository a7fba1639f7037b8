"""The house for administrators: health in words, mail without addresses, the journal filtered."""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import event

from scheduler.jobs import TIMETABLE
from stirrup import audit
from stirrup.audit import AuditEntry
from stirrup.backups.copies import make_backup
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.heartbeat import Heartbeat
from stirrup.outbox.models import OutboxMessage
from stirrup.outbox.services import enqueue
from stirrup.oversight.conditions import Condition, Part, worst
from stirrup.oversight.job_lines import LABELS, job_lines
from stirrup.oversight.journal import Filters, list_entries
from stirrup.oversight.mail_queue import Queue, count_of, masked
from stirrup.oversight.night_part import night_part
from stirrup.oversight.sizes import file_size
from stirrup.oversight.storage_parts import backup_condition
from stirrup.runs.enums import RunState
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_local_authority,
    a_run,
    a_unit,
    an_administrator,
    stored,
)

PAGES = ["/oversight", "/oversight/mail", "/oversight/journal"]


@pytest.fixture
def team(app, client):
    person = an_administrator(display_name="Claire Morel", language="en")
    client.sign_in(person)
    client.get("/language/en")
    return person


def a_mail(**values) -> OutboxMessage:
    mail = enqueue("jeanne.delattre@example.org", "en", "accounts/password_changed")
    for name, value in values.items():
        setattr(mail, name, value)
    return stored(mail)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("person", [a_landlord, a_case_worker, a_local_authority])
def test_only_administrators_look_at_the_house(client, page, person):
    client.sign_in(person())

    assert client.get(page).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_asked_to_sign_in(client, page):
    assert client.get(page).status_code == HTTPStatus.FOUND


def test_health_tells_each_part_in_words(client, team):
    a_run()

    text = client.get("/oversight").text

    for words in ("Last night", "Mail", "Documents (PDF)", "Database", "Disk", "Backups"):
        assert words in text
    assert "Optimal, proved" in text
    assert "This site is not told where its backups are." in text


def test_health_tells_when_the_last_backup_was_proved(app, client, team, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "BACKUP_FOLDER", str(tmp_path))
    before = client.get("/oversight").text
    make_backup(tmp_path, db.engine, app.config["PHOTOS"], now())

    text = client.get("/oversight").text

    assert "No backup was found." in before
    assert "Restored elsewhere" in text


def test_every_job_of_the_timetable_has_its_words():
    assert {job.name for job in TIMETABLE} == LABELS.keys()


def test_a_failed_night_is_out_of_order(app):
    a_run(state=RunState.FAILED)

    with app.test_request_context():
        assert night_part().condition == Condition.BROKEN


def test_a_published_night_is_well(app):
    a_run()

    with app.test_request_context():
        assert night_part().condition == Condition.WELL


def a_beat(job: str, **values) -> Heartbeat:
    ordinary = {"started_at": now(), "finished_at": now()}
    return stored(Heartbeat(job=job, **ordinary | values))


def condition_of(app, label: str) -> Condition:
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        return next(line for line in job_lines() if line.label == label).condition


def test_a_job_that_never_ran_is_not_taken_for_well(app):
    with app.test_request_context():
        assert {line.condition for line in job_lines()} == {Condition.UNKNOWN}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Condition.WELL),
        ({"finished_at": None}, Condition.WELL),
        ({"started_at": now() - timedelta(days=2)}, Condition.WATCH),
        (
            {"started_at": now() - timedelta(hours=1), "failed_at": now(), "error": "OSError"},
            Condition.BROKEN,
        ),
        ({"failed_at": now() - timedelta(days=1), "error": "OSError"}, Condition.WELL),
    ],
)
def test_a_job_is_judged_by_its_last_sign_of_life(app, values, expected):
    a_beat("a job of another release", **values)

    assert condition_of(app, "a job of another release") == expected


def test_the_gravest_part_comes_first(app):
    watch = Part("a", Condition.WATCH, "")
    broken = Part("b", Condition.BROKEN, "")

    assert worst([watch, broken, Part("c", Condition.UNKNOWN, "")]) is broken
    assert worst([Part("c", Condition.UNKNOWN, ""), Part("d", Condition.WELL, "")]) is None


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(5, Condition.WELL), (30, Condition.WATCH), (24 * 4, Condition.BROKEN)],
)
def test_a_backup_is_judged_by_its_age(hours, expected):
    assert backup_condition(timedelta(hours=hours)) == expected


def test_sizes_are_told_in_units(app):
    with app.test_request_context():
        assert file_size(1_500_000).startswith("1,5")
        assert file_size(2_000_000_000_000_000).startswith("2")


def test_mail_shows_neither_address_nor_body(client, team):
    a_mail(given_up_at=now(), last_error="550 no such mailbox")

    text = client.get("/oversight/mail").text

    assert "j…@example.org" in text
    assert "jeanne.delattre" not in text
    assert "550 no such mailbox" in text


def test_each_mail_stands_in_its_queue(app):
    a_mail()
    a_mail(last_error="421 later", attempts=1)
    a_mail(due_at=now() - timedelta(hours=1))
    a_mail(given_up_at=now())
    a_mail(sent_at=now())
    a_mail(withdrawn_at=now())

    counts = {queue: count_of(queue) for queue in Queue}

    assert counts == {
        Queue.GIVEN_UP: 1,
        Queue.LATE: 2,
        Queue.WAITING: 3,
        Queue.WITHDRAWN: 1,
        Queue.SENT: 1,
    }


def test_a_mail_given_up_is_sent_again(client, team):
    mail = a_mail(given_up_at=now(), attempts=9)

    answer = client.submit("/oversight/mail", to=f"/oversight/mail/{mail.id}/send-again")

    assert answer.status_code == HTTPStatus.SEE_OTHER
    db.session.refresh(mail)
    assert mail.given_up_at is None
    assert mail.attempts == 0


def test_a_mail_that_left_is_not_sent_again(client, team):
    a_mail(given_up_at=now())
    left = a_mail(sent_at=now())

    answer = client.submit("/oversight/mail", to=f"/oversight/mail/{left.id}/send-again")

    assert answer.status_code == HTTPStatus.CONFLICT


def test_an_address_without_a_name_is_masked_too():
    assert masked("@example.org") == "…@example.org"


def test_the_journal_speaks_in_words(client, team):
    unit = a_unit()
    audit.record(team, "unit_opened", unit)
    audit.record(None, "unit_hold_released", unit, because="passed")
    db.session.commit()

    text = client.get("/oversight/journal").text

    assert "Opened to matching" in text
    assert "Claire Morel" in text
    assert "The platform itself" in text
    assert unit.reference in text
    assert "unit_opened" not in text.split("<aside")[0]


def journal(**filters) -> list[str]:
    return [entry.action for entry in list_entries(Filters(**filters)).items]


def test_the_journal_is_filtered_by_each_question(app, team):
    unit, other = a_unit(), a_unit()
    audit.record(team, "unit_opened", unit)
    audit.record(None, "unit_held", unit)
    audit.record(team, "unit_paused", other)
    db.session.commit()

    with app.test_request_context():
        assert journal(person_id=team.id) == ["unit_paused", "unit_opened"]
        assert journal(person_id=0) == ["unit_held"]
        assert journal(action="unit_opened") == ["unit_opened"]
        assert journal(subject_kind="unit", subject_number=unit.id) == ["unit_held", "unit_opened"]
        assert journal(subject_kind="referral") == []


def test_the_days_of_the_journal_are_those_of_paris(app, team):
    unit = a_unit()
    summer_evening = AuditEntry(
        at=now().replace(year=2026, month=7, day=1, hour=22, minute=30),
        action="unit_opened",
        subject_kind="unit",
        subject_id=unit.id,
    )
    stored(summer_evening)

    with app.test_request_context():
        assert journal(first_day=date(2026, 7, 2), last_day=date(2026, 7, 2)) == ["unit_opened"]
        assert journal(last_day=date(2026, 7, 1)) == []


@pytest.mark.parametrize(
    "query",
    [
        "reference=%00",
        "reference=zzz",
        "person=99999999999999999999",
        "person=abc",
        "action=nothing",
        "first-day=31&first-month=2&first-year=2026",
        "first-day=2&first-month=2&first-year=2026&last-day=1&last-month=2&last-year=2026",
    ],
)
def test_bad_filters_are_told_beside_their_field(client, team, query):
    answer = client.get(f"/oversight/journal?{query}")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "govuk-error-message" in answer.text


@pytest.mark.parametrize("page", ["/oversight/journal?page=99999", "/oversight/mail?queue=zzz"])
def test_an_address_made_up_finds_a_page(client, team, page):
    assert client.get(page).status_code == HTTPStatus.OK


def test_a_full_page_of_the_journal_asks_few_questions(client, team):
    unit = a_unit()
    for _number in range(30):
        audit.record(a_landlord(), "unit_step_saved", unit, step="address")
    db.session.commit()

    asked = []

    def note(*details):
        asked.append(details[2])

    event.listen(db.engine, "before_cursor_execute", note)
    client.get("/oversight/journal")
    event.remove(db.engine, "before_cursor_execute", note)

    assert 0 < len(asked) <= 10


def test_the_journal_is_exported_as_filtered_and_that_is_written_down(client, team):
    unit = a_unit()
    audit.record(team, "unit_opened", unit)
    audit.record(team, "unit_paused", unit)
    db.session.commit()

    answer = client.get("/oversight/journal/export?action=unit_opened&as=csv")

    assert answer.mimetype == "text/csv"
    assert "Opened to matching" in answer.text
    assert "Paused" not in answer.text
    assert journal_of("list_exported") == 1


def test_an_export_with_bad_filters_goes_back_to_the_page(client, team):
    answer = client.get("/oversight/journal/export?reference=zzz")

    assert answer.location == "/oversight/journal?reference=zzz"


def journal_of(action: str) -> int:
    return db.session.query(AuditEntry).filter_by(action=action).count()
