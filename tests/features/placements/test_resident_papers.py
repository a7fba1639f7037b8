"""What residents keep: the same facts as the agreement, for their side alone, in four languages."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from stirrup.disclosure import Reader
from stirrup.documents.lint import text_of
from stirrup.documents.render import render_html
from stirrup.extensions import db
from stirrup.placements.enums import LegalBasis, Payer
from stirrup.placements.papers.enums import DocumentKind as Kind
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.orders import order_documents, papers_due
from stirrup.placements.papers.readers import readers_of
from stirrup.units.enums import PetsAllowed
from tests import factories
from tests.features.placements.situations import complete

LANGUAGES = ("fr", "en", "ar", "uk")
KINDS = (Kind.EASY_SUMMARY, Kind.CONTACTS_SHEET, Kind.DATA_NOTICE)
HEADING = {"reference": "ST-2026-000001", "version": 1, "issued_on": None}


def a_complete_stay(**values):
    team = factories.an_administrator()
    return complete(factories.a_placement(agreed=True, **values), team)


def content_of(placement, kind: Kind, slot: str = ""):
    heading = HEADING | {"issued_on": placement.first_day}
    return PAPERS[kind].build(placement, slot, heading)


def page_of(placement, kind: Kind, slot: str = "") -> str:
    paper = PAPERS[kind]
    page = render_html(paper.template, {paper.name: content_of(placement, kind, slot)})
    return " ".join(text_of(page).split())


@pytest.fixture
def stay(app):
    return a_complete_stay()


def test_a_stay_has_each_of_them_once_its_agreement_can_be_written(stay):
    due = papers_due(stay)

    for language in LANGUAGES:
        assert (Kind.EASY_SUMMARY, language) in due
    assert (Kind.CONTACTS_SHEET, "") in due
    assert (Kind.DATA_NOTICE, "") in due


def test_a_stay_that_lacks_facts_has_none_of_them(app):
    due = papers_due(factories.a_placement(agreed=True))

    assert not {kind for kind, _slot in due} & set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_landlord_reads_none_of_them(client, stay, kind):
    slot = "uk" if kind == Kind.EASY_SUMMARY else ""
    (paper,) = order_documents(stay, by=factories.an_administrator(), wanted=[(kind, slot)])
    client.sign_in(factories.a_landlord(stay.unit.organisation))

    answer = client.get(f"/papers/{paper.id}")

    assert answer.status_code == 403
    assert Reader.LANDLORD not in readers_of(kind, slot)


def test_the_association_reads_the_easy_page_in_arabic(client, stay):
    (paper,) = order_documents(
        stay, by=factories.an_administrator(), wanted=[(Kind.EASY_SUMMARY, "ar")]
    )
    client.sign_in(factories.a_case_worker(stay.referral.association))

    answer = client.get(f"/papers/{paper.id}")

    assert answer.status_code == 200
    assert '<html lang="ar" dir="rtl">' in answer.text
    assert "img-src data:" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_stored_is_read_again_as_it_was(stay, kind):
    slot = "ar" if kind == Kind.EASY_SUMMARY else ""
    (ordered,) = order_documents(stay, by=factories.an_administrator(), wanted=[(kind, slot)])
    stored = db.session.scalars(select(PlacementDocument).filter_by(id=ordered.id)).one()

    content = PAPERS[kind].read(stored.data)

    heading = {
        name: getattr(content, name)
        for name in (
            *("reference", "version", "issued_on"),
            *("verification_code", "verification_address"),
        )
    }
    assert content == PAPERS[kind].build(stay, slot, heading)


def test_the_easy_page_says_what_the_agreement_says(stay):
    agreement, easy = content_of(stay, Kind.AGREEMENT), content_of(stay, Kind.EASY_SUMMARY, "fr")

    assert (easy.first_day, easy.first_hour) == (
        agreement.dates.first_day,
        agreement.dates.first_hour,
    )
    assert (easy.last_day, easy.notice_on) == (agreement.dates.last_day, agreement.dates.notice_on)
    assert easy.review_on == agreement.dates.review_on
    assert easy.lent_by == tuple(lender.name for lender in agreement.lenders)
    assert easy.address == agreement.dwelling.address
    assert easy.duty_phone == agreement.association.duty_phone
    assert set(easy.paid_by_residents) == set(agreement.items_paid_by("residents"))
    assert easy.decided_by == agreement.algorithm.decided_by


def test_each_payer_of_water_and_energy_is_named(stay):
    stay.facts.payers = {"water": Payer.ASSOCIATION.value, "heating": Payer.LANDLORD.value}

    easy = content_of(stay, Kind.EASY_SUMMARY, "fr")

    assert easy.paid_by_association == ("water",)
    assert easy.paid_by_landlord == ("heating",)
    assert set(easy.paid_by_residents) == {"electricity", "gas"}


def test_a_prolonged_stay_tells_its_new_last_day(stay):
    stay.end_day += timedelta(days=60)

    easy = content_of(stay, Kind.EASY_SUMMARY, "fr")

    assert easy.is_prolonged
    assert easy.last_day == stay.last_day
    assert (easy.last_day - easy.notice_on).days == 30
    assert "plus longtemps" in page_of(stay, Kind.EASY_SUMMARY, "fr")


@pytest.mark.parametrize("basis", [LegalBasis.VIA_ASSOCIATION, LegalBasis.RESIDENCE_TEMPORAIRE])
def test_residents_housed_by_the_association_read_no_name_of_the_owner(stay, basis):
    stay.legal_basis = basis

    pages = [page_of(stay, Kind.EASY_SUMMARY, language) for language in LANGUAGES]
    pages += [page_of(stay, Kind.CONTACTS_SHEET), page_of(stay, Kind.DATA_NOTICE)]

    assert not any("Vanhoutte" in page for page in pages)
    assert all(stay.referral.association.name in page for page in pages)
    assert "Ni vos noms, ni vos dates de naissance." in pages[-1]


def test_residents_of_a_temporary_residence_are_billed_nothing_and_may_stay_on(stay):
    stay.legal_basis = LegalBasis.RESIDENCE_TEMPORAIRE

    text = page_of(stay, Kind.EASY_SUMMARY, "fr")

    assert "Vous ne payez ni l’eau ni l’énergie." in text
    assert "Après, la convention continue, sauf avis écrit." in text


def test_the_address_of_a_protected_household_is_printed_on_none(stay):
    stay.referral.protected_address = True
    street = stay.unit.street

    pages = [page_of(stay, Kind.EASY_SUMMARY, language) for language in LANGUAGES]
    pages += [page_of(stay, Kind.CONTACTS_SHEET), page_of(stay, Kind.DATA_NOTICE)]

    assert not any(street in page for page in pages)


def test_the_owner_s_telephone_is_on_no_sheet(stay):
    stay.unit.organisation.phone = "+33612345678"
    factories.a_landlord(stay.unit.organisation, phone="+33698765432")

    text = page_of(stay, Kind.CONTACTS_SHEET).replace(" ", "")

    assert "0612345678" not in text
    assert "0698765432" not in text
    assert stay.referral.household.phone.replace("+33", "0") not in text


def test_the_referent_s_number_is_printed_when_it_is_known(stay):
    assert "La personne qui vous aide" not in page_of(stay, Kind.CONTACTS_SHEET)
    stay.referral.referent.phone = "+33353014220"

    assert "03 53 01 42 20" in page_of(stay, Kind.CONTACTS_SHEET)


@pytest.mark.parametrize("pets", [None, *PetsAllowed])
def test_the_rules_of_the_house_are_those_of_the_listing(stay, pets):
    stay.unit.pets_allowed = pets

    told = content_of(stay, Kind.EASY_SUMMARY, "fr").pets

    assert told == (pets.value if pets else "")


def test_the_notice_and_the_site_give_the_same_delays(client, stay):
    site = " ".join(text_of(client.get("/personal-data").text).split())
    notice = page_of(stay, Kind.DATA_NOTICE)

    for told in (
        "2 ans après le dernier contact",
        "12 mois, puis sans aucune personne",
        "Journal des accès et des changements 12 mois",
    ):
        assert told in site
        assert told in notice
    assert "puis 5 ans pour la convention" in site
    assert "5 ans après la fin du séjour" in notice
