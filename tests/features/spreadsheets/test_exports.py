"""Lists leave as their page filters them, with what the page shows and no more, written down."""

import pytest

from stirrup.audit import AuditEntry
from stirrup.extensions import db
from stirrup.referrals.enums import ReferralState
from stirrup.runs.enums import ProposalState
from stirrup.spreadsheets.reading import read_list
from stirrup.units.enums import UnitState
from tests import factories

PAGES = ("/units/export", "/referrals/export", "/stays/export")


def exported(client, person, address: str):
    answer = client.sign_in(person).get(address)
    assert answer.status_code == 200
    return read_list("liste", answer.data)


def column(table, place: int) -> list[str]:
    return [row.cells[place] for row in table.rows]


def test_a_landlord_exports_their_own_homes_alone(client):
    landlord = factories.a_landlord()
    own = [factories.a_unit(landlord), factories.a_draft_unit(landlord)]
    factories.a_unit()

    table = exported(client, landlord, "/units/export?as=csv")

    assert column(table, 0) == [unit.reference for unit in own]


def test_a_filter_of_the_page_is_a_filter_of_its_file(client):
    kept = factories.a_unit(state=UnitState.PAUSED)
    factories.a_unit()
    factories.a_draft_unit()

    table = exported(client, factories.an_administrator(), "/units/export?as=csv&state=paused")

    assert column(table, 0) == [kept.reference]


def test_an_administrator_gets_no_street(client):
    unit = factories.a_unit(street="14 rue du Canari")

    answer = client.sign_in(factories.an_administrator()).get("/units/export?as=csv")

    assert unit.reference in answer.text
    assert "Canari" not in answer.text


def test_an_association_exports_its_own_referrals_without_their_contacts(client):
    worker = factories.a_case_worker()
    own = factories.a_referral(worker)
    factories.a_referral()
    factories.a_referral(worker, state=ReferralState.CLOSED)

    table = exported(client, worker, "/referrals/export?as=csv")

    assert column(table, 0) == [own.reference]
    assert "+33600000001" not in str(table)


def test_the_reference_of_a_filter_filters_the_file(client):
    worker = factories.a_case_worker()
    factories.a_referral(worker)
    wanted = factories.a_referral(worker)

    table = exported(client, worker, f"/referrals/export?as=csv&q={wanted.reference}")

    assert column(table, 0) == [wanted.reference]


def test_a_landlord_exports_their_stays_alone(client):
    run = factories.a_run()
    accepted = {"run": run, "state": ProposalState.ACCEPTED}
    stay, _other = (factories.a_placement(factories.a_proposal(**accepted)) for _n in range(2))
    landlord = factories.a_landlord(stay.unit.organisation)

    table = exported(client, landlord, "/stays/export?as=xlsx")

    assert column(table, 0) == [stay.reference]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_each_list_leaves_in_both_formats(client, address, file_format):
    factories.a_placement()

    answer = client.sign_in(factories.an_administrator()).get(f"{address}?as={file_format}")

    assert answer.headers["Content-Disposition"].endswith(f'.{file_format}"')
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(read_list("liste", answer.data).rows) == 1


def test_an_export_is_written_in_the_journal(client):
    landlord = factories.a_landlord()
    factories.a_unit(landlord)

    client.sign_in(landlord).get("/units/export?as=csv&state=open")

    entry = db.session.query(AuditEntry).filter_by(action="list_exported").one()
    assert (entry.actor_id, entry.subject_id) == (landlord.id, landlord.id)
    assert entry.details == {"kind": "homes", "rows": 1, "filters": {"state": "open"}}


def test_a_name_that_looks_like_a_formula_does_not_run(client):
    organisation = factories.a_landlord_organisation(name="=HYPERLINK(A1)")
    factories.a_unit(factories.a_landlord(organisation))

    answer = client.sign_in(factories.an_administrator()).get("/units/export?as=csv")

    assert ";'=HYPERLINK(A1);" in answer.text


def test_a_state_that_does_not_exist_is_not_found(client):
    person = factories.an_administrator()

    assert client.sign_in(person).get("/units/export?state=nowhere").status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_a_local_authority_exports_nothing(client, address):
    assert client.sign_in(factories.a_local_authority()).get(address).status_code == 403


@pytest.mark.parametrize("address", PAGES)
def test_nobody_is_asked_to_sign_in(client, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("person", "page", "links"),
    [
        (factories.a_landlord, "/units", 0),
        (factories.an_administrator, "/units", 2),
        (factories.an_administrator, "/referrals/", 2),
        (factories.an_administrator, "/stays", 2),
    ],
)
def test_the_page_of_a_list_leads_to_its_files(client, person, page, links):
    factories.a_placement()

    assert client.sign_in(person()).get(page).text.count("/export?") == links
