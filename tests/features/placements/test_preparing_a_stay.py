"""From an accepted proposal to an agreement that may be produced: dates, answers, facts, end."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import NotPermittedError
from stirrup.placements import services
from stirrup.placements.answering import answers, cancelling
from stirrup.placements.enums import FactsSection, Payer, PlacementState
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lifecycle import PlacementInWrongStateError, end_day
from stirrup.placements.papers import orders
from stirrup.placements.papers.missing import list_missing
from stirrup.referrals.enums import ReferralState
from stirrup.runs.enums import ProposalState
from stirrup.units.enums import UnitState
from tests import factories
from tests.features.placements.situations import complete


def count_lines() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def an_accepted_proposal(**values):
    return factories.a_proposal(state=ProposalState.ACCEPTED, **values)


def test_opening_a_stay_reserves_both_sides_and_names_who_decided(app):
    proposal, team = an_accepted_proposal(), factories.an_administrator()

    placement = services.open_placement(proposal, by=team)
    db.session.commit()

    assert placement.unit.state == UnitState.RESERVED
    assert placement.referral.state == ReferralState.PROPOSED
    assert placement.decided_by_id == team.id
    assert placement.end_day == end_day(proposal.first_day)


def test_a_shared_home_stays_open_while_a_place_is_left(app):
    proposal = an_accepted_proposal(unit=factories.a_unit(places=2))

    services.open_placement(proposal, by=factories.an_administrator())

    assert proposal.unit.state == UnitState.OPEN


def test_a_stay_does_not_open_on_a_home_that_is_no_longer_free(app):
    proposal = an_accepted_proposal(unit=factories.a_unit(state=UnitState.PAUSED))

    with pytest.raises(Exception, match="no longer in a state"):
        services.open_placement(proposal, by=factories.an_administrator())


def test_the_six_months_follow_the_first_day(app):
    placement = factories.a_placement()
    first_day = placement.first_day + timedelta(days=10)

    services.change_first_day(placement, first_day, by=factories.an_administrator())

    assert (placement.first_day, placement.end_day) == (first_day, end_day(first_day))


@pytest.mark.parametrize("days", [-30, 91, 400])
def test_a_first_day_outside_the_windows_is_refused_and_nothing_moves(app, days):
    placement = factories.a_placement()
    before = placement.first_day

    with pytest.raises(services.OutsideWindowsError):
        services.change_first_day(
            placement, today() + timedelta(days=days), by=factories.an_administrator()
        )

    assert placement.first_day == before


def test_six_months_that_end_after_the_landlord_s_window_are_refused(app):
    unit = factories.a_unit(available_until=today() + timedelta(days=200))
    placement = factories.a_placement(an_accepted_proposal(unit=unit))

    with pytest.raises(services.OutsideWindowsError):
        services.change_first_day(
            placement, today() + timedelta(days=30), by=factories.an_administrator()
        )


def test_each_answer_is_recorded_on_behalf_with_one_line_in_the_journal(app):
    placement, team = factories.a_placement(), factories.an_administrator()
    before = count_lines()

    answers.say_yes(placement, Side.HOUSEHOLD, by=team)
    answers.say_yes(placement, Side.LANDLORD, by=team)

    assert placement.both_said_yes
    assert count_lines() == before + 2
    assert [event.on_behalf for event in placement.events] == [True, True]


@pytest.mark.parametrize("person", [factories.a_landlord, factories.a_case_worker])
def test_only_an_administrator_records_answers(app, person):
    placement = factories.a_placement()

    with pytest.raises(NotPermittedError):
        answers.say_yes(placement, Side.LANDLORD, by=person())


def test_a_new_stay_lacks_something_in_each_section_but_the_association(app):
    placement = factories.a_placement()
    association = placement.referral.association
    association.signatory_name, association.signatory_quality = "Paul Lemaire", "directeur"

    lacking = {fact.section for fact in list_missing(placement)}

    assert lacking == {
        FactsSection.LENDERS,
        FactsSection.RESIDENTS,
        FactsSection.HOME,
        FactsSection.INSURANCE,
    }


def test_nothing_is_missing_once_each_section_is_complete(app):
    placement = complete(factories.a_placement(), factories.an_administrator())

    assert list_missing(placement) == ()


def test_no_document_is_ordered_before_both_said_yes(app):
    team = factories.an_administrator()
    placement = complete(factories.a_placement(), team)

    with pytest.raises(orders.AnswersAwaitedError):
        orders.order_documents(placement, by=team)


def test_no_document_is_ordered_while_a_fact_is_missing(app):
    placement = factories.a_placement(agreed=True)

    with pytest.raises(orders.FactsMissingError):
        orders.order_documents(placement, by=factories.an_administrator())

    assert placement.documents == []


def test_cancelling_frees_both_sides_and_costs_no_waiting_time(app):
    placement = factories.a_placement(agreed=True)
    waiting_since = placement.referral.waiting_since

    cancelling.cancel_placement(placement, "person_other", by=factories.an_administrator())

    assert placement.state == PlacementState.CANCELLED
    assert placement.unit.state == UnitState.OPEN
    assert placement.referral.state == ReferralState.READY
    assert placement.referral.waiting_since == waiting_since


def test_a_cancelled_stay_is_prepared_no_further(app):
    placement = factories.a_placement(state=PlacementState.CANCELLED)

    with pytest.raises(PlacementInWrongStateError):
        answers.say_yes(placement, Side.HOUSEHOLD, by=factories.an_administrator())


def test_the_page_of_a_section_keeps_what_was_typed_and_says_what_is_wrong(client):
    placement = factories.a_placement()
    client.sign_in(factories.an_administrator())
    page = f"/stays/{placement.id}/facts/home"

    answer = client.submit(page, {"tax_number": "12", "water_meter": "Compteur 7"})

    assert answer.status_code == 422
    assert 'value="Compteur 7"' in answer.text
    assert "govuk-error-message" in answer.text


@pytest.mark.parametrize("typed", ["\x00", "\ud800", "9" * 20, "NaN", "²"])
def test_bad_input_is_refused_beside_the_field_never_a_failure(client, typed):
    placement = factories.a_placement()
    client.sign_in(factories.an_administrator())
    page = f"/stays/{placement.id}/facts/home"

    answer = client.submit(page, {"keys_count": typed.encode("utf-8", "surrogatepass")})

    assert answer.status_code == 422


def test_a_section_that_does_not_exist_answers_404(client):
    placement = factories.a_placement()
    client.sign_in(factories.an_administrator())

    assert client.get(f"/stays/{placement.id}/facts/secrets").status_code == 404


def test_the_dates_are_changed_on_their_page(client):
    placement = factories.a_placement()
    client.sign_in(factories.an_administrator())
    first_day = today() + timedelta(days=20)

    answer = client.submit(
        f"/stays/{placement.id}/first-day",
        {
            "first_day-day": first_day.day,
            "first_day-month": first_day.month,
            "first_day-year": first_day.year,
        },
    )

    db.session.refresh(placement)
    assert answer.status_code == 302
    assert placement.first_day == first_day


def test_who_pays_is_offered_for_consumption_only(app):
    placement = factories.a_placement()
    team = factories.an_administrator()

    services.complete_facts(
        placement,
        FactsSection.CHARGES,
        {"water": Payer.ASSOCIATION, "property_tax": Payer.RESIDENTS},
        by=team,
    )

    assert placement.facts.payers == {"water": "association"}


def test_the_age_of_an_adult_is_stored_encrypted(app):
    placement = complete(factories.a_placement(), factories.an_administrator())
    member = placement.referral.household.members[0]
    table = member.__table__
    raw = db.session.connection().exec_driver_sql(f"SELECT birth_date FROM {table.name}").all()

    assert date.fromisoformat(member.birth_date)
    assert all(member.birth_date not in (stored or "") for (stored,) in raw)
