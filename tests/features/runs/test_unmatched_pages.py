"""Who comes before and after a proposal, and who and what a run left without one."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import event

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.referrals.enums import CommuneStance, Urgency
from stirrup.referrals.models import CommunePreference
from stirrup.runs.before_and_after import EXCHANGES, WHY
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import MatchRun
from tests.factories import (
    ROUBAIX,
    a_case_worker,
    a_landlord,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
    stored,
)
from tests.features.runs.situations import a_town, proposals_in, tonight
from tests.features.runs.test_why_not_pages import silent

HOSTILE = ("side=%00", "reason=a%00b", "reason=other_conditions", "page=x", "page=" + "9" * 25)


@pytest.fixture
def administrator(client):
    person = an_administrator(language="en")
    client.sign_in(person)
    return person


def words_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text.replace("\N{NO-BREAK SPACE}", " ")).split())


def unmatched(client, query: str = "") -> str:
    run = db.session.query(MatchRun).order_by(MatchRun.id.desc()).first()
    return words_of(client, f"/runs/{run.id}/unmatched?{query}")


def waiting(days: int, **values):
    return a_referral(waiting_since=today() - timedelta(days=days), **values)


def test_a_proposal_names_who_would_come_next_in_order(client, administrator):
    chosen = waiting(90)
    first, second = waiting(60), waiting(30)
    a_unit()
    tonight()
    proposal = proposals_in(ProposalState.SUBMITTED)[0]

    page = words_of(client, f"/proposals/{proposal.id}")

    assert proposal.referral_id == chosen.id
    assert "No household without this home comes before it." in page
    next_ones = page[page.index("Next, should this one fall through") :]
    assert next_ones.index(first.reference) < next_ones.index(second.reference)


def test_a_proposal_names_who_comes_before_with_the_reason_and_its_own_proposal(
    client, administrator
):
    more_urgent = waiting(10, urgency=Urgency.NO_SHELTER)
    chosen = waiting(10, bedrooms_needed=3)
    larger = a_unit(bedrooms=3)
    a_unit()
    tonight()
    proposals = {one.unit_id: one for one in proposals_in(ProposalState.SUBMITTED)}
    proposal = proposals.pop(larger.id)
    (other,) = proposals.values()

    page = words_of(client, f"/proposals/{proposal.id}")

    assert proposal.referral_id == chosen.id
    assert "1 household comes before it in the order of the night" in page
    before = page[page.index("Before this household") : page.index("Next, should")]
    assert more_urgent.reference in before
    assert "The home proposed to it suits it better." in before
    assert other.reference in before


def test_a_household_without_support_is_said_to_be_passed_over_for_it(client, administrator):
    worker = a_case_worker()
    worker.organisation.support_capacity = 0
    a_referral(worker, urgency=Urgency.NO_SHELTER)
    waiting(5)
    a_unit()
    tonight()
    proposal = proposals_in(ProposalState.SUBMITTED)[0]

    assert "can support nobody more for now" in words_of(client, f"/proposals/{proposal.id}")


def test_every_reason_has_its_words():
    assert all([*WHY.values(), *EXCHANGES.values()])
    assert len(set(WHY.values()) | set(EXCHANGES.values())) == len(WHY) + len(EXCHANGES)


def test_long_lists_are_cut_and_counted(client, administrator):
    a_town(households=12, homes=1)
    tonight()
    proposal = proposals_in(ProposalState.SUBMITTED)[0]

    assert "And 6 others." in words_of(client, f"/proposals/{proposal.id}")


def test_a_forgotten_input_leaves_both_lists_out(client, administrator):
    a_town()
    tonight()
    db.session.query(MatchRun).one().input_snapshot = None
    db.session.commit()
    proposal = proposals_in(ProposalState.SUBMITTED)[0]

    page = words_of(client, f"/proposals/{proposal.id}")

    assert "Who comes before, and who comes next" not in page


def test_the_run_says_what_urgency_cost(client, administrator):
    a_town()
    tonight()
    run = db.session.query(MatchRun).one()

    assert "no more households could have had a home otherwise" in words_of(
        client, f"/runs/{run.id}"
    )
    run.price_of_urgency = 2
    db.session.commit()
    assert "without that, 2 households more could have had a home" in words_of(
        client, f"/runs/{run.id}"
    )


def test_households_left_without_a_proposal_have_what_binds_them_and_what_would_help(
    client, administrator
):
    referral = a_referral(urgency=Urgency.NO_SHELTER)
    stored(
        CommunePreference(
            referral_id=referral.id,
            commune_code="59350",
            stance=CommuneStance.ACCEPTED,
            rank=1,
        )
    )
    a_unit()
    tonight()

    page = unmatched(client)

    assert "Households: 1 Homes: 1" in page
    assert f"{referral.reference} No shelter tonight, 60 days No open home suits" in page
    assert "Communes: 1 out of 1 If Roubaix suits too: + 1 home" in page


def test_homes_left_without_a_proposal_have_theirs(client, administrator):
    unit = a_unit(min_people=4)
    a_referral()
    tonight()

    page = unmatched(client, "side=homes")

    assert f"{unit.reference} Roubaix, 2 bedrooms Suits no household" in page
    assert "Number of people: 1 out of 1 If it may be lent to 3 people: + 1 household" in page


def test_the_most_urgent_and_the_longest_wait_stand_first(client, administrator):
    last, second = waiting(5), waiting(90)
    first = waiting(1, urgency=Urgency.NO_SHELTER)
    tonight()

    page = unmatched(client)

    places = [page.index(referral.reference) for referral in (first, second, last)]
    assert places == sorted(places)


def test_reasons_filter_the_list(client, administrator):
    lost = [waiting(days) for days in (5, 6)]
    none = a_referral(bedrooms_needed=5)
    a_unit()
    tonight()

    page = unmatched(client, "reason=no_home_suits")

    assert "All the reasons: 2" in page
    assert none.reference in page
    assert not any(referral.reference in page for referral in lost)


def test_a_page_holds_twenty_five_lines(client, administrator):
    a_town(households=27, homes=0)
    tonight()

    assert unmatched(client).count("No open home suits") == 26
    assert unmatched(client, "page=2").count("No open home suits") == 3


@pytest.mark.parametrize("query", HOSTILE)
def test_an_absurd_address_shows_the_ordinary_list(client, administrator, query):
    referral = a_referral()
    tonight()

    assert referral.reference in unmatched(client, query)


def test_reasons_are_read_for_the_last_night_only(client, administrator):
    referral = a_referral()
    tonight()
    address = f"/referrals/{referral.id}/why-not-yet"
    run = db.session.query(MatchRun).one()
    assert address in client.get(f"/runs/{run.id}/unmatched").text

    a_run(business_date=today() + timedelta(days=1))

    assert address not in client.get(f"/runs/{run.id}/unmatched").text


def test_a_run_whose_input_is_forgotten_lists_nobody(client, administrator):
    a_referral()
    tonight()
    db.session.query(MatchRun).one().input_snapshot = None
    db.session.commit()

    assert "The input of this run is no longer kept" in unmatched(client)


def test_lines_of_twins_differ_by_nothing_whatever_silent_reason_blocks(client, administrator):
    unit = a_unit()
    reasons = ("refused", "excluded", "zone", "banned", "declined")
    twins = [a_referral() for _reason in reasons]
    for twin, reason in zip(twins, reasons, strict=True):
        silent(twin, unit, reason)
    tonight()
    text = client.get(f"/runs/{_last_run()}/unmatched").text

    lines = re.findall(r"<tr><th scope=\"row\".*?</tr>", text, re.DOTALL)

    told = {re.sub(r"M-\d{4}|/referrals/\d+", "", line) for line in lines}
    assert len(lines) == len(twins)
    assert len(told) == 1
    assert "Other conditions: 1 out of 1" in told.pop()


def _last_run() -> int:
    return db.session.query(MatchRun).order_by(MatchRun.business_date.desc()).first().id


@pytest.mark.parametrize("page", ["/runs/{run}/unmatched", "/units/{unit}/fit"])
def test_a_page_takes_few_queries_however_much_it_explains(client, administrator, page):
    a_town(households=12, homes=3)
    unit = a_unit(min_people=4)
    tonight()
    address = page.format(run=_last_run(), unit=unit.id)
    client.get(address)
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *what: statements.append(what[2]))

    client.get(address)

    assert 0 < len([one for one in statements if one.lstrip().startswith("SELECT")]) <= 10


@pytest.mark.parametrize("person", [a_landlord, a_case_worker])
def test_only_the_team_reads_the_list(client, person):
    client.sign_in(person())

    assert client.get(f"/runs/{a_run().id}/unmatched").status_code == HTTPStatus.NOT_FOUND


def test_nobody_is_sent_to_sign_in(client):
    assert client.get(f"/runs/{a_run().id}/unmatched").status_code == HTTPStatus.FOUND


def test_the_run_leads_to_the_list(client, administrator):
    run = a_run(territory=ROUBAIX)

    assert f"/runs/{run.id}/unmatched" in client.get(f"/runs/{run.id}").text
