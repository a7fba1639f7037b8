"""Alerts around the last day of a stay: each once, to whom it concerns; nothing ends alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.clock import now, pretending, today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.permissions import Role
from stirrup.placements.endings import announce_end, record_end
from stirrup.placements.enums import EndGround, PlacementState
from stirrup.placements.last_days import alert_last_days
from stirrup.placements.models import Placement
from tests.factories import a_person
from tests.features.placements.stages import (
    a_real_end,
    a_stay_under_way,
    an_announcement,
    last_day_is,
)

SPRING = date(2027, 5, 20)
WINTER = date(2027, 12, 1)


def a_stay(last_day: date, *, opened_before: int = 120) -> Placement:
    with pretending(last_day - timedelta(days=opened_before)):
        stay, _team = a_stay_under_way()
    return last_day_is(stay, last_day)


def alert(day: date) -> int:
    with pretending(day):
        return alert_last_days(day)


def mails(word: str = "") -> list[OutboxMessage]:
    found = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    return [mail for mail in found if word in mail.subject]


def owner_of(stay: Placement) -> User:
    return db.session.scalars(select(User).filter_by(id=stay.unit.created_by_id)).one()


def test_each_alert_is_written_once_on_its_day(app):
    a_stay(SPRING)
    db.session.query(OutboxMessage).delete()

    told = {
        number: [alert(SPRING - timedelta(days=number)) for _run in range(2)]
        for number in (91, 90, 75, 60, 30, 14, 7, 1, 0, -1, -2)
    }

    twice_nothing = {91, 75, 0, -2}
    assert {n for n, runs in told.items() if runs == [0, 0]} == twice_nothing
    assert all(runs == [1, 0] for n, runs in told.items() if n not in twice_nothing)


def test_an_alert_that_was_missed_is_caught_up_on_the_next_day(app):
    stay = a_stay(SPRING)

    alert(SPRING - timedelta(days=29))

    assert [mail.recipient for mail in mails("prend bientôt fin")] == [stay.referral.referent.email]


@pytest.mark.parametrize(("days", "told"), [(90, 0), (60, 1), (30, 1), (14, 0), (-1, 0)])
def test_the_landlord_is_told_two_months_and_one_month_before(app, days, told):
    stay = a_stay(SPRING)

    alert(SPRING - timedelta(days=days))

    letters = mails("dans votre logement")
    assert [mail.recipient for mail in letters] == [owner_of(stay).email] * told


def test_administrators_get_one_mail_for_all_stays(app):
    stays = [a_stay(SPRING), a_stay(SPRING, opened_before=121)]
    db.session.query(OutboxMessage).delete()
    team = db.session.scalars(select(User).where(User.role == Role.ADMINISTRATOR)).all()

    alert(SPRING - timedelta(days=14))

    lists = mails("2 séjours approchent")
    assert {mail.recipient for mail in lists} == {person.email for person in team}
    assert len(lists) == len(team)
    assert all(stay.reference in mail.body for stay in stays for mail in lists)


def test_nothing_ends_by_itself(app):
    stay = a_stay(SPRING)

    alert(SPRING + timedelta(days=1))

    assert stay.state == PlacementState.ACTIVE
    assert len(mails("a dépassé son dernier jour")) == 1


def test_a_stay_whose_end_is_written_down_is_not_called_late(app):
    stay = a_stay(SPRING)
    with pretending(SPRING):
        announce_end(stay, an_announcement(), by=stay.referral.referent)
        record_end(stay, a_real_end(), by=stay.referral.referent)
    db.session.query(OutboxMessage).delete()

    alert(SPRING + timedelta(days=1))

    assert mails() == []


def test_a_prolonged_stay_has_its_alerts_again(app):
    stay = a_stay(SPRING)
    alert(SPRING - timedelta(days=30))
    later = SPRING + timedelta(days=60)
    last_day_is(stay, later)

    assert alert(later - timedelta(days=30)) == 1


def test_an_end_announced_earlier_counts_from_its_own_day(app):
    stay = a_stay(SPRING)
    earlier = SPRING - timedelta(days=80)
    with pretending(earlier - timedelta(days=8)):
        leaving = an_announcement(ground=EndGround.RESIDENTS_LEAVE)
        announce_end(stay, leaving, by=stay.referral.referent)
    db.session.query(OutboxMessage).delete()

    alert(earlier - timedelta(days=7))

    (mail,) = mails("prend bientôt fin")
    assert "La fin est annoncée" in mail.body


@pytest.mark.parametrize(("last_day", "warned"), [(SPRING, False), (WINTER, True)])
def test_the_winter_truce_is_named_when_the_last_day_lies_in_it(app, last_day, warned):
    a_stay(last_day)

    alert(last_day - timedelta(days=60))

    letters = [*mails("prend bientôt fin"), *mails("dans votre logement")]
    assert [("trêve hivernale" in mail.body) for mail in letters] == [warned, warned]


def test_no_alert_names_the_household_its_referral_or_the_address(app):
    stay = a_stay(SPRING)
    db.session.query(OutboxMessage).delete()
    for days in (90, 60, 30, 14, 7, 1, -1):
        alert(SPRING - timedelta(days=days))

    written = "\n".join(mail.subject + mail.body for mail in mails())
    for word in ("Haddad", "Samira", stay.referral.reference, stay.unit.street):
        assert word not in written


def test_managers_are_told_when_the_referent_has_left(app):
    stay = a_stay(SPRING)
    manager = a_person(Role.ASSOCIATION_MANAGER, stay.referral.association)
    stay.referral.referent.deactivated_at = now()
    db.session.commit()

    alert(SPRING - timedelta(days=7))

    assert [mail.recipient for mail in mails("prend bientôt fin")] == [manager.email]


def short(stay: Placement) -> list[OutboxMessage]:
    return [m for m in mails("plus court") if m.recipient == owner_of(stay).email]


def test_an_end_before_the_ninety_first_day_tells_the_landlord_at_once(app):
    stay, team = a_stay_under_way(days_ago=20)

    announce_end(stay, an_announcement(ground=EndGround.RESIDENTS_LEAVE), by=team)

    (mail,) = short(stay)
    assert "29 jours" in mail.body


def test_the_landlord_is_told_once_of_a_short_stay(app):
    stay, team = a_stay_under_way(days_ago=20)
    announce_end(stay, an_announcement(ground=EndGround.RESIDENTS_LEAVE), by=team)

    record_end(stay, a_real_end(), by=team)

    assert len(short(stay)) == 1


def test_a_stay_that_was_left_early_without_a_word_is_told_when_its_end_is_written(app):
    stay, team = a_stay_under_way(days_ago=20)
    announce_end(stay, an_announcement(), by=team)
    assert short(stay) == []

    record_end(stay, a_real_end(), by=team)

    assert len(short(stay)) == 1


@pytest.mark.parametrize(("days_ago", "told"), [(81, 1), (82, 0)])
def test_ninety_one_days_are_enough(app, days_ago, told):
    stay, team = a_stay_under_way(days_ago=days_ago)

    announce_end(stay, an_announcement(ground=EndGround.RESIDENTS_LEAVE), by=team)

    assert stay.ending.effective_on == today() + timedelta(days=8)
    assert len(short(stay)) == told
