"""The administrator's check: gates that open a home, and what its landlord is told."""

import pytest
from sqlalchemy import select

from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.permissions import NotPermittedError
from stirrup.units import checking
from stirrup.units.enums import EnergyClass, ReadinessPoint, ReadinessResult, UnitKind, UnitState
from stirrup.units.lifecycle import UnitInWrongStateError
from stirrup.units.rules import (
    BlockingPointError,
    EnergyExceptionNeededError,
    LandlordNotVerifiedError,
    NotAllCheckedError,
    NotVisitedError,
)
from stirrup.units.services import ChangedMeanwhileError
from tests.factories import a_landlord, a_landlord_organisation, an_administrator
from tests.features.units.situations import a_complete_draft, findings


@pytest.fixture
def administrator(app):
    return an_administrator()


def sent(landlord=None, **values):
    """A listing that waits for its check."""
    return a_complete_draft(landlord, **{"state": UnitState.SUBMITTED} | values)


def open_unit(unit, administrator, **seen):
    return checking.open_unit(unit, findings(**seen), version=unit.version, by=administrator)


def mails() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage)))


def test_a_home_in_order_opens_with_its_places(administrator):
    unit = sent(kind=UnitKind.SHARED_ROOM, places_count=3, max_people=2)
    unit.places.clear()

    open_unit(unit, administrator)

    assert unit.state == UnitState.OPEN
    assert [place.number for place in unit.places] == [1, 2, 3]
    assert unit.checked_by_id == administrator.id


def test_a_home_opened_again_keeps_its_places(administrator):
    unit = sent()
    kept = unit.places[0].id

    open_unit(unit, administrator)

    assert [place.id for place in unit.places] == [kept]


@pytest.mark.parametrize("point", list(ReadinessPoint))
def test_each_blocking_point_forbids_opening(administrator, point):
    everything = dict.fromkeys(ReadinessPoint, ReadinessResult.OK)
    seen = everything | {point: ReadinessResult.BLOCKING}

    with pytest.raises(BlockingPointError) as refusal:
        open_unit(sent(), administrator, readiness=seen)

    assert refusal.value.field == f"readiness_{point.value}"


def test_a_small_repair_forbids_nothing(administrator):
    seen = dict.fromkeys(ReadinessPoint, ReadinessResult.MINOR)

    assert open_unit(sent(), administrator, readiness=seen).state == UnitState.OPEN


def test_every_point_has_to_be_seen(administrator):
    seen = dict.fromkeys(list(ReadinessPoint)[1:], ReadinessResult.OK)

    with pytest.raises(NotAllCheckedError):
        open_unit(sent(), administrator, readiness=seen)


def test_a_home_is_visited_before_it_opens(administrator):
    with pytest.raises(NotVisitedError):
        open_unit(sent(), administrator, visited_on=None)


@pytest.mark.parametrize("letter", [EnergyClass.G, None])
def test_class_g_or_no_diagnosis_needs_a_written_reason(administrator, letter):
    unit = sent(energy_class=letter)

    with pytest.raises(EnergyExceptionNeededError):
        open_unit(unit, administrator)
    db.session.rollback()
    open_unit(unit, administrator, energy_exception="Poêle à granulés posé depuis le diagnostic.")

    assert unit.state == UnitState.OPEN


@pytest.mark.parametrize("letter", [letter for letter in EnergyClass if letter != EnergyClass.G])
def test_classes_a_to_f_are_accepted(administrator, letter):
    assert open_unit(sent(energy_class=letter), administrator).state == UnitState.OPEN


def test_an_unverified_landlord_opens_nothing(administrator):
    landlord = a_landlord(a_landlord_organisation(verified_at=None))

    with pytest.raises(LandlordNotVerifiedError):
        open_unit(sent(landlord), administrator)


def test_everyone_of_the_landlord_is_told_in_their_language(administrator):
    landlord = a_landlord(language="fr")
    a_landlord(landlord.organisation, language="en")
    unit = sent(landlord)

    open_unit(unit, administrator)

    assert sorted(mail.subject for mail in mails()) == [
        f"Votre logement {unit.reference} est ouvert aux appariements",
        f"Your home {unit.reference} is open to matching",
    ]
    assert all(f"/units/{unit.id}" in mail.body for mail in mails())
    assert not any(unit.street in mail.body for mail in mails())


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        (checking.ask_for_works, UnitState.WORKS_NEEDED),
        (checking.reject_unit, UnitState.REJECTED),
    ],
)
def test_a_landlord_told_no_is_told_why(administrator, verb, state):
    unit = sent()

    with pytest.raises(checking.NoteNeededError):
        verb(unit, findings(), version=unit.version, by=administrator)
    db.session.rollback()
    verb(unit, findings(note="Refaire le tableau."), version=unit.version, by=administrator)

    assert (unit.state, unit.check_note) == (state, "Refaire le tableau.")
    assert len(mails()) == 1
    assert "tableau" not in mails()[0].body


def test_a_check_may_be_finished_later(administrator):
    unit = sent()
    seen = {ReadinessPoint.GAS: ReadinessResult.MINOR}

    checking.record_check(
        unit, findings(readiness=seen, visited_on=None), version=unit.version, by=administrator
    )

    assert unit.state == UnitState.CHECKING
    assert unit.readiness == {"gas": "minor"}
    assert mails() == []


def test_an_open_home_is_not_checked_again(administrator):
    unit = sent()
    open_unit(unit, administrator)

    with pytest.raises(UnitInWrongStateError):
        checking.record_check(unit, findings(), version=unit.version, by=administrator)


def test_a_home_changed_since_the_page_was_read_is_not_opened(administrator):
    unit = sent()

    with pytest.raises(ChangedMeanwhileError):
        checking.open_unit(unit, findings(), version=unit.version + 1, by=administrator)


def test_a_landlord_does_not_open_their_own_home(app):
    landlord = a_landlord()
    unit = sent(landlord)

    with pytest.raises(NotPermittedError):
        open_unit(unit, landlord)
