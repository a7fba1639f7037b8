"""The what-if board: try, compare, adopt; what is adopted gives new proposals, never a stay."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import event, select

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.matching.tables import FOR_NOBODY
from stirrup.placements.models import Placement
from stirrup.referrals.enums import ReferralState, Urgency
from stirrup.referrals.models import SafetyZone
from stirrup.runs import holds
from stirrup.runs.choice_models import MatchParameters, PairChoice, UnitHold
from stirrup.runs.enums import ChoiceKind, ProposalState
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.nightly import start_manual_run
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_local_authority,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
    an_association,
)
from tests.features.runs.situations import a_town, count, proposals_in, tonight

HOSTILE = ("a\x00b", "9" * 20, "NaN", "-1", "M-", "\N{RIGHT-TO-LEFT OVERRIDE}x", "M-0", "٣")


@pytest.fixture
def administrator(client):
    person = an_administrator(language="en", display_name="Claire Morel")
    client.sign_in(person)
    return person


@pytest.fixture
def two_households(client, administrator):
    """One home, proposed to the urgent household; the other one waits for nothing."""
    home = a_unit()
    urgent = a_referral(urgency=Urgency.NO_SHELTER)
    stable = a_referral(urgency=Urgency.STABLE)
    tonight()
    return home, urgent, stable


def trying(*changes: str) -> str:
    return "/what-if?" + "&".join(f"change={quote(change)}" for change in changes)


def a_pin(referral, unit) -> str:
    return f"pin:{referral.reference}:{unit.reference}"


def adopt(client, *changes: str, **fields):
    ordinary = {"change": list(changes), "run": latest_run().id, "note": "Seen on site."}
    page = fields.pop("page", None) or trying(*changes)
    return client.submit(
        page, ordinary | {"nights": "14"} | fields, to="/what-if/adopt", follow_redirects=False
    )


def latest_run() -> MatchRun:
    return db.session.scalars(select(MatchRun).order_by(MatchRun.id.desc())).first()


def test_before_the_first_run_there_is_nothing_to_try_on(client, administrator):
    assert "No run yet" in client.get("/what-if").text


def test_a_run_whose_input_is_gone_is_said(client, administrator):
    a_run(input_snapshot=None)

    assert "Nothing to try on" in client.get("/what-if").text


def test_a_run_stored_by_another_version_is_said(client, administrator):
    a_run(input_snapshot=b"of another time")

    answer = client.get("/what-if")

    assert answer.status_code == 200
    assert "Nothing to try on" in answer.text


def test_the_empty_board_says_how_to_begin(client, two_households):
    page = client.get("/what-if").text

    assert "Nothing yet. Add a change" in page
    assert "Adopt these changes" not in page


def test_a_pin_says_who_gains_who_loses_and_what_it_costs(client, two_households):
    home, urgent, stable = two_households

    page = client.get(trying(a_pin(stable, home))).text

    assert "</svg>Gains</span>" in page
    assert "</svg>Loses</span>" in page
    assert "1 household without shelter tonight fewer" in page
    assert page.index(stable.reference) > 0
    assert urgent.reference in page
    assert count(PairChoice) == 0


def test_a_change_that_moves_nobody_says_so(client, two_households):
    home, urgent, _stable = two_households

    page = client.get(trying(a_pin(urgent, home), "weight:stability:0")).text

    assert "Nothing changes: every household keeps the home it had, or none." in page


def test_a_weight_that_the_order_of_the_levels_outranks_moves_nobody(client, two_households):
    page = client.get(trying("weight:waiting:5")).text

    assert "Most points for waiting: 5" in page
    assert "Nothing changes" in page


def test_a_home_kept_back_costs_a_household(client, two_households):
    home, *_others = two_households

    page = client.get(trying(f"hold:{home.reference}")).text

    assert "1 household with a home fewer" in page
    assert f"{home.reference} proposed to nobody" in page


def test_comparison_by_association_commune_and_size(client, administrator):
    first, second = an_association(name="Relais A"), an_association(name="Relais B")
    home = a_unit()
    a_referral(a_case_worker(first), urgency=Urgency.NO_SHELTER)
    other = a_referral(a_case_worker(second), urgency=Urgency.STABLE)
    tonight()

    page = client.get(trying(a_pin(other, home))).text

    assert "Relais A" in page
    assert "Relais B" in page
    assert "By association" in page


def test_a_pair_that_a_rule_forbids_is_said_with_its_obstacles(
    client, administrator, two_households
):
    _home, _urgent, stable = two_households
    small = a_unit(bedrooms=0, max_people=1, min_people=1)
    start_manual_run(by=administrator)

    page = client.get(trying(a_pin(stable, small))).text

    assert "this cannot be" in page
    assert "too small or too large" in page
    assert "Adopt these changes" not in page


def test_a_silent_condition_behind_an_unmet_pair_has_no_name(client, administrator):
    home = a_unit()
    hidden = a_referral()
    area = {"commune_code": home.commune_code, "km": 0, "latitude": 0.0, "longitude": 0.0}
    db.session.add(SafetyZone(referral_id=hidden.id, area=area))
    db.session.commit()
    tonight()

    page = client.get(trying(a_pin(hidden, home))).text

    assert "Another condition is not met" in page
    assert "safety" not in page.lower()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (("pin:{urgent}:{home}", "pin:{stable}:{home}"), "no place left"),
        (("pin:{stable}:{home}", "ban:{stable}:{home}"), "both asked for and ruled out"),
        (("pin:{stable}:{home}", "hold:{home}"), "it cannot be kept back too"),
        (("pin:M-999999:{home}",), "This household was not ready for this run."),
        (("hold:LOG-999999",), "This home was not open for this run."),
        (("open:{home}",), "This is already so."),
        (("weight:waiting:60",), "This is already so."),
        (("weight:days_per_waiting_point:0",), "within its published bounds"),
    ],
)
def test_what_cannot_be_tried_is_said_and_can_be_removed(client, two_households, changes, words):
    home, urgent, stable = (one.reference for one in two_households)
    changes = [change.format(home=home, urgent=urgent, stable=stable) for change in changes]

    answer = client.get(trying(*changes))

    assert words in answer.text
    assert answer.text.count(">Remove<") == len(changes)
    assert "Adopt these changes" not in answer.text


def test_a_form_adds_a_change_to_those_of_the_address(client, two_households):
    home, _urgent, stable = two_households
    typed = f"add=pair&pair-kind=ban&pair-household={stable.id}&pair-home=log-{home.id}"

    answer = client.get(f"{trying('weight:waiting:5')}&{typed}")

    assert answer.status_code == 302
    query = answer.location.replace("%3A", ":")
    assert f"change=weight:waiting:5&change=ban:{stable.reference}:{home.reference}" in query


def test_another_value_of_a_weight_takes_the_place_of_the_first(client, two_households):
    answer = client.get(
        f"{trying('weight:waiting:5')}&add=weight&weight-part=waiting&weight-value=6"
    )

    assert answer.location.replace("%3A", ":").count("change=") == 1
    assert "weight:waiting:6" in answer.location.replace("%3A", ":")


@pytest.mark.parametrize(
    "query",
    [
        "add=pair&pair-kind=pin&pair-home=1&pair-household=",
        "add=home&home-kind=hold&home-home=",
        "add=home&home-home=1&home-kind=",
        "add=weight&weight-part=waiting&weight-value=",
        "add=weight&weight-value=1&weight-part=",
        "change=",
        "change=weight:waiting:",
    ],
)
def test_bad_input_is_refused_beside_what_was_typed(client, administrator, query):
    a_town(households=1, homes=1)
    tonight()

    answers = [client.get(f"/what-if?{query}{quote(typed)}") for typed in HOSTILE]

    assert {answer.status_code for answer in answers} == {422}
    assert all("What if?" in answer.text for answer in answers)


def test_more_than_ten_changes_are_not_tried(client, two_households):
    changes = [f"hold:LOG-{number:04d}" for number in range(1, 13)]

    answer = client.get(trying(*changes))

    assert answer.status_code == 422
    assert "more than 10" in answer.text


def test_an_adopted_pin_gives_a_new_proposal_and_no_stay(client, administrator, two_households):
    home, _urgent, stable = two_households

    answer = adopt(client, a_pin(stable, home))
    client.submit("/choices", {"commune": ""}, to="/runs/start")

    assert answer.status_code == 302
    (choice,) = db.session.scalars(select(PairChoice))
    assert (choice.kind, choice.made_by_id) == (ChoiceKind.PIN, administrator.id)
    assert (choice.note, choice.expires_on) == ("Seen on site.", today() + timedelta(days=14))
    (proposal,) = proposals_in(ProposalState.SUBMITTED)
    assert proposal.referral_id == stable.id
    assert count(Placement) == 0


def test_an_exchange_is_adopted_whole(client, administrator):
    homes, households = [a_unit(), a_unit()], [a_referral(), a_referral()]
    tonight()
    now_in = {one.referral_id: one.unit_id for one in proposals_in(ProposalState.SUBMITTED)}
    (first, second), (home, other) = households, homes
    if now_in[first.id] != home.id:
        home, other = other, home

    adopt(client, a_pin(first, other), a_pin(second, home))
    start_manual_run(by=administrator)

    then_in = {one.referral_id: one.unit_id for one in proposals_in(ProposalState.SUBMITTED)}
    assert then_in == {first.id: other.id, second.id: home.id}


def test_a_ban_a_hold_and_a_weight_are_adopted_together(client, two_households):
    home, urgent, _stable = two_households
    other = a_unit()
    start_manual_run(by=db.session.merge(an_administrator()))

    adopt(
        client,
        f"ban:{urgent.reference}:{home.reference}",
        f"hold:{other.reference}",
        "weight:waiting:30",
    )

    assert db.session.scalars(select(PairChoice.kind)).one() == ChoiceKind.BAN
    assert db.session.scalars(select(UnitHold.kept_for)).one() == FOR_NOBODY
    assert db.session.get(Unit, other.id).state == UnitState.HELD
    parameters = db.session.scalars(select(MatchParameters)).one()
    assert parameters.weights["waiting"] == 30
    assert parameters.weights["scarcity"] == 40


def test_opening_a_kept_home_ends_its_hold(client, administrator, two_households):
    home, *_others = two_households
    holds.hold_unit(
        home, by=administrator, kept_for=1, until=today() + timedelta(days=5), note="Rare."
    )
    start_manual_run(by=administrator)

    adopt(client, f"open:{home.reference}")

    assert db.session.scalars(select(UnitHold)).one().released_at is not None
    assert db.session.get(Unit, home.id).state == UnitState.OPEN


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"note": ""}, "Answer this question."),
        ({"note": "a\x00b"}, "invisible characters"),
        ({"note": "x" * 501}, "Shorten this"),
        ({"nights": "9" * 20}, "Choose an answer."),
        ({"nights": "NaN"}, "Choose an answer."),
    ],
)
def test_adopting_needs_words_and_a_number_of_nights(client, two_households, fields, words):
    home, _urgent, stable = two_households

    answer = adopt(client, a_pin(stable, home), **fields)

    assert answer.status_code == 422
    assert words in answer.text
    assert count(PairChoice) == 0


def test_changes_that_cannot_be_read_are_not_adopted_in_part(client, two_households):
    home, _urgent, stable = two_households
    pin = a_pin(stable, home)

    answer = adopt(client, pin, page=trying(pin), change=[pin, "pin:x:y"])

    assert answer.status_code == 422
    assert count(PairChoice) == 0


def test_nothing_is_adopted_once_a_later_run_has_made_other_proposals(
    client, administrator, two_households
):
    home, _urgent, stable = two_households
    seen = latest_run().id
    start_manual_run(by=administrator)

    answer = adopt(client, a_pin(stable, home), run=seen)

    assert answer.status_code == 409
    assert "A later run has made other proposals meanwhile." in answer.text
    assert count(PairChoice) == 0


@pytest.mark.parametrize("run", ["", "x", "9" * 20, "0"])
def test_nothing_is_adopted_without_the_run_that_was_read(client, two_households, run):
    home, _urgent, stable = two_households

    assert adopt(client, a_pin(stable, home), run=run).status_code == 409
    assert count(PairChoice) == 0


def test_a_household_decided_meanwhile_is_said_and_nothing_is_adopted(client, two_households):
    home, urgent, _stable = two_households
    other = a_unit()
    proposal = db.session.scalars(select(Proposal)).one()
    proposal.state = ProposalState.ACCEPTED
    urgent.state = ReferralState.PROPOSED
    db.session.commit()
    changes = f"hold:{home.reference}", f"ban:{urgent.reference}:{home.reference}"

    page = client.get(trying(*changes)).text
    answer = adopt(client, *changes)

    assert "Accepted" in page
    assert "had its proposal decided since the run" in page
    assert "This household is no longer ready: this cannot be adopted." in page
    assert answer.status_code == 409
    assert "This referral is not ready for the night. Nothing was changed." in answer.text
    assert other.state == UnitState.OPEN


def test_a_refusal_leaves_nothing_of_the_changes_before_it(client, two_households):
    home, _urgent, stable = two_households
    changes = f"hold:{home.reference}", f"ban:{stable.reference}:{home.reference}"
    stable.state = ReferralState.PARKED
    db.session.commit()
    lines = count(AuditEntry)

    answer = adopt(client, *changes)

    assert answer.status_code == 409
    assert count(UnitHold) + count(PairChoice) == 0
    assert count(AuditEntry) == lines
    assert db.session.get(Unit, home.id).state == UnitState.OPEN


def test_a_pair_that_cannot_be_met_is_not_adopted(client, administrator, two_households):
    _home, _urgent, stable = two_households
    small = a_unit(bedrooms=0, max_people=1, min_people=1)
    start_manual_run(by=administrator)

    answer = adopt(client, a_pin(stable, small), page="/choices")

    assert answer.status_code == 409
    assert "A pair asked for cannot be met" in answer.text
    assert count(PairChoice) == 0


def test_contradictions_are_not_adopted(client, two_households):
    home, _urgent, stable = two_households

    answer = adopt(client, a_pin(stable, home), f"hold:{home.reference}", page="/choices")

    assert answer.status_code == 409
    assert "it cannot be kept back too" in answer.text
    assert count(PairChoice) + count(UnitHold) == 0


def test_nothing_tried_is_nothing_to_adopt(client, two_households):
    answer = adopt(client, page="/choices")

    assert answer.status_code == 409
    assert "there is nothing to adopt" in answer.text


def test_an_address_holds_references_and_no_word_about_anybody(client, two_households):
    home, _urgent, stable = two_households
    query = f"add=pair&pair-kind=pin&pair-household={stable.id}&pair-home={home.id}"

    location = client.get(f"/what-if?{query}").location

    assert location.replace("%3A", ":").endswith(
        f"/what-if?change=pin:{stable.reference}:{home.reference}#result"
    )


def test_the_choices_in_force_can_be_ended(client, two_households):
    home, _urgent, stable = two_households
    adopt(client, a_pin(stable, home))
    choice = db.session.scalars(select(PairChoice)).one()

    listed = client.get("/choices").text
    ended = client.submit("/choices", to=f"/choices/{choice.id}/end", follow_redirects=True)
    again = client.submit("/choices", to=f"/choices/{choice.id}/end")

    assert "Seen on site." in listed
    assert "Claire Morel" in listed
    assert "No choice is in force" in ended.text
    assert again.status_code == 409
    assert db.session.get(PairChoice, choice.id).ended_at is not None


def test_a_home_kept_back_can_be_released(client, two_households):
    home, *_others = two_households
    adopt(client, f"hold:{home.reference}")
    hold = db.session.scalars(select(UnitHold)).one()

    listed = client.get("/choices").text
    client.submit("/choices", to=f"/holds/{hold.id}/release")
    again = client.submit("/choices", to=f"/holds/{hold.id}/release")

    assert home.reference in listed
    assert again.status_code == 409
    assert db.session.get(Unit, home.id).state == UnitState.OPEN


def test_a_board_needs_few_queries(client, administrator):
    a_town(households=30, homes=20)
    tonight()
    queries = []
    first = proposals_in(ProposalState.SUBMITTED)[0]

    @event.listens_for(db.engine, "before_cursor_execute")
    def remember(_connection, _cursor, statement, *_rest):
        queries.append(statement)

    client.get(trying(f"hold:{first.unit.reference}"))
    event.remove(db.engine, "before_cursor_execute", remember)

    assert len([one for one in queries if one.startswith("SELECT")]) <= 12


@pytest.mark.parametrize("person", [a_landlord, a_case_worker, a_local_authority])
@pytest.mark.parametrize("path", ["/what-if", "/choices"])
def test_only_administrators_open_these_pages(client, person, path):
    client.sign_in(person())

    assert client.get(path).status_code == 403


@pytest.mark.parametrize("person", [a_landlord, a_case_worker, a_local_authority])
def test_only_administrators_adopt_and_end(client, two_households, person):
    home, _urgent, stable = two_households
    other = a_unit()
    start_manual_run(by=an_administrator())
    adopt(client, a_pin(stable, home), f"hold:{other.reference}")
    choice = db.session.scalars(select(PairChoice)).one()
    hold = db.session.scalars(select(UnitHold)).one()
    client.sign_in(person())

    assert client.submit("/help", {"note": "x"}, to="/what-if/adopt").status_code == 403
    assert client.submit("/help", to=f"/choices/{choice.id}/end").status_code == 404
    assert client.submit("/help", to=f"/holds/{hold.id}/release").status_code == 404


@pytest.mark.parametrize("path", ["/what-if", "/choices"])
def test_nobody_is_asked_to_sign_in(client, path):
    assert client.get(path).status_code == 302


def test_adopting_needs_a_form_of_ours(client, two_households):
    assert client.post("/what-if/adopt", data={"note": "x"}).status_code == 400
