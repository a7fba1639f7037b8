"""What a page says of the gain: never a guess, kinds apart, sources told."""

from datetime import date

import pytest

from stirrup.accounts.enums import LegalForm
from stirrup.benefits.dwelling import OwnerKind
from stirrup.clock import today
from stirrup.units.benefits_view import find_dwelling, gain_card
from stirrup.units.enums import UnitState
from tests.factories import a_landlord, a_landlord_organisation, a_unit

TODAY = date(2026, 11, 21)


@pytest.fixture
def french(app):
    """A page in French: amounts are compared as they are read."""
    with app.test_request_context():
        yield


def digits(written: str) -> str:
    return "".join(sign for sign in written if sign.isdigit())


def test_a_home_vacant_for_years_in_the_tense_zone_gains_two_taxes(french):
    unit = a_unit(available_from=date(2027, 3, 1))

    card = gain_card(unit, TODAY)

    assert card.missing == ()
    assert (card.gain.first_day, card.gain.last_day) == (date(2027, 3, 1), date(2027, 8, 31))
    assert int(digits(card.gain.at_least)) > 0
    assert any("1406 bis" in line.source for line in card.gain.direct)
    assert card.gain.checked_on <= today()


def test_the_amount_is_not_known_without_the_notice(french):
    card = gain_card(a_unit(property_tax_base=None), TODAY)

    assert card.gain is None
    assert [step.name for step in card.missing] == ["tax"]


def test_the_amount_is_not_known_without_the_dates_of_the_vacancy(french):
    card = gain_card(a_unit(vacant_since=None, state=UnitState.DRAFT), TODAY)

    assert card.gain is None
    assert [step.name for step in card.missing] == ["vacancy"]


def test_a_second_home_avoids_no_tax_on_vacant_homes(french):
    card = gain_card(a_unit(furnished_while_vacant=True), TODAY)

    assert digits(card.gain.at_least) == "0"


def test_an_involuntary_vacancy_avoids_nothing_and_may_lose_a_relief(french):
    card = gain_card(a_unit(vacancy_involuntary=True), TODAY)

    assert digits(card.gain.at_least) == "0"
    assert card.gain.lost[0].amount is None


def test_a_gift_is_told_as_another_route_without_an_amount(french):
    routes = gain_card(a_unit(), TODAY).gain.routes

    assert routes[0].amount is not None and digits(routes[0].amount) == "0"
    assert [route.amount for route in routes[1:]] == [None, None]
    assert all(route.needs for route in routes[1:])


def test_no_aid_is_promised_to_a_free_loan(french):
    aids = gain_card(a_unit(), TODAY).gain.aids

    assert len(aids) > 3
    assert all(aid.conditions for aid in aids)
    assert not any(aid.amount and aid.tone == "ok" for aid in aids)


def test_the_chart_stops_where_six_months_no_longer_fit(french):
    unit = a_unit(available_from=date(2026, 12, 20), available_until=date(2027, 7, 1))

    chart = gain_card(unit, TODAY).gain.chart

    assert len(chart.bars) == 2
    assert sum(bar.width for bar in chart.bars) == pytest.approx(100, abs=0.1)
    assert gain_card(a_unit(available_until=date(2026, 12, 31)), TODAY).gain.chart is None


def test_an_estimate_never_starts_before_two_weeks(french):
    card = gain_card(a_unit(available_from=date(2026, 1, 1)), TODAY)

    assert card.gain.first_day == date(2026, 12, 5)


def test_a_social_landlord_is_told_apart(french):
    organisation = a_landlord_organisation(legal_form=LegalForm.SOCIAL_LANDLORD)

    dwelling = find_dwelling(a_unit(a_landlord(organisation)))

    assert dwelling.owner_kind == OwnerKind.HLM


def test_what_has_to_be_done_tells_by_when(french):
    duties = gain_card(a_unit(available_from=date(2027, 3, 1)), TODAY).gain.duties

    assert "1 July 2028" in duties[0] or "1er juillet 2028" in duties[0]
    assert "CGI art. 1418" in duties[0]


def test_no_placeholder_is_left_in_the_words(french):
    gain = gain_card(a_unit(vacancy_involuntary=True), TODAY).gain

    lines = [*gain.direct, *gain.conditional, *gain.lost]
    words = [*gain.notes, *gain.conditions, *gain.duties]
    words += [line.label + line.source for line in lines]
    words += [route.headline + " ".join(route.needs + route.notes) for route in gain.routes]
    words += [aid.title + str(aid.conditions) + " ".join(aid.notes) for aid in gain.aids]

    assert words
    assert not any("%(" in sentence or "Decimal" in sentence for sentence in words)


@pytest.mark.parametrize("commune", ["59512", "59350", "59560"])
def test_every_zone_can_be_told(french, commune):
    assert gain_card(a_unit(commune_code=commune), TODAY).gain.direct
