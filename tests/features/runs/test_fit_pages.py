"""Who could live here: in bands for a landlord, exactly for the team, and what neither can read."""

import re
from datetime import timedelta
from http import HTTPStatus
from itertools import product

import pytest

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.matching.explanations.counter_view import Choice
from stirrup.matching.tables import FOR_NOBODY
from stirrup.placements.declined_pairs import DeclinedPair
from stirrup.placements.lifecycle import latest_first_day
from stirrup.referrals.enums import CommuneStance, PetKind
from stirrup.referrals.models import Anchor, CommunePreference, SafetyZone
from stirrup.runs import bands, choice_words
from stirrup.runs.choice_models import PairChoice, UnitHold
from stirrup.runs.enums import HoldReason, ProposalState
from stirrup.runs.models import MatchRun, Proposal
from stirrup.units.enums import UnitState
from tests.client import TOKEN
from tests.factories import (
    ROUBAIX,
    a_case_worker,
    a_landlord,
    a_proposal,
    a_referral,
    a_unit,
    an_administrator,
    stored,
)
from tests.features.runs.situations import tonight
from tests.features.runs.test_why_not_pages import an_older_run, silent

NEEDS_STEP_FREE = 1


@pytest.fixture
def landlord(client):
    person = a_landlord(language="en")
    client.sign_in(person)
    return person


@pytest.fixture
def administrator(client):
    person = an_administrator(language="en")
    client.sign_in(person)
    return person


def page_of(client, unit) -> str:
    """The words of the page, without marks."""
    answer = client.get(f"/units/{unit.id}/fit")
    assert answer.status_code == HTTPStatus.OK
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text.replace("\N{NO-BREAK SPACE}", " ")).split())


def households(number: int, **values) -> None:
    worker = a_case_worker()
    for _ in range(number):
        a_referral(worker, **values)


@pytest.mark.parametrize(
    ("count", "rounded"), [(0, 0), (1, 1), (9, 1), (10, 10), (14, 10), (15, 20), (96, 100)]
)
def test_counts_are_rounded_so_that_nobody_shows(count, rounded):
    assert bands.rounded(count) == rounded


def test_a_doubling_is_told_from_the_words_alone_and_is_true():
    said: dict[tuple[int, int], set[bool]] = {}
    for gain, before in product(range(130), range(70)):
        doubles = bands.surely_doubles(gain, before)
        assert not doubles or 0 < before <= gain
        said.setdefault((bands.rounded(gain), bands.rounded(before)), set()).add(doubles)

    assert all(len(answers) == 1 for answers in said.values())
    assert {True} in said.values()


def test_a_landlord_reads_bands_and_the_page_to_change(client, landlord):
    unit = a_unit(landlord)
    households(2)
    households(3, pets=PetKind.LARGE)
    tonight()

    page = page_of(client, unit)

    assert "It suited fewer than 10 households looking for a home that night." in page
    assert "Fewer than 10 households more If animals of any size are welcome" in page
    assert "Pets fewer than 10 households" in page
    assert not re.search(r"\b[235] households?\b", page)
    assert f"/units/{unit.id}/steps/rules" in client.get(f"/units/{unit.id}/fit").text


def test_the_team_reads_exact_counts(client, administrator):
    unit = a_unit()
    households(2)
    households(3, pets=PetKind.LARGE)
    tonight()

    page = page_of(client, unit)

    assert "It suited 2 households, of 5 households looking for a home that night." in page
    assert "Without a proposal among them: 1 household." in page
    assert "3 households more If animals of any size are welcome Twice as many at least" in page


def test_what_is_checked_on_the_spot_is_changed_with_the_team(client, landlord):
    unit = a_unit(landlord, min_people=4)
    households(1)
    tonight()

    page = page_of(client, unit)

    assert "It suited no household that night." in page
    assert "If it may be lent to 3 people Decided with the Stirrup team" in page


def test_a_longer_loan_is_told_by_its_last_day():
    choice = Choice("longer", today().toordinal(), 1)

    assert choice_words.words_of(choice).startswith("If it is lent until")


@pytest.mark.parametrize("days", range(0, 400, 13))
def test_a_home_lent_until_the_day_told_can_begin_on_the_day_needed(days, monkeypatch):
    first = today() + timedelta(days=days)
    told = []
    monkeypatch.setattr(choice_words, "date_long", lambda day: told.append(day) or "")

    choice_words.words_of(Choice("longer", first.toordinal(), 1))

    assert latest_first_day(told[0]) >= first


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (UnitState.OPEN, "come back tomorrow morning"),
        (UnitState.PAUSED, "State of this one: Paused."),
    ],
)
def test_a_home_outside_the_night_reads_why(client, landlord, state, words):
    tonight()

    assert words in page_of(client, a_unit(landlord, state=state))


def test_a_home_whose_earlier_proposal_waits_reads_so(client, landlord):
    unit = a_unit(landlord)
    a_proposal(unit, state=ProposalState.POSTPONED, run=an_older_run())
    tonight()

    assert "A proposal made earlier for this home" in page_of(client, unit)


def test_before_the_first_night_the_page_says_so(client, landlord):
    assert "No night to read from" in page_of(client, a_unit(landlord))


def test_an_input_of_another_version_explains_nothing(client, landlord):
    unit = a_unit(landlord)
    tonight()
    db.session.query(MatchRun).one().input_snapshot = b"something else"
    db.session.commit()

    assert "No night to read from" in page_of(client, unit)


def test_a_landlord_who_wants_no_more_stays_reads_so(client, landlord):
    landlord.organisation.most_stays = 0
    unit = a_unit(landlord)
    households(1)
    tonight()

    assert "As many stays as its owner wants are there" in page_of(client, unit)


def held(unit, **values) -> UnitHold:
    """A hold of the policy that lasts some nights."""
    ordinary = {
        "unit_id": unit.id,
        "from_date": today(),
        "until_date": today() + timedelta(days=5),
        "kept_for": NEEDS_STEP_FREE,
        "reason": HoldReason.SCARCE,
    }
    unit.state = UnitState.HELD
    return stored(UnitHold(**ordinary | values))


def test_a_home_that_is_kept_says_for_whom_until_when_and_why(client, landlord):
    unit = a_unit(landlord)
    held(unit)

    page = page_of(client, unit)

    assert "This home is kept back. Kept until" in page
    assert "one of these needs: step-free access from the street." in page
    assert "Rare: kept by the policy in force" in page


def test_a_colleagues_note_is_read_by_the_team_alone(client, landlord):
    unit, team = a_unit(landlord), an_administrator(language="en")
    held(
        unit,
        kept_for=FOR_NOBODY,
        reason=HoldReason.REVIEWER,
        made_by_id=team.id,
        note="Fuite d’eau à réparer",
    )

    assert "Kept back for everyone until" in page_of(client, unit)
    assert "Fuite" not in page_of(client, unit)
    client.sign_in(team)
    assert "Fuite" in page_of(client, unit)


@pytest.mark.parametrize("reader", ["landlord", "team"])
def test_a_home_cannot_tell_what_a_household_chose_from_what_keeps_it_safe(
    client, landlord, reader
):
    unit, referral = a_unit(landlord), a_referral()
    if reader == "team":
        client.sign_in(an_administrator(language="en"))
    reasons = ("refused", "excluded", "zone", "banned", "declined", "asked_elsewhere", "anchored")

    pages = []
    for reason in reasons:
        _keep_away(referral, unit, reason)
        tonight()
        page = client.get(f"/units/{unit.id}/fit").text
        pages.append(TOKEN.sub("", page))
        _start_again()

    assert "Other conditions" in pages[0]
    assert pages == [pages[0]] * len(pages)


def _start_again() -> None:
    """Forget the night and what kept the home away."""
    for model in (DeclinedPair, PairChoice, CommunePreference, SafetyZone, Anchor, Proposal):
        db.session.query(model).delete()
    db.session.query(MatchRun).delete()
    db.session.commit()


def _keep_away(referral, unit, reason: str) -> None:
    if reason == "asked_elsewhere":
        accepted = CommuneStance.ACCEPTED
        stored(
            CommunePreference(
                referral_id=referral.id, commune_code="59350", stance=accepted, rank=1
            )
        )
    elif reason == "anchored":
        far = {"latitude": 51.5, "longitude": 3.5, "max_km": 2}
        stored(Anchor(referral_id=referral.id, label="Gare", **far))
    else:
        silent(referral, unit, reason)


@pytest.mark.parametrize("person", [a_landlord, a_case_worker])
def test_somebody_elses_home_is_not_there(client, person):
    client.sign_in(person())

    answer = client.get(f"/units/{a_unit(commune_code=ROUBAIX).id}/fit")

    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_nobody_is_sent_to_sign_in(client):
    assert client.get(f"/units/{a_unit().id}/fit").status_code == HTTPStatus.FOUND


def test_the_home_leads_to_the_page(client, landlord):
    unit = a_unit(landlord)

    assert f"/units/{unit.id}/fit" in client.get(f"/units/{unit.id}").text
