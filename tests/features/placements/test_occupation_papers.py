"""Certificate and attestation from the database: who they are for, and what they never say."""

from datetime import date, timedelta

import pytest

from stirrup.benefits.occupation import Occupation, united
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements.enums import InventoryMoment, LegalBasis, PlacementState
from stirrup.placements.lifecycle import ONE_DAY
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.orders import NoSuchPaperError, order_documents
from stirrup.placements.papers.writing import occupation_certificate, resident_attestation
from stirrup.placements.stay_models import StayInventory
from stirrup.runs.enums import ProposalState
from tests import factories
from tests.features.placements.situations import complete

ON = date(2026, 12, 1)
HEADING = {"reference": "ST-2026-000001", "version": 1, "issued_on": ON}


@pytest.fixture
def stay(app):
    """A stay under way from 2 September 2026 to 1 March 2027, all its facts known."""
    placement = factories.a_placement(agreed=True, first_day=date(2026, 9, 2))
    complete(placement, factories.an_administrator())
    placement.state = PlacementState.ACTIVE
    return placement


def certificate(placement, on: date = ON):
    return occupation_certificate.PAPER.build(placement, "", HEADING | {"issued_on": on})


def attestation(placement):
    return resident_attestation.PAPER.build(placement, "", HEADING)


def another_stay(placement, first_day: date, last_day: date):
    """An earlier stay in the same home, ended."""
    run = factories.a_run(business_date=date(2026, 1, 5))
    proposal = factories.a_proposal(placement.unit, run=run, state=ProposalState.ACCEPTED)
    return factories.a_placement(
        proposal,
        agreed=True,
        first_day=first_day,
        end_day=last_day + ONE_DAY,
        state=PlacementState.ENDED_PLANNED,
    )


# The owner's certificate


@pytest.mark.parametrize(
    ("state", "exists"),
    [
        (PlacementState.SCHEDULED, False),
        (PlacementState.ACTIVE, True),
        (PlacementState.ENDING, True),
        (PlacementState.ENDED_PLANNED, True),
        (PlacementState.ENDED_EARLY, True),
        (PlacementState.CANCELLED, False),
    ],
)
def test_a_certificate_exists_from_the_day_the_stay_is_active(stay, state, exists):
    stay.state = state

    assert bool(occupation_certificate.PAPER.slots(stay)) is exists


def test_a_certificate_tells_the_home_the_days_and_the_association(stay):
    content = certificate(stay)

    assert content.tax_number == "595 120 000 000"
    assert stay.unit.street in content.dwelling
    assert content.association == stay.referral.association.name
    assert [(run.last_day, run.days) for run in content.runs] == [(None, 91)]
    assert [(line.year, line.is_long) for line in content.years] == [(2026, True)]
    assert content.planned_until == date(2027, 3, 1)


def test_a_certificate_names_nobody_who_lives_there(stay):
    told = repr(certificate(stay))

    for secret in ("Samira", "Elias", "Haddad", "1991", stay.referral.reference):
        assert secret not in told


def test_a_certificate_of_a_protected_household_is_like_any_other(stay):
    ordinary = certificate(stay)
    stay.referral.protected_address = True

    assert certificate(stay) == ordinary


def test_touching_stays_of_the_home_are_one_run_as_in_the_tax_core(stay):
    earlier = another_stay(stay, date(2026, 3, 2), date(2026, 9, 1))

    content = certificate(stay)

    (run,) = united(
        [Occupation(earlier.first_day, earlier.last_day), Occupation(stay.first_day, ON)]
    )
    assert [(one.first_day, one.days) for one in content.runs] == [(run.first_day, run.days)]


def test_a_stay_of_another_home_is_not_told(stay):
    proposal = factories.a_proposal(
        run=factories.a_run(business_date=date(2026, 1, 5)), state=ProposalState.ACCEPTED
    )
    factories.a_placement(proposal, first_day=date(2026, 3, 2), state=PlacementState.ENDED_EARLY)

    assert len(certificate(stay).runs) == 1


def test_a_stay_that_ended_early_counts_its_real_days(stay):
    stay.state, stay.end_day = PlacementState.ENDED_EARLY, date(2026, 10, 2)

    content = certificate(stay)

    assert [(run.last_day, run.days) for run in content.runs] == [(date(2026, 10, 1), 30)]
    assert not content.exit_awaited


def test_past_the_term_the_exit_is_awaited(stay):
    content = certificate(stay, on=stay.last_day + timedelta(days=3))

    assert content.exit_awaited
    assert content.runs[0].last_day == stay.last_day


def test_a_certificate_lists_only_the_proofs_that_exist(stay):
    stay.facts.resident_insurance = None
    assert certificate(stay).proofs == ()

    factories.a_paper(stay, reference="ST-2026-000777", state=DocumentState.SEALED)
    inventory = an_inventory()
    stay.inventories.append(inventory)
    stay.facts.resident_insurance = "Mutuelle des Toits"

    told = [(proof.label, proof.about) for proof in certificate(stay).proofs]
    assert told == [
        ("Convention", "ST-2026-000777, signée"),
        ("État des lieux d’entrée", "établi le 2 septembre 2026"),
        ("Compteurs", "relevés le 2 septembre 2026"),
        ("Assurance des occupants", "Mutuelle des Toits"),
    ]


def test_a_replaced_agreement_proves_nothing(stay):
    factories.a_paper(stay, reference="ST-2026-000777", state=DocumentState.SUPERSEDED)

    assert "ST-2026-000777" not in repr(certificate(stay))


def an_inventory() -> StayInventory:
    return StayInventory(
        moment=InventoryMoment.ENTRY,
        made_on=date(2026, 9, 2),
        present=["Samira Haddad"],
        rooms=[],
        furniture=[],
        meters={"electricity": "1234 kWh"},
        keys_count=2,
        recorded_by_id=factories.an_administrator().id,
    )


# The residents' attestation


@pytest.mark.parametrize(
    ("state", "exists"),
    [
        (PlacementState.SCHEDULED, False),
        (PlacementState.ACTIVE, True),
        (PlacementState.ENDING, True),
        (PlacementState.ENDED_PLANNED, False),
        (PlacementState.ENDED_EARLY, False),
    ],
)
def test_an_attestation_exists_while_residents_live_there(stay, state, exists):
    stay.state = state

    assert bool(resident_attestation.PAPER.slots(stay)) is exists


def test_an_attestation_names_every_adult_and_counts_the_children(stay):
    content = attestation(stay)

    assert [person.name for person in content.residents] == ["Samira Haddad", "Elias Haddad"]
    assert content.children_count == 1
    assert content.lives_there_since == date(2026, 9, 2)
    assert content.valid_until == date(2027, 3, 1)
    assert stay.unit.street in content.address
    assert content.lent_by == ("Claire Vanhoutte",)


def test_an_attestation_of_a_protected_household_holds_no_trace_of_the_home(stay):
    stay.referral.protected_address = True

    content = attestation(stay)

    assert content.hides_home
    for secret in (stay.unit.street, "Vanhoutte", stay.unit.organisation.name):
        assert secret not in repr(content)
    assert content.association_address == "5 place de la Fosse-aux-Chênes, 59100 Roubaix"


@pytest.mark.parametrize(
    ("basis", "kind"),
    [
        (LegalBasis.TRIPARTITE, DocumentKind.AGREEMENT),
        (LegalBasis.VIA_ASSOCIATION, DocumentKind.HOUSING_AGREEMENT),
        (LegalBasis.RESIDENCE_TEMPORAIRE, DocumentKind.HOUSING_AGREEMENT),
    ],
)
def test_an_attestation_refers_to_what_the_residents_signed(stay, basis, kind):
    stay.legal_basis = basis
    factories.a_paper(stay, reference="ST-2026-000888", kind=kind, state=DocumentState.SEALED)

    assert attestation(stay).agreement_reference == "ST-2026-000888"


@pytest.mark.parametrize(
    ("payer", "basis", "holds"),
    [
        ("residents", LegalBasis.TRIPARTITE, True),
        ("association", LegalBasis.TRIPARTITE, False),
        ("residents", LegalBasis.RESIDENCE_TEMPORAIRE, False),
    ],
)
def test_the_electricity_contract_is_told_when_residents_pay_it(stay, payer, basis, holds):
    stay.facts.payers, stay.legal_basis = {"electricity": payer}, basis

    assert attestation(stay).holds_electricity_contract is holds


# Orders and readers


def test_neither_paper_is_ordered_before_the_stay_is_active(stay):
    stay.state = PlacementState.SCHEDULED

    for kind in (DocumentKind.OCCUPATION_CERTIFICATE, DocumentKind.RESIDENT_ATTESTATION):
        with pytest.raises(NoSuchPaperError):
            order_documents(stay, by=factories.an_administrator(), wanted=[(kind, "")])


def test_the_owner_reads_the_certificate_and_the_association_the_attestation(client, stay):
    stay.end_day = max(stay.end_day, today() + ONE_DAY)
    papers = {
        kind: factories.a_paper(stay, kind=kind)
        for kind in (DocumentKind.OCCUPATION_CERTIFICATE, DocumentKind.RESIDENT_ATTESTATION)
    }
    db.session.commit()
    landlord = factories.a_landlord(stay.unit.organisation)
    worker = factories.a_case_worker(stay.referral.association)

    answers = {
        person: [
            client.application.test_client().sign_in(person).get(f"/papers/{paper.id}.pdf")
            for paper in papers.values()
        ]
        for person in (landlord, worker)
    }

    assert [one.status_code for one in answers[landlord]] == [200, 403]
    assert [one.status_code for one in answers[worker]] == [403, 200]
