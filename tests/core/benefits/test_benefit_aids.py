"""The catalogue of aids: each condition met, not met or to check, and no promise."""

from dataclasses import replace
from decimal import Decimal

import pytest

from stirrup.benefits.aids import AidFacts, Level, State, list_aids
from stirrup.benefits.codes_aids import AidCode

RURAL = AidFacts(
    year=2026,
    epci_code="247900999",
    density_level=6,
    vacant_years=Decimal(3),
    in_programme=True,
    anah_works=True,
    is_let=True,
    monthly_rent=Decimal(450),
    convention=True,
)


def aid_of(code, facts=RURAL, **changes):
    aids = list_aids(replace(facts, **changes))
    return next(aid for aid in aids if aid.headline.code is code)


def test_the_catalogue_puts_national_aids_first():
    levels = [aid.level for aid in list_aids(RURAL)]

    assert levels == sorted(levels, reverse=True)
    assert set(levels) == {Level.NATIONAL, Level.LOCAL}


def test_a_free_loan_that_tells_nothing_has_no_aid_for_sure():
    aids = list_aids(AidFacts(year=2026))

    assert all(aid.state is not State.MET for aid in aids)


def test_every_amount_has_a_source_that_may_be_printed():
    for aid in list_aids(RURAL):
        assert aid.amount is None or aid.source.is_printable


def test_a_premium_with_every_condition_met_still_says_what_was_not_read():
    aid = aid_of(AidCode.VACANCY_EXIT)

    assert (aid.state, aid.amount) == (State.MET, 5000)
    assert [note.code for note in aid.notes] == [AidCode.STILL_PAID_UNREAD]


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"density_level": 5}, State.MET),
        ({"density_level": 4}, State.UNMET),
        ({"density_level": None}, State.UNKNOWN),
        ({"vacant_years": Decimal("2.01")}, State.MET),
        ({"vacant_years": Decimal(2)}, State.UNMET),
        ({"vacant_years": None}, State.UNKNOWN),
        ({"in_programme": False}, State.UNMET),
        ({"in_programme": None}, State.UNKNOWN),
        ({"anah_works": False}, State.UNMET),
        ({"is_let": False}, State.UNMET),
        ({"anah_works": None, "is_let": False}, State.UNMET),
    ],
)
def test_one_condition_decides(changes, state):
    assert aid_of(AidCode.VACANCY_EXIT, **changes).state is state


def test_before_the_premium_existed_it_has_no_amount():
    assert aid_of(AidCode.VACANCY_EXIT, year=2023).amount is None


@pytest.mark.parametrize(("convention", "state"), [(True, State.MET), (False, State.UNMET)])
def test_the_intermediation_premium_follows_a_convention(convention, state):
    aid = aid_of(AidCode.INTERMEDIATION, convention=convention)

    assert (aid.state, aid.amount) == (state, 1000)


def test_after_the_last_conventions_the_premium_has_no_amount():
    assert aid_of(AidCode.INTERMEDIATION, year=2028).amount is None


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"monthly_rent": Decimal(1300)}, State.MET),
        ({"monthly_rent": Decimal(1301)}, State.UNMET),
        ({"monthly_rent": None}, State.UNKNOWN),
        ({"is_let": False, "monthly_rent": None}, State.UNMET),
    ],
)
def test_the_guarantee_needs_a_rent_and_a_low_one(changes, state):
    assert aid_of(AidCode.VISALE, **changes).state is state


@pytest.mark.parametrize(
    ("epci", "state"),
    [("200093201", State.MET), ("247900999", State.UNMET), (None, State.UNKNOWN)],
)
def test_local_advice_serves_the_metropolis(epci, state):
    aid = aid_of(AidCode.LOCAL_ADVICE, epci_code=epci)

    assert (aid.state, aid.amount) == (state, None)


def test_no_local_amount_is_invented():
    aid = aid_of(AidCode.LOCAL_AMOUNT)

    assert (aid.state, aid.amount, aid.source) == (State.UNKNOWN, None, None)
