"""The legal papers of a stay, from the database: what each basis has, who reads it, its dates."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.disclosure import Reader
from stirrup.documents.lint import text_of
from stirrup.documents.render import render_html
from stirrup.extensions import db
from stirrup.placements.enums import (
    DeliveryMode,
    EndGround,
    ExitOutcome,
    ExtensionReason,
    ExtensionState,
    LegalBasis,
)
from stirrup.placements.lifecycle import add_months, end_day, last_day
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind as Kind
from stirrup.placements.papers.enums import DocumentState
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.orders import FactsMissingError, add_orders, withdraw
from stirrup.placements.papers.readers import Slot, readers_of, split_slot
from stirrup.placements.papers.writing.contract import stay_dates
from stirrup.placements.stay_models import PlacementExtension, StayEnd
from tests import factories
from tests.features.placements.situations import complete

TWO_CONTRACTS = (LegalBasis.VIA_ASSOCIATION, LegalBasis.RESIDENCE_TEMPORAIRE)
in_two_contracts = pytest.mark.parametrize("basis", TWO_CONTRACTS)
NAMES = ("samira", "elias", "haddad", "arabe", "saadi")
LEGAL = (
    Kind.AGREEMENT,
    Kind.HOUSING_AGREEMENT,
    Kind.AMENDMENT,
    Kind.END_NOTICE,
    Kind.END_CERTIFICATE,
)


def a_complete_stay(basis: LegalBasis = LegalBasis.TRIPARTITE) -> Placement:
    """Agreed by both sides, nothing missing, in this form of the loan."""
    placement = complete(factories.a_placement(agreed=True), factories.an_administrator())
    placement.legal_basis = basis
    if basis == LegalBasis.RESIDENCE_TEMPORAIRE:
        association = placement.referral.association
        association.approval_number = "59-2025-17"
        association.approval_expires_on = placement.last_day + timedelta(days=400)
    return placement


def prolonged(placement: Placement) -> Placement:
    """Two months more are asked."""
    placement.extensions.append(
        PlacementExtension(
            number=len(placement.extensions) + 1,
            reason=ExtensionReason.SUPPORT_IN_PROGRESS,
            former_end_day=placement.end_day,
            end_day=add_months(placement.end_day, 2),
            asked_by_id=placement.decided_by_id,
        )
    )
    return placement


def ended(placement: Placement, **values) -> Placement:
    """Announced a month before, left on the last day."""
    ordinary = {
        "ground": EndGround.TERM,
        "announced_on": placement.last_day - timedelta(days=35),
        "effective_on": placement.last_day,
        "delivery": DeliveryMode.REGISTERED_LETTER,
        "left_on": placement.last_day,
        "left_at": time(11),
        "keys_returned": 3,
        "has_damage": True,
        "damage_euros": Decimal(80),
        "outcome": ExitOutcome.SOCIAL_HOUSING,
        "recorded_by_id": placement.decided_by_id,
    }
    placement.ending = StayEnd(**ordinary | values)
    return placement


def ordered(placement: Placement, *kinds: Kind) -> dict:
    """The papers of these kinds by kind and slot."""
    wanted = [(kind, slot) for kind in kinds for slot in PAPERS[kind].slots(placement)]
    papers = add_orders(placement, by=None, wanted=wanted)
    db.session.flush()
    return {(paper.kind, paper.slot): paper for paper in papers}


def page_of(paper) -> str:
    """The words of the paper, one space for any space."""
    described = PAPERS[paper.kind]
    page = render_html(described.template, {described.name: described.read(paper.data)})
    return " ".join(text_of(page).split())


def test_a_loan_between_three_has_one_agreement_the_same_for_all(app):
    papers = ordered(a_complete_stay(), *LEGAL)

    assert list(papers) == [(Kind.AGREEMENT, "")]
    assert papers[Kind.AGREEMENT, ""].readers == frozenset(Reader)


@in_two_contracts
def test_through_an_association_owner_and_residents_sign_apart(app, basis):
    papers = ordered(a_complete_stay(basis), Kind.AGREEMENT, Kind.HOUSING_AGREEMENT)

    loan, housing = papers[Kind.AGREEMENT, ""], papers[Kind.HOUSING_AGREEMENT, ""]
    assert Reader.LANDLORD in loan.readers
    assert Reader.LANDLORD not in housing.readers
    assert f"référence {loan.reference}" in page_of(housing)
    assert "Samira Haddad" in page_of(housing)


@in_two_contracts
def test_no_paper_that_the_owner_reads_names_a_resident(app, basis):
    placement = ended(prolonged(a_complete_stay(basis)))
    placement.facts.explained_in, placement.facts.interpreter = "ar", "Rim Saadi"
    placement.facts.resident_insurance = "Mutuelle, contrat de Mme HADDAD"
    placement.ending.help_offered = "Une visite avec Samira."

    papers = ordered(placement, *LEGAL).values()

    owners = [paper for paper in papers if Reader.LANDLORD in paper.readers]
    assert {paper.kind for paper in owners} == set(LEGAL) - {Kind.HOUSING_AGREEMENT}
    for paper in owners:
        told = (paper.data + page_of(paper)).casefold()
        assert [name for name in NAMES if name in told] == [], paper.kind


@pytest.mark.parametrize("basis", LegalBasis)
def test_the_outcome_is_in_no_copy_but_the_association_s(app, basis):
    papers = ordered(ended(a_complete_stay(basis)), Kind.END_CERTIFICATE)

    landlord_s = papers[Kind.END_CERTIFICATE, "landlord"]
    assert "social" not in landlord_s.data
    assert "Un logement social" in page_of(papers[Kind.END_CERTIFICATE, "association"])
    assert Reader.ASSOCIATION not in landlord_s.readers


@pytest.mark.parametrize("basis", LegalBasis)
def test_every_legal_paper_is_written_without_an_unknown_value(app, basis):
    papers = ordered(ended(prolonged(a_complete_stay(basis))), *LEGAL)

    for paper in papers.values():
        assert "None" not in page_of(paper)


def test_an_amendment_has_the_reference_of_its_agreement_and_its_number(app):
    placement = a_complete_stay()
    agreement = ordered(placement, Kind.AGREEMENT)[Kind.AGREEMENT, ""]
    prolonged(placement).extensions[0].state = ExtensionState.IN_FORCE
    prolonged(placement)

    papers = ordered(placement, Kind.AMENDMENT)

    assert [paper.reference for paper in papers.values()] == [
        f"{agreement.reference}-1",
        f"{agreement.reference}-2",
    ]


@in_two_contracts
def test_each_of_two_contracts_has_an_amendment_of_its_own(app, basis):
    placement = prolonged(a_complete_stay(basis))
    parents = ordered(placement, Kind.AGREEMENT, Kind.HOUSING_AGREEMENT)

    papers = ordered(placement, Kind.AMENDMENT)

    loan, housing = papers[Kind.AMENDMENT, "1"], papers[Kind.AMENDMENT, "1-association"]
    assert loan.reference == f"{parents[Kind.AGREEMENT, ''].reference}-1"
    assert housing.reference == f"{parents[Kind.HOUSING_AGREEMENT, ''].reference}-1"
    assert Reader.LANDLORD not in housing.readers


def test_a_prolongation_that_is_withdrawn_has_no_amendment(app):
    placement = prolonged(a_complete_stay())
    placement.extensions[0].state = ExtensionState.WITHDRAWN

    assert ordered(placement, Kind.AMENDMENT) == {}


def test_an_amendment_prints_the_days_of_its_prolongation(app):
    placement = prolonged(a_complete_stay())
    extension = placement.extensions[0]

    content = PAPERS[Kind.AMENDMENT].read(
        ordered(placement, Kind.AMENDMENT)[Kind.AMENDMENT, "1"].data
    )

    assert content.former_last_day == placement.last_day
    assert content.last_day == extension.end_day - timedelta(days=1)
    assert content.declare_before[-1] == date(content.last_day.year + 1, 7, 1)


@in_two_contracts
def test_what_has_lost_its_reason_gives_way_in_each_copy(app, basis):
    placement = ended(prolonged(a_complete_stay(basis)))
    papers = ordered(placement, Kind.AMENDMENT, Kind.END_NOTICE)

    withdraw(placement, Kind.AMENDMENT, "1")
    withdraw(placement, Kind.END_NOTICE)

    assert {paper.state for paper in papers.values()} == {DocumentState.SUPERSEDED}


@pytest.mark.parametrize(
    ("ground", "author", "addressees"),
    [
        (EndGround.TERM, "association", ["residents", "landlord"]),
        (EndGround.RESIDENTS_LEAVE, "residents", ["association", "landlord"]),
        (EndGround.ASSOCIATION_HANDS_OVER, "association", ["residents", "landlord"]),
        (EndGround.PRESSING_NEED, "landlord", ["residents", "association"]),
        (EndGround.SERIOUS_BREACH, "landlord", ["residents", "association"]),
        (EndGround.UNFIT_HOME, "landlord", ["residents", "association"]),
    ],
)
def test_who_ends_a_stay_writes_to_the_two_others(app, ground, author, addressees):
    placement = ended(a_complete_stay(), ground=ground)

    (paper,) = ordered(placement, Kind.END_NOTICE).values()

    notice = PAPERS[Kind.END_NOTICE].read(paper.data)
    assert notice.author.side == author
    assert [one.side for one in notice.addressees] == addressees
    assert notice.effective_on == placement.ending.effective_on


@in_two_contracts
@pytest.mark.parametrize("ground", [EndGround.RESIDENTS_LEAVE, EndGround.PRESSING_NEED])
def test_the_association_writes_for_the_side_that_the_other_does_not_know(app, basis, ground):
    papers = ordered(ended(a_complete_stay(basis), ground=ground), Kind.END_NOTICE)

    read = PAPERS[Kind.END_NOTICE].read
    to_the_owner = read(papers[Kind.END_NOTICE, "landlord"].data)
    to_the_residents = read(papers[Kind.END_NOTICE, "association"].data)
    sides = {to_the_owner.author.side, *(one.side for one in to_the_owner.addressees)}
    assert sides == {"association", "landlord"}
    assert "landlord" not in {one.side for one in to_the_residents.addressees}


@pytest.mark.parametrize(
    ("values", "lacks"),
    [
        ({}, 0),
        ({"approval_number": None}, 1),
        ({"approval_expires_on": None}, 1),
        ({"approval_expires_on": date(2020, 1, 1)}, 1),
    ],
)
def test_a_temporary_residence_asks_for_an_approval_that_lasts(app, values, lacks):
    placement = a_complete_stay(LegalBasis.RESIDENCE_TEMPORAIRE)
    for name, value in values.items():
        setattr(placement.referral.association, name, value)

    assert len(list_missing(placement)) == lacks


def test_without_approval_no_agreement_is_ordered(app):
    placement = a_complete_stay(LegalBasis.RESIDENCE_TEMPORAIRE)
    placement.referral.association.approval_number = None

    with pytest.raises(FactsMissingError):
        ordered(placement, Kind.AGREEMENT)


def test_an_approval_that_ends_on_the_last_day_lasts_long_enough(app):
    placement = a_complete_stay(LegalBasis.RESIDENCE_TEMPORAIRE)
    association = placement.referral.association

    association.approval_expires_on = placement.last_day
    enough = list_missing(placement)
    association.approval_expires_on = placement.last_day - timedelta(days=1)

    assert enough == ()
    assert len(list_missing(placement)) == 1


def test_the_term_of_a_temporary_residence_is_not_announced_by_hand(app):
    placement = ended(a_complete_stay(LegalBasis.RESIDENCE_TEMPORAIRE), delivery=DeliveryMode.HAND)

    with pytest.raises(FactsMissingError):
        ordered(placement, Kind.END_NOTICE)


def test_residents_of_a_temporary_residence_pay_nothing_whatever_was_chosen(app):
    papers = ordered(a_complete_stay(LegalBasis.RESIDENCE_TEMPORAIRE), Kind.AGREEMENT)

    content = PAPERS[Kind.AGREEMENT].read(papers[Kind.AGREEMENT, ""].data)
    assert "residents" not in {charge.payer for charge in content.charges}


def test_an_agreement_says_in_which_language_it_was_explained_and_by_whom(app):
    placement = a_complete_stay()
    placement.facts.explained_in, placement.facts.interpreter = "ar", "Rim Saadi"

    page = page_of(ordered(placement, Kind.AGREEMENT)[Kind.AGREEMENT, ""])

    assert "lue et expliquée aux résidents en arabe par Rim Saadi." in page


def test_a_certificate_waits_until_somebody_has_left(app):
    placement = ended(a_complete_stay(), left_on=None)

    assert ordered(placement, Kind.END_CERTIFICATE) == {}


@given(
    st.dates(date(2024, 1, 1), date(2040, 12, 31)),
    st.sampled_from(LegalBasis),
)
def test_whatever_the_first_day_the_paper_s_dates_are_the_lifecycle_s(first_day, basis):
    placement = Placement(first_day=first_day, end_day=end_day(first_day), legal_basis=basis)

    dates = stay_dates(placement)

    assert (dates.first_day, dates.last_day) == (first_day, last_day(first_day))
    assert 181 <= dates.days <= 184
    assert first_day < dates.plan_due_on < dates.review_on < dates.notice_on < dates.last_day


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)))
def test_a_temporary_residence_is_given_notice_a_month_before(first_day):
    basis = LegalBasis.RESIDENCE_TEMPORAIRE
    placement = Placement(first_day=first_day, end_day=end_day(first_day), legal_basis=basis)

    dates = stay_dates(placement)

    assert add_months(dates.notice_on, 1) <= dates.last_day


@pytest.mark.parametrize(
    ("slot", "expected"),
    [
        ("", Slot("", "")),
        ("1", Slot("1", "")),
        ("landlord", Slot("", "landlord")),
        ("1-association", Slot("1", "association")),
        ("ar", Slot("ar", "")),
    ],
)
def test_a_slot_tells_which_and_for_whom(slot, expected):
    assert split_slot(slot) == expected


def test_a_numbered_copy_for_one_side_is_for_that_side_and_the_team():
    assert readers_of(Kind.AMENDMENT, "1-association") == {Reader.ASSOCIATION, Reader.TEAM}
    assert readers_of(Kind.AMENDMENT, "1") == frozenset(Reader)
