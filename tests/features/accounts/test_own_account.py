"""One's own account: profile, password, sessions, organisation."""

from http import HTTPStatus

import pytest
from sqlalchemy import select

from stirrup.accounts import services
from stirrup.accounts.enums import LegalForm
from stirrup.accounts.models import Organisation
from stirrup.accounts.refusals import TooManyAttemptsError, WrongPasswordError
from stirrup.accounts.services import OrganisationFacts
from stirrup.audit import AuditEntry
from stirrup.extensions import db
from stirrup.permissions import NotPermittedError, Role
from tests import factories
from tests.features.accounts.situations import (
    HERE,
    OTHER_PASSWORD,
    PASSWORD,
    a_landlord,
    an_administrator,
    mails_to,
    reread,
)

FACTS = OrganisationFacts(
    postal_address="1 rue de la Gare\n59100 Roubaix",
    registration_number="W595000002",
    phone="+33320000001",
    signatory_name="Salma Morel",
    signatory_quality="directrice",
    duty_phone="+33320000002",
    support_capacity=12,
)
ANSWERS = {
    "postal_address": "1 rue de la Gare\r\n59100 Roubaix",
    "registration_number": "W595 000 002",
    "phone": "03 20 00 00 01",
    "signatory_name": "Salma Morel",
    "signatory_quality": "directrice",
    "duty_phone": "03 20 00 00 02",
    "support_capacity": "12",
}


def edit_page(organisation: Organisation) -> str:
    return f"/organisations/{organisation.id}/edit"


def test_a_profile_is_saved(client):
    user = a_landlord()
    client.sign_in(user)

    answer = client.submit(
        "/account", {"display_name": "Ada D.", "phone": "03.20.00.00.00", "language": "en"}
    )

    assert answer.status_code == HTTPStatus.SEE_OTHER
    saved = reread(user)
    assert (saved.display_name, saved.phone, saved.language) == ("Ada D.", "+33320000000", "en")


def test_the_pages_then_speak_the_chosen_language(client):
    client.sign_in(a_landlord())

    client.submit("/account", {"display_name": "Ada", "phone": "", "language": "en"})

    assert '<html lang="en">' in client.get("/account").text


@pytest.mark.parametrize("column", ["email", "role", "organisation_id", "is_demo", "password_hash"])
def test_nothing_outside_the_form_is_changed(client, column):
    user = a_landlord()
    before = getattr(user, column)
    client.sign_in(user)

    client.submit("/account", {"display_name": "Ada", "language": "fr", column: "administrator"})

    assert getattr(reread(user), column) == before


def test_a_wrong_phone_is_refused_and_kept(client):
    client.sign_in(a_landlord())

    answer = client.submit("/account", {"display_name": "Ada", "phone": "12", "language": "fr"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'value="12"' in answer.text


def test_a_new_password_signs_out_everywhere_else(client):
    user = a_landlord()
    elsewhere = client.application.test_client().sign_in(user)
    client.sign_in(user)

    client.submit("/account/password", {"present": PASSWORD, "chosen": OTHER_PASSWORD})

    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == HTTPStatus.FOUND
    assert mails_to(user.email)[-1].subject == "Votre mot de passe Stirrup a changé"


def test_the_present_password_is_needed(app):
    user = a_landlord()

    with pytest.raises(WrongPasswordError):
        services.change_password(
            by=user, present=OTHER_PASSWORD, chosen=OTHER_PASSWORD, address=HERE
        )


def test_guessing_the_present_password_is_limited(app):
    user = a_landlord()
    for _ in range(5):
        with pytest.raises(WrongPasswordError):
            services.change_password(by=user, present="x", chosen=OTHER_PASSWORD, address=HERE)

    with pytest.raises(TooManyAttemptsError):
        services.change_password(by=user, present=PASSWORD, chosen=OTHER_PASSWORD, address=HERE)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"present": OTHER_PASSWORD, "chosen": OTHER_PASSWORD}, "present"),
        ({"present": PASSWORD, "chosen": "court"}, "chosen"),
    ],
)
def test_a_refusal_stands_beside_its_field(client, answers, field):
    client.sign_in(a_landlord())

    answer = client.submit("/account/password", answers)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="{field}-error"' in answer.text


def test_the_other_sessions_can_be_ended(client):
    user = a_landlord()
    elsewhere = client.application.test_client().sign_in(user)
    client.sign_in(user)

    client.submit("/account", to="/account/sessions/end")

    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == HTTPStatus.FOUND


def test_an_association_completes_itself(client):
    worker = factories.a_case_worker()
    client.sign_in(worker)

    answer = client.submit(edit_page(worker.organisation), ANSWERS)

    assert answer.status_code == HTTPStatus.SEE_OTHER
    saved = reread(worker.organisation)
    assert saved.postal_address == "1 rue de la Gare\n59100 Roubaix"
    assert saved.registration_number == "W595000002"
    assert (saved.duty_phone, saved.support_capacity) == ("+33320000002", 12)


@pytest.mark.parametrize(
    ("legal_form", "asked"),
    [
        (LegalForm.INDIVIDUAL, {"postal_address", "phone"}),
        (LegalForm.JOINT_OWNERS, {"postal_address", "co_owners", "phone"}),
        (
            LegalForm.SCI,
            {
                "postal_address",
                "registration_number",
                "signatory_name",
                "signatory_quality",
                "phone",
            },
        ),
    ],
)
def test_each_legal_form_is_asked_what_it_has(client, legal_form, asked):
    landlord = factories.a_landlord(factories.a_landlord_organisation(legal_form=legal_form))
    client.sign_in(landlord)

    page = client.get(edit_page(landlord.organisation)).text

    shown = {name for name in [*ANSWERS, "co_owners"] if f'name="{name}"' in page}
    assert shown == asked


def test_joint_owners_are_all_named(client):
    together = factories.a_landlord_organisation(legal_form=LegalForm.JOINT_OWNERS)
    client.sign_in(factories.a_landlord(together))

    alone = client.submit(
        edit_page(together), {"postal_address": "1 rue", "co_owners": "Ada Dumont"}
    )
    client.submit(
        edit_page(together), {"postal_address": "1 rue", "co_owners": "Ada Dumont\r\n\r\nLuc Roy "}
    )

    assert alone.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert reread(together).co_owners == ["Ada Dumont", "Luc Roy"]


@pytest.mark.parametrize("number", ["123456789", "W59500000", "ABC", "W595000002X", "0" * 14])
def test_a_wrong_registration_number_is_refused_and_kept(client, number):
    worker = factories.a_case_worker()
    client.sign_in(worker)

    answer = client.submit(
        edit_page(worker.organisation), ANSWERS | {"registration_number": number}
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'value="{number}"' in answer.text


def test_a_siren_is_accepted_with_its_spaces(client):
    worker = factories.a_case_worker()
    client.sign_in(worker)

    client.submit(edit_page(worker.organisation), ANSWERS | {"registration_number": "732 829 320"})

    assert reread(worker.organisation).registration_number == "732829320"


def test_another_registration_number_is_verified_anew(app):
    worker = factories.a_case_worker()

    services.complete_organisation(worker.organisation, FACTS, by=worker)

    assert not reread(worker.organisation).is_verified
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert "organisation_verification_lapsed" in actions


def test_other_facts_leave_the_verification(app):
    association = factories.an_association(registration_number=FACTS.registration_number)
    worker = factories.a_case_worker(association)

    services.complete_organisation(association, FACTS, by=worker)

    assert reread(association).is_verified


def test_a_first_number_leaves_the_verification(app):
    association = factories.an_association(registration_number=None)
    worker = factories.a_case_worker(association)

    services.complete_organisation(association, FACTS, by=worker)

    assert reread(association).is_verified


def test_a_landlord_has_no_support_capacity(app):
    landlord = a_landlord()

    services.complete_organisation(landlord.organisation, FACTS, by=landlord)

    assert reread(landlord.organisation).support_capacity == 0


def a_manager_of_it(organisation):
    return factories.a_person(Role.ASSOCIATION_MANAGER, organisation)


@pytest.mark.parametrize("person", [factories.a_case_worker, a_manager_of_it])
def test_members_of_an_association_may_complete_it(app, person):
    association = factories.an_association()

    services.complete_organisation(association, FACTS, by=person(association))

    assert reread(association).signatory_name == "Salma Morel"


def test_an_administrator_may_complete_any_organisation(app):
    association = factories.an_association()

    services.complete_organisation(association, FACTS, by=an_administrator())

    assert reread(association).signatory_name == "Salma Morel"


@pytest.mark.parametrize(
    "stranger", [factories.a_case_worker, a_landlord, factories.a_local_authority]
)
def test_a_stranger_may_not(app, stranger):
    with pytest.raises(NotPermittedError):
        services.complete_organisation(factories.an_association(), FACTS, by=stranger())


def test_a_stranger_does_not_even_see_it(client):
    association = factories.an_association()
    client.sign_in(factories.a_case_worker())

    assert client.get(edit_page(association)).status_code == HTTPStatus.NOT_FOUND


def test_a_local_authority_reads_but_does_not_change_itself(client):
    person = factories.a_local_authority()
    client.sign_in(person)

    assert client.get(edit_page(person.organisation)).status_code == HTTPStatus.FORBIDDEN


def test_the_journal_keeps_no_name_and_no_address(app):
    worker = factories.a_case_worker()

    services.complete_organisation(worker.organisation, FACTS, by=worker)

    details = db.session.scalars(select(AuditEntry.details)).all()
    assert "Salma" not in str(details)
    assert "Gare" not in str(details)
