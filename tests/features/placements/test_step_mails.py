"""Mails around a stay being prepared: who is expected, who is spoken for, what fell through."""

from datetime import timedelta

import pytest

from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.permissions import Role
from stirrup.placements import services
from stirrup.placements.answering import answers, cancelling
from stirrup.placements.correspondents import people_of
from stirrup.placements.events import commit
from stirrup.placements.lanes.enums import Side, StepCode
from stirrup.runs.enums import ProposalState
from tests import factories


@pytest.fixture
def stay(app):
    """Accepted this instant; its landlord and its referent read other languages."""
    proposal = factories.a_proposal(state=ProposalState.ACCEPTED)
    team = factories.an_administrator()
    for landlord in db.session.query(type(team)).filter_by(
        organisation_id=proposal.unit.organisation_id
    ):
        landlord.language = "en"
    placement = services.open_placement(proposal, by=team)
    commit()
    return placement


def waiting() -> list[OutboxMessage]:
    """What is still to leave, the latest last."""
    query = db.session.query(OutboxMessage).filter_by(withdrawn_at=None)
    return query.order_by(OutboxMessage.id).all()


def written_to(people) -> list[OutboxMessage]:
    addresses = {person.email for person in people}
    return [mail for mail in waiting() if mail.recipient in addresses]


def landlords(stay):
    return people_of(stay, Side.LANDLORD)


def said_by_association(stay):
    answers.say_yes(stay, Side.ASSOCIATION, by=stay.referral.referent)


def said_by_household(stay):
    said_by_association(stay)
    answers.say_yes(stay, Side.HOUSEHOLD, by=stay.referral.referent)


def test_the_first_mail_waits_until_the_acceptance_can_no_longer_be_undone(app, stay):
    (mail,) = waiting()

    minutes = timedelta(minutes=app.config["UNDO_MINUTES"])
    assert mail.recipient == stay.referral.referent.email
    assert now() + minutes - timedelta(minutes=2) < mail.due_at <= now() + minutes
    assert stay.reference in mail.subject


def test_a_later_step_is_asked_at_once(stay):
    said_by_association(stay)

    mail = waiting()[-1]
    assert mail.due_at <= now()
    assert "http://127.0.0.1:5000/go/" in mail.body


def test_what_is_answered_before_its_mail_left_is_withdrawn(stay):
    asked = waiting()[0]

    said_by_association(stay)

    db.session.refresh(asked)
    assert asked.withdrawn_at is not None


def test_every_person_of_the_landlord_is_asked_in_their_language_without_the_household(stay):
    said_by_household(stay)

    mails = written_to(landlords(stay))
    assert len(mails) == len(landlords(stay)) > 0
    assert all("A proposal for your home" in mail.subject for mail in mails)
    assert all(stay.referral.reference not in mail.body for mail in mails)


def test_a_step_asked_again_is_written_again(stay):
    said_by_association(stay)
    team = factories.an_administrator()

    cancelling.take_back(stay, StepCode.ASSOCIATION_ANSWER, by=team, note="Asked again.")

    (mail,) = waiting()
    assert mail.recipient == stay.referral.referent.email
    assert "Réponse de l’association" in mail.body


def test_a_referent_who_left_is_replaced_by_the_managers(stay):
    referent = stay.referral.referent
    manager = factories.a_person(Role.ASSOCIATION_MANAGER, referent.organisation)
    referent.deactivated_at = now()
    db.session.commit()

    assert people_of(stay, Side.HOUSEHOLD) == [manager]


def test_a_decision_undone_in_time_is_heard_of_by_nobody(stay):
    cancelling.cancel_placement(stay, "undone", by=factories.an_administrator())

    assert waiting() == []


def test_a_refusal_is_told_to_the_other_side_without_its_reason(stay):
    said_by_association(stay)
    referent = stay.referral.referent

    answers.say_no(stay, Side.HOUSEHOLD, "safety", by=referent, note="Une rue à éviter.")

    mails = written_to(landlords(stay))
    assert len(mails) == len(landlords(stay))
    assert all("will not take place" in mail.subject for mail in mails)
    assert not any("rue à éviter" in mail.body or "safe" in mail.body for mail in mails)
    assert not any(stay.referral.reference in mail.body for mail in mails)
    assert written_to([referent]) == []


def test_the_referent_learns_that_the_waiting_time_is_kept(stay):
    said_by_household(stay)

    answers.say_no(stay, Side.LANDLORD, "date", by=landlords(stay)[0])

    mail = written_to([stay.referral.referent])[-1]
    assert stay.referral.reference in mail.body
    assert "ancienneté d’attente" in mail.body


def test_a_side_learns_that_the_team_spoke_for_it(stay):
    team = factories.an_administrator()

    answers.say_yes(stay, Side.LANDLORD, by=team)
    yes = written_to(landlords(stay))
    answers.say_no(stay, Side.LANDLORD, "date", by=team)
    no = written_to(landlords(stay))[len(yes) :]

    assert all("recorded for you" in mail.subject for mail in yes)
    assert all("recorded your refusal in your name" in mail.body for mail in no)
    assert len(yes) == len(no) == len(landlords(stay))


def test_a_visit_moved_before_its_news_left_is_told_once(stay):
    said_by_household(stay)
    answers.say_yes(stay, Side.LANDLORD, by=landlords(stay)[0])
    referent = stay.referral.referent

    for hours in (30, 40):
        answers.book_visit(stay, now() + timedelta(hours=hours), by=referent)

    visits = [mail for mail in waiting() if "Visit" in mail.subject]
    assert len(visits) == len(landlords(stay))
    assert today() < stay.visit_at.date()
