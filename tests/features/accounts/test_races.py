"""Two requests at the same moment: one wins, nothing is counted twice or not at all."""

import threading

import pytest
from sqlalchemy import func, select

from stirrup.accounts import entry, invitations
from stirrup.accounts.limits import Purpose, count_attempt
from stirrup.accounts.models import User
from stirrup.accounts.refusals import LinkExpiredError, TooManyAttemptsError
from stirrup.accounts.registration import register_landlord
from stirrup.extensions import db
from stirrup.permissions import Role
from tests.features.accounts.situations import (
    HERE,
    PASSWORD,
    a_landlord,
    a_registration,
    an_administrator,
    mails_to,
    token_sent_to,
)


@pytest.fixture
def together(app):
    """Run the same act in several threads at once; returns what each returned or raised."""

    def run(act, times):
        start, outcomes = threading.Barrier(times), []

        def contend():
            with app.app_context():
                start.wait()
                try:
                    outcomes.append(act())
                except Exception as refusal:
                    outcomes.append(refusal)
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=contend) for _ in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes

    return run


def test_twelve_simultaneous_guesses_count_as_twelve(together):
    outcomes = together(lambda: count_attempt(Purpose.SIGN_IN, "ada@example.org", HERE).id, 12)

    let_through = [outcome for outcome in outcomes if isinstance(outcome, int)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, TooManyAttemptsError)]
    assert len(let_through) <= 5
    assert len(let_through) + len(refused) == 12


def test_two_registrations_of_one_address_open_one_account(together):
    outcomes = together(lambda: register_landlord(a_registration(), address=HERE), 2)

    assert outcomes == [None, None]
    assert db.session.scalar(select(func.count(User.id))) == 1
    assert mails_to("ada@example.org")


def test_a_reset_link_used_twice_at_once_works_once(together):
    user = a_landlord()
    entry.request_reset(user.email, language="fr", address=HERE)
    token, chosen = token_sent_to(user.email), iter(["deux loutres nagent", "trois ours dorment"])
    db.session.remove()

    outcomes = together(lambda: entry.reset_password(token, next(chosen)).email, 2)

    assert sorted(type(outcome) for outcome in outcomes if not isinstance(outcome, str)) == [
        LinkExpiredError
    ]


def test_an_invitation_accepted_twice_at_once_opens_one_account(together):
    invitations.invite("nora@example.org", Role.ADMINISTRATOR, None, by=an_administrator())
    token = token_sent_to("nora@example.org")
    db.session.remove()

    outcomes = together(
        lambda: invitations.accept_invitation(token, "Nora Salhi", PASSWORD).email, 2
    )

    assert [type(outcome) for outcome in outcomes].count(LinkExpiredError) == 1
    assert outcomes.count("nora@example.org") == 1
