"""How often one may try."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, text

from stirrup.accounts import limits
from stirrup.accounts.limits import Purpose, count_attempt, forgive
from stirrup.accounts.models import SignInAttempt
from stirrup.accounts.refusals import TooManyAttemptsError
from stirrup.clock import now
from stirrup.extensions import db

ACCOUNT, ADDRESS = "ada@example.org", "203.0.113.7"


@pytest.fixture(autouse=True)
def clock(app):
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def attempt(times=1, purpose=Purpose.SIGN_IN, account=ACCOUNT, address=ADDRESS):
    for _ in range(times):
        count_attempt(purpose, account, address)


def fill(times, *, address):
    """Attempts on as many different accounts."""
    for number in range(times):
        count_attempt(Purpose.SIGN_IN, f"somebody{number}@example.org", address)


def count_rows() -> int:
    return db.session.scalar(select(func.count(SignInAttempt.id)))


def test_five_attempts_on_an_account_pass_and_the_sixth_does_not():
    attempt(5)

    with pytest.raises(TooManyAttemptsError):
        attempt()


def test_attempts_from_everywhere_add_up_on_one_account():
    for number in range(5):
        attempt(address=f"203.0.113.{number}")

    with pytest.raises(TooManyAttemptsError):
        attempt(address="198.51.100.1")


def test_a_quarter_of_an_hour_later_one_may_try_again(clock):
    attempt(5)
    clock.shift(timedelta(minutes=15))

    attempt()


def test_just_before_one_may_not(clock):
    attempt(5)
    clock.shift(timedelta(minutes=14, seconds=59))

    with pytest.raises(TooManyAttemptsError):
        attempt()


def test_waiting_grows_with_the_attempts(clock):
    attempt(5)
    clock.shift(timedelta(minutes=16))
    attempt(5)
    clock.shift(timedelta(minutes=16))

    with pytest.raises(TooManyAttemptsError):
        attempt()


def test_a_refused_attempt_does_not_prolong_the_wait(clock):
    attempt(5)
    clock.shift(timedelta(minutes=14))
    with pytest.raises(TooManyAttemptsError):
        attempt()
    clock.shift(timedelta(minutes=1))

    attempt()


def test_thirty_attempts_from_an_address_pass_and_the_next_does_not():
    fill(30, address=ADDRESS)

    with pytest.raises(TooManyAttemptsError):
        attempt(account="another@example.org")


def test_another_address_is_not_concerned():
    fill(30, address=ADDRESS)

    attempt(address="198.51.100.1")


def test_the_whole_site_has_a_limit(monkeypatch):
    monkeypatch.setattr(limits, "EVERYBODY", (limits.Limit(3, timedelta(minutes=5)),))
    for number in range(3):
        attempt(account=f"{number}@example.org", address=f"203.0.113.{number}")

    with pytest.raises(TooManyAttemptsError):
        attempt(account="4@example.org", address="203.0.113.4")


def test_guessing_does_not_close_the_way_by_mail():
    attempt(5)

    attempt(purpose=Purpose.RESET)


def test_forgiven_attempts_no_longer_count():
    attempt(5)
    forgive(Purpose.SIGN_IN, ACCOUNT)
    db.session.commit()

    attempt(5)


def test_attempts_are_forgotten_after_a_day(clock):
    attempt(5)
    clock.shift(timedelta(days=1))
    attempt()

    assert count_rows() == 1


def test_the_table_tells_nobody_who_tried():
    attempt()

    row = db.session.execute(text("SELECT account_hash, address_hash FROM sign_in_attempt")).one()

    assert ACCOUNT not in row.account_hash
    assert ADDRESS not in row.address_hash
    assert len(row.account_hash) == len(row.address_hash) == 64
