"""An association's list of referrals: no name comes in, and nobody who was not told and agreed."""

from datetime import timedelta

import pytest

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.referrals.answers import communes_of
from stirrup.referrals.enums import CommuneStance, ConsentMethod, ReferralState, Urgency
from stirrup.referrals.imports.columns import is_refused
from stirrup.referrals.models import Referral
from stirrup.referrals.notice import NOTICE_VERSION
from stirrup.spreadsheets.lists import table_of
from stirrup.spreadsheets.models import ImportedRow
from tests import factories
from tests.features.spreadsheets.situations import (
    REFERRALS,
    checked,
    confirm,
    households,
    taken_over,
    the_list,
)

AGREED = {"declared": "y"}


@pytest.fixture
def worker(app):
    return factories.a_case_worker()


@pytest.fixture
def browser(client, worker):
    return client.sign_in(worker)


def referrals() -> list[Referral]:
    return list(db.session.query(Referral).order_by(Referral.id))


def take_over(browser, content: bytes):
    return taken_over(browser, content, to=REFERRALS, **AGREED)


def test_a_row_becomes_a_draft_of_whoever_sent_it(browser, worker):
    rich = {
        "Communes acceptées": "Roubaix, Villeneuve-d’Ascq",
        "Communes refusées": "Lille",
        "Urgence": "Fin sous 30 jours",
        "Entrée au plus tôt": f"{today():%d/%m/%Y}",
        "Entrée au plus tard": f"{today() + timedelta(days=90):%d/%m/%Y}",
        "Ce que le logement doit avoir": "Un ascenseur, sauf au rez-de-chaussée, Du calme",
        "Téléphone": "06 00 00 00 01",
        "Adresse protégée": "oui",
    }

    take_over(browser, households(rich))

    (referral,) = referrals()
    assert (referral.state, referral.referent_id) == (ReferralState.DRAFT, worker.id)
    assert referral.association_id == worker.organisation_id
    assert (referral.people, referral.bedrooms_needed) == (3, 2)
    assert [member.is_adult for member in referral.household.members] == [True, True, False]
    assert communes_of(referral, CommuneStance.ACCEPTED) == ["59512", "59009"]
    assert communes_of(referral, CommuneStance.REFUSED) == ["59350"]
    assert (referral.urgency, referral.needs_lift, referral.needs_quiet) == (
        Urgency.WITHIN_30_DAYS,
        True,
        True,
    )
    assert (referral.household.phone, referral.protected_address) == ("+33600000001", True)


def test_the_consent_and_the_notice_are_recorded_with_the_draft(browser):
    uploaded = take_over(browser, households({}))

    (referral,) = referrals()
    assert (referral.notice_version, referral.consent_given_on) == (NOTICE_VERSION, today())
    assert referral.consent_method == ConsentMethod.SIGNED
    assert referral.consent_expires_on == today() + timedelta(days=365)
    started = db.session.query(AuditEntry).filter_by(action="referral_started").one()
    assert started.details == {
        "notice_version": NOTICE_VERSION,
        "notice_on": today().isoformat(),
        "list": uploaded.id,
    }


def test_nothing_is_taken_over_without_the_declaration(browser):
    uploaded = checked(browser, households({}), to=REFERRALS)

    answer = confirm(browser, uploaded, to=REFERRALS)

    assert answer.status_code == 422
    assert referrals() == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"Notice remise le": ""}, "Notice remise le"),
        ({"Version de la notice": ""}, "Version de la notice"),
        ({"Version de la notice": "2019-01"}, "Version de la notice"),
        ({"Consentement le": ""}, "Consentement le"),
        ({"Mode de consentement": ""}, "Mode de consentement"),
        ({"Mode de consentement": "au téléphone"}, "Mode de consentement"),
        ({"Consentement le": f"{today() - timedelta(days=1):%d/%m/%Y}"}, "Notice remise le"),
        ({"Consentement le": f"{today() + timedelta(days=1):%d/%m/%Y}"}, "Consentement le"),
        ({"Votre référence": "Dupont Marie"}, "Votre référence"),
        ({"Votre référence": "marie2@example.org"}, "Votre référence"),
        ({"Adultes": "0"}, "Adultes"),
        ({"Adultes": ""}, "Adultes"),
        ({"Adultes": "15", "Mineurs": "15"}, "Mineurs"),
        ({"Communes acceptées": "Paris"}, "Communes acceptées"),
        ({"Communes acceptées": "Lille", "Communes refusées": "Lille"}, "Communes refusées"),
        ({"Téléphone": "12"}, "Téléphone"),
        ({"Adresse électronique": "nobody"}, "Adresse électronique"),
        ({"Urgence": "très urgent"}, "Urgence"),
        (
            {"Entrée au plus tôt": "01/01/2027", "Entrée au plus tard": "31/12/2026"},
            "Entrée au plus tard",
        ),
        ({"Entrée au plus tard": "01/01/2020"}, "Entrée au plus tard"),
    ],
)
def test_a_row_that_breaks_a_rule_stays_out(browser, row, column):
    uploaded = checked(browser, households(row), to=REFERRALS)

    assert uploaded.report["counts"]["faulty"] == 1
    assert uploaded.report["faults"][0]["column"] == column


def test_names_and_health_are_not_even_kept_for_the_check(browser):
    content = households({"Nom": "Dupont", "Date de naissance": "01/01/1980", "MDPH": "oui"})

    uploaded = checked(browser, content, to=REFERRALS)

    assert uploaded.report["left_out"] == ["Nom", "Date de naissance", "MDPH"]
    assert "Dupont" not in str(table_of(uploaded))
    page = browser.get(f"{REFERRALS}/{uploaded.id}").text
    assert "Dupont" not in page and "MDPH" in page


@pytest.mark.parametrize(
    "heading",
    ["NOM", "Prénom du bénéficiaire", "Nom/Prénom", "Né(e) le", "N° CAF", "Commentaires", "Age"],
)
def test_a_heading_that_says_who_somebody_is_is_refused(heading):
    assert is_refused(heading)


@pytest.mark.parametrize(
    "heading", ["Nombre d’adultes", "Adresse protégée", "Adresse électronique", "Communes", "Étage"]
)
def test_other_headings_are_kept(heading):
    assert not is_refused(heading)


def test_the_memory_of_rows_holds_digests_alone(browser):
    take_over(browser, households({"Téléphone": "06 00 00 00 01"}))

    marks = [row.fingerprint for row in db.session.query(ImportedRow)]
    assert len(marks) == 2
    assert all(len(mark) == 64 and int(mark, 16) for mark in marks)


def test_the_same_file_twice_changes_nothing(browser):
    take_over(browser, households({}))

    uploaded = checked(browser, households({}), to=REFERRALS)

    assert uploaded.report["counts"]["known"] == 1


def test_a_changed_row_changes_its_draft_and_keeps_the_rest(browser):
    take_over(browser, households({"Lits bébé": "1"}))
    (referral,) = referrals()
    referral.accepts_shared = True
    db.session.commit()

    take_over(browser, households({"Mineurs": "3"}))

    (referral,) = referrals()
    assert (referral.people, referral.cots, referral.accepts_shared) == (5, 1, True)


def test_a_referral_that_was_sent_is_never_changed_by_a_list(browser):
    take_over(browser, households({}))
    (referral,) = referrals()
    referral.state = ReferralState.CLOSED
    db.session.commit()

    uploaded = checked(browser, households({"Mineurs": "3"}), to=REFERRALS)

    assert uploaded.report["counts"]["faulty"] == 1


def test_a_draft_of_a_list_says_what_it_lacks(browser):
    uploaded = take_over(browser, households({}))

    (referral,) = referrals()
    page = browser.get(f"{REFERRALS}/{uploaded.id}").text
    assert referral.reference in page
    assert referral.referent_commits is False


def test_lists_of_another_association_do_not_exist(browser):
    checked(browser, households({}), to=REFERRALS)
    uploaded = the_list()
    other = browser.application.test_client().sign_in(factories.a_case_worker())

    for page in ("", "/columns", "/report", "/corrections"):
        assert other.get(f"{REFERRALS}/{uploaded.id}{page}").status_code == 404


def test_landlords_take_no_referral_over(client, app):
    assert client.sign_in(factories.a_landlord()).get(REFERRALS).status_code == 403
