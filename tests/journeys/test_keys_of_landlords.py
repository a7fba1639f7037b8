"""What landlords do, with the keys alone."""

from datetime import timedelta
from pathlib import Path

import pytest

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.following import follow
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import SignatureState, SigningParty
from stirrup.placements.papers.models import DocumentSignature
from stirrup.runs.enums import ProposalState
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit, UnitPhoto
from stirrup.units.photos import store_photo
from tests.factories import (
    a_case_worker,
    a_draft_unit,
    a_landlord,
    a_photo,
    a_placement,
    a_proposal,
    a_referral,
    a_run,
    a_unit,
)
from tests.features.accounts.situations import OTHER_PASSWORD, PASSWORD
from tests.features.accounts.situations import a_landlord as a_landlord_with_password
from tests.features.placements.signing import a_round
from tests.features.spreadsheets.situations import homes
from tests.features.units.situations import a_complete_draft
from tests.journeys import listing, signing

pytestmark = pytest.mark.browser


def stored(model, number: int):
    """A row as the database has it now."""
    db.session.rollback()
    return db.session.get_one(model, number)


def test_a_home_is_listed(sit_down, tmp_path):
    landlord = sit_down(a_landlord())

    landlord.open("/units/new")
    landlord.send_wrong()
    landlord.open("/today")
    listing.list_home(landlord, street="12 rue des Arts", photo=listing.photo_with_place(tmp_path))

    db.session.rollback()
    home = db.session.query(Unit).one()
    assert (home.state, len(home.photos)) == (UnitState.SUBMITTED, 1)
    assert landlord.faults == []


def test_photos_are_put_in_order(sit_down, tmp_path):
    landlord = a_landlord()
    home = a_draft_unit(landlord)
    first, second = (a_real_photo(home, number, tmp_path).id for number in (1, 2))
    visitor = sit_down(landlord)
    page = f"/units/{home.id}/photos"

    visitor.open(page)
    visitor.send(to=f"/photos/{second}/move/up")
    visitor.open(page)
    visitor.send(to=f"/photos/{first}/delete")

    db.session.rollback()
    assert [photo.id for photo in db.session.query(UnitPhoto)] == [second]
    assert visitor.faults == []


def a_real_photo(home: Unit, position: int, folder: Path) -> UnitPhoto:
    """A photo whose files are there."""
    with listing.photo_with_place(folder).open("rb") as taken:
        return a_photo(home, position=position, file_name=store_photo(taken).file_name)


def test_proposals_are_answered(sit_down):
    landlord, worker = a_landlord(), a_case_worker()
    run = a_run()
    first, second = (awaiting_the_landlord(landlord, worker, run) for _number in range(2))
    visitor = sit_down(landlord)

    visitor.open("/today")
    visitor.follow(f"/stays/{first}")
    visitor.follow("/answers/landlord")
    visitor.send(to="/yes")
    visitor.open(f"/stays/{second}/answers/landlord")
    visitor.follow("/question")
    visitor.answer(question="À quelle heure peut-on visiter ?")
    visitor.send_filled()
    visitor.open(f"/stays/{second}/answers/landlord")
    visitor.follow("/no")
    visitor.send_wrong()
    visitor.answer(reason="date")
    visitor.send_filled()

    assert stored(Placement, first).landlord_yes_on == today()
    assert stored(Placement, second).state == PlacementState.CANCELLED
    assert visitor.faults == []


def awaiting_the_landlord(landlord, worker, run) -> int:
    """A stay to which the association and the household said yes."""
    accepted = {"state": ProposalState.ACCEPTED, "run": run}
    proposal = a_proposal(a_unit(landlord), a_referral(worker), **accepted)
    stay = a_placement(proposal, association_yes_on=today(), household_yes_on=today())
    follow(stay)
    db.session.commit()
    return stay.id


def test_a_home_is_offered_later_paused_copied_and_withdrawn(sit_down):
    landlord = a_landlord()
    home = a_complete_draft(landlord, state=UnitState.OPEN).id
    visitor = sit_down(landlord)
    later = today() + timedelta(days=30)

    visitor.open(f"/units/{home}")
    visitor.follow("/steps/dates")
    visitor.answer(available_from=later)
    visitor.send(act="back")
    visitor.open(f"/units/{home}")
    visitor.send(to="/duplicate")
    visitor.open(f"/units/{home}")
    visitor.follow("/pause")
    visitor.send_wrong()
    visitor.answer(reason="works")
    visitor.send_filled()
    visitor.open(f"/units/{home}")
    visitor.send(to="/resume")
    visitor.open(f"/units/{home}")
    visitor.follow("/withdraw")
    visitor.answer(reason="let")
    visitor.send_filled()

    assert stored(Unit, home).state == UnitState.WITHDRAWN
    assert stored(Unit, home).available_from == later
    assert db.session.query(Unit).count() == 2
    assert visitor.faults == []


def test_a_list_of_homes_is_taken_over(sit_down, tmp_path):
    landlord = a_landlord()
    visitor = sit_down(landlord)
    file = tmp_path / "logements.csv"
    file.write_bytes(homes({}, {"Votre référence": "A-102", "Adresse": "14 rue de Lannoy"}))

    visitor.open("/units/imports")
    visitor.send_wrong()
    for last_act in ("/drop", "/confirm"):
        visitor.open("/units/imports")
        visitor.answer(file=file)
        visitor.send_filled()
        visitor.send_filled()
        visitor.send(to=last_act)

    db.session.rollback()
    assert [home.street for home in db.session.query(Unit).order_by(Unit.id)] == [
        "12 rue de Lannoy",
        "14 rue de Lannoy",
    ]
    assert visitor.faults == []


def test_an_agreement_is_signed(sit_down):
    opened = a_round()
    signature = opened.of(SigningParty.LANDLORD)
    number, signer = signature.id, opened.landlord
    visitor = sit_down(signer)

    visitor.open(f"/papers/{opened.paper.id}/signatures")
    signing.sign(visitor, signer, signature)

    assert stored(DocumentSignature, number).state == SignatureState.SIGNED
    assert visitor.faults == []


def test_a_signature_is_refused(sit_down):
    opened = a_round()
    number, paper = opened.of(SigningParty.LANDLORD).id, opened.paper.id
    visitor = sit_down(opened.landlord)

    visitor.open(f"/papers/{paper}/signatures")
    visitor.send(to=f"/signatures/{number}/refuse")

    assert stored(DocumentSignature, number).state == SignatureState.REFUSED
    assert visitor.faults == []


def test_an_account_is_kept(sit_down):
    landlord = a_landlord_with_password()
    organisation = landlord.organisation_id
    visitor, _elsewhere = sit_down(landlord), sit_down(landlord)

    visitor.open("/account")
    visitor.answer(display_name="", phone="03 20 00 00 00")
    visitor.send_wrong()
    visitor.answer(display_name="Claire Vanhoutte")
    visitor.send_filled()
    visitor.open("/account")
    visitor.send(to="/sessions/end")
    visitor.open("/account/password")
    visitor.answer(present=PASSWORD, chosen=OTHER_PASSWORD)
    visitor.send_filled()
    visitor.open("/notices")
    visitor.answer(wants_digest=False)
    visitor.send(to="/notices")
    visitor.send(to="/calendar")
    visitor.open("/notices")
    visitor.send(to="/calendar/close")
    visitor.open(f"/organisations/{organisation}/edit")
    visitor.answer(phone="03 20 00 00 01")
    visitor.send_filled()

    db.session.rollback()
    db.session.refresh(landlord)
    assert (landlord.display_name, landlord.wants_digest) == ("Claire Vanhoutte", False)
    assert landlord.calendar_hash is None
    assert landlord.organisation.phone == "+33320000001"
    assert visitor.faults == []
