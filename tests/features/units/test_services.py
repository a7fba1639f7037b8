"""What landlords may do with their homes, and what each act leaves behind."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import NotPermittedError
from stirrup.placements.lifecycle import last_day
from stirrup.units import services
from stirrup.units.enums import PauseReason, PetsAllowed, UnitKind, UnitState, WithdrawReason
from stirrup.units.lifecycle import UnitInWrongStateError
from stirrup.units.models import Unit
from stirrup.units.rules import (
    AnswerRefusedError,
    FewerPlacesError,
    MinimumAboveMaximumError,
    MoreBedroomsThanRoomsError,
    RefusedCriterionError,
    SeveralPlacesError,
    TooManyPeopleError,
    WindowTooShortError,
    WrongCommuneError,
)
from stirrup.units.steps import BY_NAME, NOTICE_VERSION
from tests.factories import a_case_worker, a_draft_unit, a_landlord, a_unit, an_administrator
from tests.features.units.situations import ADDRESS, KIND, a_complete_draft


@pytest.fixture
def landlord(app):
    return a_landlord()


def actions_on(unit) -> list[str]:
    rows = select(AuditEntry.action).filter_by(subject_kind="unit", subject_id=unit.id)
    return list(db.session.scalars(rows.order_by(AuditEntry.id)))


def save(unit, landlord, name, answers):
    return services.save_step(unit, BY_NAME[name], answers, version=unit.version, by=landlord)


def test_a_draft_stands_at_the_centre_of_its_commune(landlord):
    unit = services.create_draft(ADDRESS, by=landlord)

    assert unit.state == UnitState.DRAFT
    assert unit.organisation_id == landlord.organisation_id
    assert (round(unit.latitude, 1), round(unit.longitude, 1)) == (50.7, 3.2)
    assert actions_on(unit) == ["unit_created"]


@pytest.mark.parametrize("code", ["59350", "75056", "00000", None])
def test_a_commune_of_another_postcode_is_refused(landlord, code):
    with pytest.raises(WrongCommuneError):
        services.create_draft(ADDRESS | {"commune_code": code}, by=landlord)


def test_a_criterion_about_people_in_the_address_is_refused(landlord):
    answers = ADDRESS | {"address_complement": "pas d’enfants"}

    with pytest.raises(RefusedCriterionError) as refusal:
        services.create_draft(answers, by=landlord)

    assert refusal.value.field == "address_complement"


def test_only_a_landlord_lists_a_home(app):
    for person in (a_case_worker(), an_administrator()):
        with pytest.raises(NotPermittedError):
            services.create_draft(ADDRESS, by=person)


def test_a_saved_step_changes_its_columns_and_the_journal(landlord):
    unit = a_draft_unit(landlord)

    save(unit, landlord, "rules", {"pets_allowed": PetsAllowed.ANY, "smoking_allowed": True})

    assert (unit.pets_allowed, unit.smoking_allowed) == (PetsAllowed.ANY, True)
    assert actions_on(unit) == ["unit_step_saved"]


def test_another_landlord_saves_nothing(landlord):
    unit = a_draft_unit(landlord)

    with pytest.raises(NotPermittedError):
        save(unit, a_landlord(), "rules", {"pets_allowed": PetsAllowed.ANY})


def test_an_old_version_of_a_page_replaces_nothing(landlord):
    unit = a_draft_unit(landlord)
    save(unit, landlord, "rules", {"pets_allowed": PetsAllowed.NONE, "smoking_allowed": False})

    with pytest.raises(services.ChangedMeanwhileError):
        services.save_step(
            unit, BY_NAME["rules"], {"pets_allowed": PetsAllowed.ANY},
            version=unit.version - 1, by=landlord,
        )  # fmt: skip


def test_a_change_that_slips_in_before_the_commit_is_not_lost(landlord):
    unit = a_draft_unit(landlord)
    seen = unit.version
    others = update(Unit).where(Unit.id == unit.id).values(version=seen + 1)
    db.session.execute(others.execution_options(synchronize_session=False))

    with pytest.raises(services.ChangedMeanwhileError):
        services.save_step(
            unit, BY_NAME["rules"], {"pets_allowed": PetsAllowed.ANY}, version=seen, by=landlord
        )


def test_a_checked_surface_is_not_changed_while_open(landlord):
    unit = a_unit(landlord)

    with pytest.raises(services.StepClosedError):
        save(unit, landlord, "kind", KIND)


@pytest.mark.parametrize(("people", "holds"), [(5, True), (6, False)])
def test_the_surface_sets_the_ceiling_of_people(landlord, people, holds):
    unit = a_draft_unit(landlord)
    answers = KIND | {"surface_m2": 46, "max_people": people}

    if holds:
        assert save(unit, landlord, "kind", answers).max_people == people
    else:
        with pytest.raises(TooManyPeopleError):
            save(unit, landlord, "kind", answers)


def test_a_shared_home_counts_the_people_of_all_its_places(landlord):
    unit = a_draft_unit(landlord)
    shared = KIND | {"kind": UnitKind.SHARED_ROOM, "surface_m2": 46, "max_people": 2}

    assert save(unit, landlord, "kind", shared | {"places_count": 2}).places_count == 2
    with pytest.raises(TooManyPeopleError):
        save(unit, landlord, "kind", shared | {"places_count": 3})


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"min_people": 3}, MinimumAboveMaximumError),
        ({"bedrooms": 3}, MoreBedroomsThanRoomsError),
        ({"places_count": 2}, SeveralPlacesError),
    ],
)
def test_answers_that_contradict_each_other_are_refused(landlord, change, refusal):
    unit = a_draft_unit(landlord)

    with pytest.raises(refusal):
        save(unit, landlord, "kind", KIND | change)


def test_a_home_keeps_the_places_it_opened_with(landlord):
    unit = a_unit(landlord, places=3, state=UnitState.PAUSED, kind=UnitKind.SHARED_ROOM)
    fewer = KIND | {"kind": UnitKind.SHARED_ROOM, "max_people": 1, "places_count": 2}

    with pytest.raises(FewerPlacesError):
        save(unit, landlord, "kind", fewer)


def test_the_window_is_long_enough_to_the_day(landlord):
    unit = a_draft_unit(landlord)
    first = (today() + timedelta(days=40)).replace(day=1)
    end = last_day(first)
    too_short = {"available_from": first, "available_until": end - timedelta(days=1)}
    just_enough = {"available_from": first, "available_until": end}

    with pytest.raises(WindowTooShortError):
        save(unit, landlord, "dates", too_short)
    assert save(unit, landlord, "dates", just_enough).available_until == end


def test_the_tick_is_kept_with_its_version_and_instant(landlord):
    unit = a_draft_unit(landlord)

    save(unit, landlord, "notice", {})

    assert unit.truce_notice_version == NOTICE_VERSION
    assert unit.truce_notice_read_at is not None


def test_a_complete_listing_is_sent(landlord):
    unit = a_complete_draft(landlord)

    services.submit_unit(unit, by=landlord)

    assert unit.state == UnitState.SUBMITTED
    assert unit.submitted_at is not None
    assert actions_on(unit) == ["unit_submitted"]


def test_an_unfinished_listing_is_not_sent(landlord):
    with pytest.raises(services.StepsMissingError):
        services.submit_unit(a_complete_draft(landlord, vacant_since=None), by=landlord)


def test_a_listing_without_photos_diagnosis_or_tax_facts_is_sent(landlord):
    unit = a_complete_draft(landlord, energy_class=None, property_tax_base=None)

    assert services.submit_unit(unit, by=landlord).state == UnitState.SUBMITTED


def test_dates_that_became_too_short_are_refused_on_sending(landlord):
    unit = a_complete_draft(
        landlord,
        available_from=today() - timedelta(days=300),
        available_until=today() + timedelta(days=60),
    )

    with pytest.raises(WindowTooShortError):
        services.submit_unit(unit, by=landlord)


def test_a_listing_is_sent_once(landlord):
    unit = services.submit_unit(a_complete_draft(landlord), by=landlord)

    with pytest.raises(UnitInWrongStateError):
        services.submit_unit(unit, by=landlord)


def test_a_pause_keeps_its_reason_and_end(landlord):
    unit = a_unit(landlord)
    until = today() + timedelta(days=30)

    services.pause_unit(unit, PauseReason.WORKS, until, by=landlord)

    assert (unit.state, unit.pause_reason, unit.paused_until) == (
        UnitState.PAUSED, PauseReason.WORKS, until,
    )  # fmt: skip


def test_a_pause_does_not_end_today(landlord):
    with pytest.raises(AnswerRefusedError):
        services.pause_unit(a_unit(landlord), PauseReason.WORKS, today(), by=landlord)


def test_a_resumed_home_is_looked_at_again(landlord):
    unit = a_unit(landlord, truce_notice_version=NOTICE_VERSION)
    services.pause_unit(unit, PauseReason.WORKS, None, by=landlord)

    services.resume_unit(unit, by=landlord)

    assert (unit.state, unit.pause_reason) == (UnitState.SUBMITTED, None)


def test_a_home_lent_now_is_neither_paused_nor_withdrawn(landlord):
    unit = a_unit(landlord, state=UnitState.OCCUPIED)

    with pytest.raises(UnitInWrongStateError):
        services.pause_unit(unit, PauseReason.WORKS, None, by=landlord)
    with pytest.raises(UnitInWrongStateError):
        services.withdraw_unit(unit, WithdrawReason.SOLD, by=landlord)


def test_a_withdrawal_keeps_its_reason_in_the_journal(landlord):
    unit = services.withdraw_unit(a_unit(landlord), WithdrawReason.SOLD, by=landlord)

    entry = db.session.scalars(select(AuditEntry).filter_by(action="unit_withdrawn")).one()

    assert unit.state == UnitState.WITHDRAWN
    assert entry.details == {"reason": "sold"}
