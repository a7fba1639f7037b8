"""Why no proposal yet, as the worker and the Stirrup team read it; and what nobody can read."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import event

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements.declined_pairs import DeclinedPair
from stirrup.referrals.enums import CommuneStance, PetKind, ReferralState, Urgency
from stirrup.referrals.models import Anchor, CommunePreference, Referral, SafetyZone
from stirrup.runs.choice_models import PairChoice
from stirrup.runs.enums import ChoiceKind, ProposalState, RunKind
from stirrup.runs.models import MatchRun
from stirrup.units.enums import UnitKind
from tests.factories import (
    ROUBAIX,
    a_case_worker,
    a_landlord,
    a_proposal,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
    stored,
)
from tests.features.runs.situations import proposals_in, tonight

CROIX = "59163"
NAMES_OF_SILENCE = ("safe", "zone", "exclu", "refuse", "declin", "banned", "ruled out", "violen")


@pytest.fixture
def worker(client):
    person = a_case_worker(language="en")
    client.sign_in(person)
    return person


def page_of(client, referral: Referral) -> str:
    """The page in one line of words, without what differs from one request to the next."""
    answer = client.get(f"/referrals/{referral.id}/why-not-yet")
    assert answer.status_code == HTTPStatus.OK
    return " ".join(answer.text.replace("\N{NO-BREAK SPACE}", " ").split())


def accepts(referral: Referral, code: str) -> None:
    stored(
        CommunePreference(
            referral_id=referral.id, commune_code=code, stance=CommuneStance.ACCEPTED, rank=1
        )
    )


def test_before_the_first_night_the_page_says_so(client, worker):
    page = page_of(client, a_referral(worker))

    assert "No night to read from" in page


def test_a_home_that_one_commune_keeps_away_is_told_with_the_page_to_change(client, worker):
    referral = a_referral(worker)
    accepts(referral, CROIX)
    a_unit()
    tonight()

    page = page_of(client, referral)

    assert "1 home was open that night: it does not meet all the needs" in page
    assert "+ 1 home" in page
    assert "If Roubaix suits too" in page
    assert "1 was left free." in page
    assert f"/referrals/{referral.id}/steps/communes" in page


@pytest.mark.parametrize(
    ("referral", "unit", "words", "step"),
    [
        ({"pets": PetKind.LARGE}, {}, "If the animal is a small one", "household"),
        ({}, {"kind": UnitKind.SHARED_ROOM}, "If a shared home suits", "needs"),
        (
            {"max_floor_without_lift": 1},
            {"floor": 3, "step_free": False},
            "If floor 3 without a lift suits Today: floor 1 at most.",
            "needs",
        ),
        (
            {"latest_entry": today() + timedelta(days=5)},
            {"available_from": today() + timedelta(days=20)},
            "If the entry can wait until",
            "dates",
        ),
        (
            {
                "earliest_entry": today() + timedelta(days=60),
                "latest_entry": today() + timedelta(days=70),
            },
            {"available_until": today() + timedelta(days=200)},
            "already",
            "dates",
        ),
    ],
)
def test_each_change_has_its_words_and_its_page(client, worker, referral, unit, words, step):
    household = a_referral(worker, **referral)
    a_unit(**unit)
    tonight()

    page = re.sub(r"<[^>]+>", " ", page_of(client, household))

    assert words in " ".join(page.split())
    assert f"/referrals/{household.id}/steps/{step}" in page_of(client, household)


def test_kilometres_more_are_told_around_the_place_by_its_name(client, worker):
    referral = a_referral(worker)
    stored(
        Anchor(
            referral_id=referral.id,
            label="Lille Flandres",
            latitude=50.6366,
            longitude=3.0713,
            max_km=4,
        )
    )
    a_unit()
    tonight()

    page = page_of(client, referral)

    assert re.search(r"With \d+ km more", page)
    assert "Lille Flandres, today: 4 km at most." in page


def test_two_changes_are_said_to_be_needed_together(client, worker):
    referral = a_referral(worker)
    accepts(referral, CROIX)
    a_unit(kind=UnitKind.SHARED_ROOM)
    tonight()

    page = page_of(client, referral)

    assert "Two changes together would open a home" in page
    assert "If Roubaix suits too, and if a shared home suits" in page


def test_a_need_is_counted_and_never_bargained_with(client, worker):
    referral = a_referral(worker, needs_quiet=True)
    a_unit(quiet=False)
    tonight()

    page = page_of(client, referral)

    assert "Quiet" in page
    assert "1 out of 1" in page
    assert "No small change would open one" in page


def test_possible_homes_are_followed_to_what_decided(client, worker):
    referral = a_referral(worker, urgency=Urgency.STABLE)
    a_referral(urgency=Urgency.NO_SHELTER)
    a_unit()
    tonight()

    page = page_of(client, referral)

    assert "1 of the 1 homes open that night was possible" in page
    assert "1 home: it went to a household in a more urgent situation." in page


def test_exhausted_support_is_said(client, worker):
    worker.organisation.support_capacity = 0
    referral = a_referral(worker)
    a_unit()
    tonight()

    assert "could not support one more that night" in page_of(client, referral)


def test_a_home_whose_owner_wants_no_more_stays_is_said_to_be_left_free(client, worker):
    referral, unit = a_referral(worker), a_unit()
    unit.organisation.most_stays = 0
    db.session.commit()
    tonight()

    assert "1 home was left free: its owner wanted no more stays" in page_of(client, referral)


def test_a_household_that_was_found_a_home_reads_who_decides(client, worker):
    referral = a_referral(worker)
    unit = a_unit()
    tonight()

    page = page_of(client, referral)

    assert "the Stirrup team has yet to decide on it" in page
    assert unit.reference not in page


def test_a_home_found_and_not_kept_is_said_so(client, worker):
    referral = a_referral(worker)
    a_unit()
    tonight()
    proposals_in(ProposalState.SUBMITTED)[0].state = ProposalState.VOID
    db.session.commit()

    assert "A home was found that night, and not kept" in page_of(client, referral)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ReferralState.TO_CONFIRM, "Nobody confirmed the situation lately"),
        (ReferralState.READY, "The next one looks at it"),
    ],
)
def test_a_referral_outside_the_night_reads_why(client, worker, state, words):
    a_unit()
    tonight()

    assert words in page_of(client, a_referral(worker, state=state))


def test_a_household_whose_earlier_proposal_waits_reads_so(client, worker):
    referral = a_referral(worker)
    a_proposal(referral=referral, state=ProposalState.POSTPONED, run=an_older_run())
    tonight()

    assert "A proposal made earlier for this household" in page_of(client, referral)


def test_a_forgotten_input_explains_nothing(client, worker):
    referral = a_referral(worker)
    tonight()
    db.session.query(MatchRun).one().input_snapshot = None
    db.session.commit()

    assert "No night to read from" in page_of(client, referral)


def test_a_run_limited_to_a_commune_explains_no_night(client, worker):
    referral = a_referral(worker)
    a_unit()
    tonight()
    run = db.session.query(MatchRun).one()
    run.kind, run.number, run.territory = RunKind.MANUAL, 1, ROUBAIX
    db.session.commit()

    assert "No night to read from" in page_of(client, referral)


def test_the_team_reads_the_same_without_what_only_the_association_changes(client):
    client.sign_in(an_administrator(language="en"))
    referral = a_referral()
    accepts(referral, CROIX)
    a_unit()
    tonight()

    page = page_of(client, referral)

    assert "If Roubaix suits too" in page
    assert "/steps/" not in page


def silent(referral: Referral, unit, reason: str) -> None:
    """Keep one home from one household for one silent reason."""
    rows = {
        "refused": CommunePreference(
            referral_id=referral.id, commune_code=ROUBAIX, stance=CommuneStance.REFUSED, rank=0
        ),
        "excluded": SafetyZone(referral_id=referral.id, area={"commune_code": ROUBAIX, "km": 0}),
        "zone": SafetyZone(
            referral_id=referral.id,
            area={
                "commune_code": CROIX,
                "latitude": unit.latitude,
                "longitude": unit.longitude,
                "km": 3,
            },
        ),
        "banned": PairChoice(
            kind=ChoiceKind.BAN,
            referral_id=referral.id,
            unit_id=unit.id,
            note="une raison",
            made_by_id=an_administrator().id,
            expires_on=today() + timedelta(days=9),
        ),
    }
    if reason == "declined":
        earlier = a_proposal(unit, referral, state=ProposalState.DECLINED, run=an_older_run())
        rows[reason] = DeclinedPair(
            referral_id=referral.id,
            unit_id=unit.id,
            proposal_id=earlier.id,
            expires_on=today() + timedelta(days=99),
        )
    stored(rows[reason])


def an_older_run() -> MatchRun:
    return a_run(business_date=today() - timedelta(days=9), kind=RunKind.MANUAL, number=7)


@pytest.mark.parametrize("others", [{}, {"max_floor_without_lift": 0}])
@pytest.mark.parametrize("reader", ["association", "team"])
def test_pages_of_twins_differ_by_nothing_whatever_silent_reason_blocks(
    client, worker, reader, others
):
    if reader == "team":
        client.sign_in(an_administrator(language="en"))
    unit = a_unit(floor=2, step_free=False)
    a_unit(bedrooms=1, commune_code="59350")
    reasons = ("refused", "excluded", "zone", "banned", "declined")
    twins = [a_referral(worker, **others) for _reason in reasons]
    for twin, reason in zip(twins, reasons, strict=True):
        silent(twin, unit, reason)
    tonight()

    pages = [_without_its_name(page_of(client, twin), twin) for twin in twins]

    assert "Other conditions" in pages[0]
    assert pages == [pages[0]] * len(pages)
    assert not any(word in pages[0].lower() for word in NAMES_OF_SILENCE if word != "refuse")


def _without_its_name(page: str, referral: Referral) -> str:
    """The page of one twin as the page of any."""
    page = page.replace(referral.reference, "M-0000")
    page = re.sub(rf"/referrals/{referral.id}\b", "/referrals/0", page)
    page = page.replace(f"%2Freferrals%2F{referral.id}%2F", "%2Freferrals%2F0%2F")
    return re.sub(r'(csrf_token"[^>]*value=|nonce=)"[^"]+"', "", page)


def test_opening_the_page_takes_few_queries(client, worker):
    referral = a_referral(worker)
    accepts(referral, CROIX)
    for _ in range(5):
        a_unit()
    tonight()
    page_of(client, referral)
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *what: statements.append(what[2]))

    page_of(client, referral)

    selects = [one for one in statements if one.lstrip().upper().startswith("SELECT")]
    assert len(selects) <= 10


@pytest.mark.parametrize("person", [a_case_worker, a_landlord])
def test_somebody_elses_referral_is_not_there(client, person):
    client.sign_in(person())

    answer = client.get(f"/referrals/{a_referral().id}/why-not-yet")

    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_nobody_is_sent_to_sign_in(client):
    answer = client.get(f"/referrals/{a_referral().id}/why-not-yet")

    assert answer.status_code == HTTPStatus.FOUND


def test_the_referral_leads_to_the_page(client, worker):
    referral = a_referral(worker)

    page = client.get(f"/referrals/{referral.id}").text

    assert f"/referrals/{referral.id}/why-not-yet" in page
