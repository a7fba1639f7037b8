"""Pages on which each side answers: yes, no, the visit, a question, and the team's verbs."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import event

from stirrup.clock import PARIS, today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.placements.answering import answers
from stirrup.placements.declined_pairs import DeclinedPair
from stirrup.placements.enums import EventKind, PlacementState
from stirrup.placements.events import commit, tell
from stirrup.placements.lanes.enums import ReviewOutcome, Side, StepCode
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.papers.enums import DocumentState
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import MatchRun
from stirrup.units.stay_saving import saving_of
from tests import factories

BAD_TEXTS = ["\x00", "\u202e", "x" * 501]


def a_stay_at(step: StepCode, **values):
    """A stay whose steps before this one are done by their sides."""
    placement = factories.a_placement(first_day=today() + timedelta(days=20), **values)
    order = list(StepCode)
    facts = {
        StepCode.ASSOCIATION_ANSWER: "association_yes_on",
        StepCode.HOUSEHOLD_ANSWER: "household_yes_on",
        StepCode.LANDLORD_ANSWER: "landlord_yes_on",
        StepCode.VISIT: "visit_done_on",
    }
    for code in order[: order.index(step)]:
        if code in facts:
            setattr(placement, facts[code], today())
    if order.index(step) > order.index(StepCode.VISIT_BOOKING):
        placement.visit_at = placement.created_at
    if order.index(step) > order.index(StepCode.AGREEMENT):
        signed = step == StepCode.KEYS
        factories.a_paper(placement, state=DocumentState.SEALED if signed else DocumentState.SENT)
    tell(placement, EventKind.OPENED, None)
    commit()
    assert placement.step == step
    return placement


def landlord_of(placement):
    return factories.a_landlord(placement.unit.organisation)


def mails() -> list[str]:
    return [mail.subject for mail in db.session.query(OutboxMessage)]


def test_each_side_is_led_to_its_answer_and_the_others_read_who_is_awaited(client):
    placement = a_stay_at(StepCode.LANDLORD_ANSWER)
    landlord = landlord_of(placement)
    page = f"/stays/{placement.id}"

    of_the_landlord = client.application.test_client().sign_in(landlord).get(page).text
    of_the_worker = client.sign_in(placement.referral.referent).get(page).text

    assert of_the_landlord.count(f'href="{page}/answers/landlord"') == 1
    assert f'href="{page}/answers/landlord"' not in of_the_worker
    assert "Réponse du propriétaire" in of_the_worker


def test_a_proposal_says_what_its_own_days_would_save(client):
    placement = a_stay_at(StepCode.LANDLORD_ANSWER)
    days = placement.first_day, placement.last_day
    saving = saving_of(placement.unit, *days, today=today())
    client.sign_in(landlord_of(placement))

    text = client.get(f"/stays/{placement.id}/answers/landlord").text

    assert saving.tax_years
    assert saving.at_least in text
    assert saving.tax_years in text


def test_a_saving_that_cannot_be_worked_out_is_told_as_not_known(client):
    placement = a_stay_at(StepCode.LANDLORD_ANSWER)
    placement.unit.property_tax_base = None
    commit()
    landlord = factories.a_landlord(placement.unit.organisation, language="en")
    client.sign_in(landlord)

    text = client.get(f"/stays/{placement.id}/answers/landlord").text

    assert "The tax avoided is not known" in text


def test_numbers_to_call_wait_for_both_yes(client):
    placement = a_stay_at(StepCode.LANDLORD_ANSWER)
    placement.unit.organisation.phone = "+33612349876"
    placement.referral.association.duty_phone = "+33353014218"
    commit()
    landlord, worker = landlord_of(placement), placement.referral.referent
    page, visit = f"/stays/{placement.id}", f"/stays/{placement.id}/visit"
    readers = [client.application.test_client().sign_in(one) for one in (landlord, worker)]

    before = [reader.get(page).text for reader in readers]
    answers.say_yes(placement, Side.LANDLORD, by=landlord)
    of_the_landlord, of_the_worker = (reader.get(page).text for reader in readers)

    assert not any("tel:+33" in text for text in before)
    assert 'href="tel:+33353014218"' in of_the_landlord
    assert "tel:+33612349876" not in of_the_landlord
    assert 'href="tel:+33612349876"' in of_the_worker
    assert 'href="tel:+33612349876"' in readers[1].get(visit).text


def test_a_landlord_reads_five_facts_and_accepts(client):
    placement = a_stay_at(StepCode.LANDLORD_ANSWER)
    client.sign_in(landlord_of(placement))
    page = f"/stays/{placement.id}/answers/landlord"

    text = client.get(page).text
    answer = client.submit(page, to=f"{page}/yes")
    told = client.get(answer.location).text

    assert placement.referral.reference not in text
    assert placement.referral.referent.display_name not in text
    assert placement.referral.association.name in text
    db.session.refresh(placement)
    assert placement.landlord_yes_on == today()
    assert "Jour de la visite" in told


def test_a_yes_sent_twice_counts_once(client):
    placement = a_stay_at(StepCode.ASSOCIATION_ANSWER)
    client.sign_in(placement.referral.referent)
    page = f"/stays/{placement.id}"

    client.submit(f"{page}/answers/association", to=f"{page}/answers/association/yes")
    again = client.submit(f"{page}/answers/household", to=f"{page}/answers/association/yes")

    assert again.status_code == 302
    assert db.session.query(StepAnswer).filter_by(side=Side.ASSOCIATION).count() == 1


def test_a_no_says_until_when_and_frees_both_sides(client):
    placement = a_stay_at(StepCode.HOUSEHOLD_ANSWER)
    waiting_since = placement.referral.waiting_since
    client.sign_in(placement.referral.referent)
    page = f"/stays/{placement.id}/answers/household/no"

    offered = client.get(page).text
    answer = client.submit(page, {"reason": "location"})

    db.session.expire_all()
    assert "Dire non ne fait perdre aucun jour" in offered or "costs no waiting time" in offered
    assert (answer.status_code, placement.state) == (302, PlacementState.CANCELLED)
    assert placement.referral.waiting_since == waiting_since
    (pair,) = db.session.query(DeclinedPair)
    assert pair.expires_on == today() + timedelta(days=90)


def test_a_no_sent_twice_counts_once(client):
    placement = a_stay_at(StepCode.HOUSEHOLD_ANSWER)
    client.sign_in(placement.referral.referent)
    stay = f"/stays/{placement.id}"

    client.submit(f"{stay}/answers/household/no", {"reason": "location"})
    again = client.submit(stay, {"reason": "location"}, to=f"{stay}/answers/household/no")

    assert again.status_code == 302
    assert db.session.query(StepAnswer).count() == 1


@pytest.mark.parametrize(
    ("note", "named"),
    [("Pas d’étrangers dans l’immeuble", "govuk-error-message"), ("", "govuk-error-message")],
)
def test_a_landlord_s_note_that_chooses_people_or_lacks_is_refused_at_entry(client, note, named):
    placement = a_stay_at(StepCode.LANDLORD_ANSWER)
    client.sign_in(landlord_of(placement))
    page = f"/stays/{placement.id}/answers/landlord/no"

    answer = client.submit(page, {"reason": "landlord_other", "note": note})

    db.session.refresh(placement)
    assert answer.status_code == 422
    assert named in answer.text
    assert note in answer.text
    assert placement.is_being_prepared


@pytest.mark.parametrize("reason", ["", "sold", "undone", "\x00", "9" * 20])
def test_a_reason_of_another_side_is_refused_beside_the_question(client, reason):
    placement = a_stay_at(StepCode.HOUSEHOLD_ANSWER)
    client.sign_in(placement.referral.referent)

    answer = client.submit(f"/stays/{placement.id}/answers/household/no", {"reason": reason})

    assert answer.status_code == 422
    assert "govuk-error-message" in answer.text


@pytest.mark.parametrize("note", BAD_TEXTS)
def test_bad_words_are_refused_and_kept(client, note):
    placement = a_stay_at(StepCode.HOUSEHOLD_ANSWER)
    client.sign_in(placement.referral.referent)
    page = f"/stays/{placement.id}/answers/household/no"

    assert client.submit(page, {"reason": "location", "note": note}).status_code == 422


def test_an_answer_that_is_not_asked_leads_to_the_stay(client):
    placement = a_stay_at(StepCode.ASSOCIATION_ANSWER)
    client.sign_in(landlord_of(placement))

    early = client.get(f"/stays/{placement.id}/answers/landlord")
    pressed = client.submit(
        f"/stays/{placement.id}/answers/landlord/question",
        to=f"/stays/{placement.id}/answers/landlord/yes",
    )

    assert (early.status_code, pressed.status_code) == (302, 409)
    db.session.refresh(placement)
    assert placement.landlord_yes_on is None


def test_the_team_answers_for_a_side_which_is_told_by_mail(client):
    placement = a_stay_at(StepCode.ASSOCIATION_ANSWER)
    landlord_of(placement)
    client.sign_in(factories.an_administrator())
    page = f"/stays/{placement.id}/answers/landlord"

    client.submit(page, to=f"{page}/yes")

    answer = db.session.query(StepAnswer).one()
    assert (answer.side, answer.on_behalf) == (Side.LANDLORD, True)
    assert any("noted for you" in one or "notée en votre nom" in one for one in mails())


def test_a_question_goes_to_the_team_and_nothing_about_the_household_with_it(client):
    placement = a_stay_at(StepCode.LANDLORD_ANSWER)
    factories.an_administrator()
    client.sign_in(landlord_of(placement))
    page = f"/stays/{placement.id}/answers/landlord/question"

    refused = client.submit(page, {"question": "Pas d’étrangers ?"})
    sent = client.submit(page, {"question": "Qui relève les compteurs ?"})

    assert (refused.status_code, sent.status_code) == (422, 302)
    bodies = [one.body for one in db.session.query(OutboxMessage) if "compteurs" in one.body]
    assert bodies
    assert all(placement.referral.reference not in body for body in bodies)


def test_a_visit_is_booked_moved_and_recorded(client):
    placement = a_stay_at(StepCode.VISIT_BOOKING)
    landlord_of(placement)
    client.sign_in(placement.referral.referent)
    page = f"/stays/{placement.id}/visit"
    day = today() + timedelta(days=3)

    def when(on, hour):
        return {"day-day": on.day, "day-month": on.month, "day-year": on.year, "hour": hour}

    booked = client.submit(page, when(day, "10:30"))
    moved = client.submit(page, when(day + timedelta(days=1), "14:00"))
    done = today()
    fields = {"done_on-day": done.day, "done_on-month": done.month, "done_on-year": done.year}
    recorded = client.submit(f"{page}/done", fields)

    db.session.refresh(placement)
    assert [one.status_code for one in (booked, moved, recorded)] == [302, 302, 302]
    assert placement.visit_done_on == today()
    assert placement.step == StepCode.AGREEMENT
    waiting = db.session.query(OutboxMessage).filter_by(withdrawn_at=None)
    told = [one.body for one in waiting if "Visit" in one.subject]
    assert told
    assert all("14" in body and "10\N{NO-BREAK SPACE}h" not in body for body in told)


def test_the_address_is_not_told_before_both_have_said_yes(client):
    placement = a_stay_at(StepCode.LANDLORD_ANSWER)
    client.sign_in(placement.referral.referent)
    page = f"/stays/{placement.id}/visit"

    opened = client.get(page)
    guessed = client.submit(f"/stays/{placement.id}", {"hour": "x"}, to=page)

    assert (opened.status_code, guessed.status_code) == (302, 422)
    assert placement.unit.street not in guessed.text
    assert placement.unit.organisation.name not in guessed.text


@pytest.mark.parametrize(
    ("days", "hour"), [(-1, "10:00"), (60, "10:00"), (2, "25:00"), (2, ""), (2, "\x00")]
)
def test_an_impossible_visit_is_refused_beside_it(client, days, hour):
    placement = a_stay_at(StepCode.VISIT_BOOKING)
    client.sign_in(placement.referral.referent)
    on = today() + timedelta(days=days)
    fields = {"day-day": on.day, "day-month": on.month, "day-year": on.year, "hour": hour}

    answer = client.submit(f"/stays/{placement.id}/visit", fields)

    assert answer.status_code == 422
    assert "govuk-error-message" in answer.text


def test_after_the_visit_the_home_may_be_found_unfit(client):
    placement = a_stay_at(StepCode.VISIT)
    client.sign_in(placement.referral.referent)
    page = f"/stays/{placement.id}/answers/household/no"

    client.submit(page, {"reason": "unfit_on_visit"})

    db.session.refresh(placement)
    assert placement.cancel_reason == "unfit_on_visit"
    assert placement.unit.state == "paused"


def test_the_team_leaves_out_takes_back_and_reopens(client):
    placement = a_stay_at(StepCode.ASSOCIATION_ANSWER)
    client.sign_in(factories.an_administrator())
    page = f"/stays/{placement.id}"

    client.submit(f"{page}/leave-out/association_answer", {"note": "Urgent."})
    left_out = db.session.get(type(placement), placement.id).step
    client.submit(f"{page}/take-back/association_answer", {"note": "They want to answer."})
    db.session.refresh(placement)
    taken_back = placement.step
    client.submit(f"{page}/cancel", {"reason": "data_error"})
    client.submit(page, to=f"{page}/reopen")

    db.session.refresh(placement)
    assert (left_out, taken_back) == (StepCode.HOUSEHOLD_ANSWER, StepCode.ASSOCIATION_ANSWER)
    assert placement.is_being_prepared
    assert placement.cancel_reason is None


def test_a_step_that_is_needed_is_not_left_out(client):
    placement = a_stay_at(StepCode.HOUSEHOLD_ANSWER)
    client.sign_in(factories.an_administrator())
    page = f"/stays/{placement.id}/leave-out"

    needed = client.submit(f"{page}/household_answer", {"note": "x"})
    unknown = client.get(f"{page}/rent")

    assert (needed.status_code, unknown.status_code) == (409, 404)


def a_refusal():
    placement = a_stay_at(StepCode.LANDLORD_ANSWER)
    landlord = landlord_of(placement)
    answers.say_no(
        placement, Side.LANDLORD, "house_rule", by=landlord, note="Pas de vélo dans l’entrée."
    )
    return db.session.query(StepAnswer).one(), placement


def test_a_refusal_found_unjustified_lifts_the_pair_and_tells_the_landlord(client):
    answer, _placement = a_refusal()
    client.sign_in(factories.an_administrator())

    listed = client.get("/stays/refusals").text
    sent = client.submit(
        f"/stays/refusals/{answer.id}", {"outcome": "overturned", "note": "Un vélo se range."}
    )

    db.session.refresh(answer)
    assert f"/stays/refusals/{answer.id}" in listed
    assert sent.status_code == 302
    assert answer.review == ReviewOutcome.OVERTURNED
    assert db.session.query(DeclinedPair).one().expires_on == today()
    assert any("Un vélo se range." in one.body for one in db.session.query(OutboxMessage))
    assert f"/stays/refusals/{answer.id}" not in client.get("/stays/refusals").text


def test_a_refusal_found_justified_keeps_its_term_and_is_reviewed_once(client):
    answer, _placement = a_refusal()
    client.sign_in(factories.an_administrator())
    page = f"/stays/refusals/{answer.id}"

    client.submit(page, {"outcome": "upheld", "note": "Le règlement le dit."})
    again = client.submit(page, {"outcome": "overturned", "note": "x"})

    db.session.refresh(answer)
    assert again.status_code == 409
    assert answer.review == ReviewOutcome.UPHELD
    assert db.session.query(DeclinedPair).one().expires_on > today()


def test_a_page_of_refusals_asks_the_database_little(client):
    for _number in range(26):
        factories.a_step_answer(factories.a_placement(a_proposal_of_tonight()))
    client.sign_in(factories.an_administrator())
    statements: list[str] = []

    def note(*details):
        statements.append(details[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        text = client.get("/stays/refusals").text
    finally:
        event.remove(db.engine, "before_cursor_execute", note)

    assert text.count('href="/stays/refusals/') == 25
    assert 'href="/stays/refusals?page=2"' in text
    assert len(statements) <= 10


def a_proposal_of_tonight():
    run = db.session.query(MatchRun).first() or factories.a_run()
    return factories.a_proposal(run=run, state=ProposalState.ACCEPTED)


def test_a_visit_that_is_moved_starts_from_its_day(client):
    placement = a_stay_at(StepCode.VISIT_BOOKING)
    referent = placement.referral.referent
    at = datetime.combine(today() + timedelta(days=4), time(10, 30), PARIS)
    answers.book_visit(placement, at, by=referent)

    text = client.sign_in(referent).get(f"/stays/{placement.id}/visit").text

    assert f'value="{at.day}"' in text
    assert '<option value="10:30" selected' in text


@pytest.mark.parametrize("step", list(StepCode))
def test_every_reader_can_open_the_stay_at_every_step(client, step):
    placement = a_stay_at(step)
    readers = (landlord_of(placement), placement.referral.referent, factories.an_administrator())

    pages = [
        client.application.test_client().sign_in(one).get(f"/stays/{placement.id}")
        for one in readers
    ]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert all(page.text.count('class="nextbar') == 1 for page in pages)


def test_notes_stay_on_their_side(client):
    answer, placement = a_refusal()
    page = f"/stays/{placement.id}"
    browser = client.application.test_client

    of_the_worker = browser().sign_in(placement.referral.referent).get(page).text
    of_the_landlord = browser().sign_in(answer.by).get(page).text
    of_the_team = browser().sign_in(factories.an_administrator()).get(page).text

    assert "vélo" not in of_the_worker
    assert "vélo" in of_the_landlord
    assert "vélo" in of_the_team
