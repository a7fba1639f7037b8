"""From the form of the loan to the keys back: each step, its guards, and what it leaves."""

from datetime import timedelta
from decimal import Decimal

import pytest

from stirrup.audit import AuditEntry
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.permissions import NotPermittedError
from stirrup.placements import endings, extensions, inventories, services, starting
from stirrup.placements.answering import cancelling
from stirrup.placements.enums import (
    EndGround,
    EventKind,
    ExitOutcome,
    ExtensionReason,
    ExtensionState,
    FactsSection,
    InventoryMoment,
    LegalBasis,
    PlacementState,
)
from stirrup.placements.events import DoubleBookingError
from stirrup.placements.lifecycle import PlacementInWrongStateError, end_day
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.referrals.enums import CloseReason, ReferralState
from stirrup.runs.models import Proposal
from stirrup.units.enums import UnitState
from tests import factories
from tests.features.placements.situations import FACTS, complete
from tests.features.placements.stages import (
    a_real_end,
    a_stay_ready_to_start,
    a_stay_that_ends,
    a_stay_under_way,
    an_announcement,
    an_ended_stay,
    findings,
    last_day_is,
    signed,
)

OTHER = ExtensionReason.OTHER
YEARS = timedelta(days=2000)


def kinds_told(placement) -> list[EventKind]:
    return [event.kind for event in placement.events]


def a_month_later(placement):
    return placement.last_day + timedelta(days=30)


@pytest.mark.parametrize("days", [-1, None])
def test_temporary_residence_asks_for_an_approval_that_holds_until_the_last_day(app, days):
    placement, team = factories.a_placement(), factories.an_administrator()
    association = placement.referral.association
    if days is not None:
        association.approval_number = "59-2025-7"
        association.approval_expires_on = placement.last_day + timedelta(days=days)

    with pytest.raises(services.NotApprovedError):
        services.choose_legal_basis(placement, LegalBasis.RESIDENCE_TEMPORAIRE, by=team)


def test_an_approved_association_may_choose_temporary_residence(app):
    placement, team = factories.a_placement(), factories.an_administrator()
    association = placement.referral.association
    association.approval_number = "59-2025-7"
    association.approval_expires_on = placement.last_day

    services.choose_legal_basis(placement, LegalBasis.RESIDENCE_TEMPORAIRE, by=team)

    assert placement.legal_basis == LegalBasis.RESIDENCE_TEMPORAIRE
    assert kinds_told(placement) == [EventKind.LEGAL_BASIS_CHOSEN]
    with pytest.raises(services.NotApprovedError):
        services.change_first_day(placement, placement.first_day + timedelta(days=1), by=team)


def test_another_form_withdraws_the_papers_and_says_so(app):
    placement, team = factories.a_placement(agreed=True), factories.an_administrator()
    paper = factories.a_paper(placement)

    services.choose_legal_basis(placement, LegalBasis.VIA_ASSOCIATION, by=team)

    assert paper.state == DocumentState.SUPERSEDED
    assert EventKind.DOCUMENTS_WITHDRAWN in kinds_told(placement)


def test_the_same_form_chosen_again_changes_nothing(app):
    placement, team = factories.a_placement(agreed=True), factories.an_administrator()
    paper = factories.a_paper(placement)

    services.choose_legal_basis(placement, LegalBasis.TRIPARTITE, by=team)

    assert paper.state == DocumentState.GENERATED
    assert kinds_told(placement) == []


def test_once_signed_neither_the_form_nor_the_dates_change(app):
    placement, team = factories.a_placement(agreed=True), factories.an_administrator()
    signed(placement)

    with pytest.raises(services.AgreementSignedError):
        services.choose_legal_basis(placement, LegalBasis.VIA_ASSOCIATION, by=team)
    with pytest.raises(services.AgreementSignedError):
        services.change_first_day(placement, placement.first_day + timedelta(days=1), by=team)


def test_a_changed_fact_withdraws_what_is_not_signed_by_all(app):
    team = factories.an_administrator()
    placement = complete(factories.a_placement(agreed=True), team)
    paper, sealed = factories.a_paper(placement), signed(placement, DocumentKind.AMENDMENT)

    changed = FACTS[FactsSection.HOME] | {"keys_count": 4}
    services.complete_facts(placement, FactsSection.HOME, changed, by=team)

    assert paper.state == DocumentState.SUPERSEDED
    assert sealed.state == DocumentState.SEALED
    assert kinds_told(placement)[-2:] == [
        EventKind.DOCUMENTS_WITHDRAWN,
        EventKind.FACTS_COMPLETED,
    ]


@pytest.mark.parametrize("section", list(FactsSection))
def test_the_same_facts_given_again_change_nothing(app, section):
    team = factories.an_administrator()
    placement = complete(factories.a_placement(agreed=True), team)
    paper, told = factories.a_paper(placement), kinds_told(placement)

    services.complete_facts(placement, section, FACTS[section], by=team)

    assert paper.state == DocumentState.GENERATED
    assert kinds_told(placement) == told


def test_a_changed_fact_without_papers_withdraws_nothing(app):
    placement = complete(factories.a_placement(), factories.an_administrator())

    assert EventKind.DOCUMENTS_WITHDRAWN not in kinds_told(placement)


def test_the_keys_make_the_home_lent_and_the_household_housed(app):
    placement, team = a_stay_ready_to_start()

    starting.start_stay(placement, by=team)

    assert placement.state == PlacementState.ACTIVE
    assert placement.unit.state == UnitState.OCCUPIED
    assert placement.referral.state == ReferralState.HOUSED


def test_the_association_of_the_household_may_hand_over_the_keys(app):
    placement, _team = a_stay_ready_to_start()

    starting.start_stay(placement, by=placement.referral.referent)

    assert placement.state == PlacementState.ACTIVE


@pytest.mark.parametrize("person", [factories.a_landlord, factories.a_case_worker])
def test_nobody_else_hands_over_the_keys(app, person):
    placement, _team = a_stay_ready_to_start()

    with pytest.raises(NotPermittedError):
        starting.start_stay(placement, by=person())


def test_a_stay_lacks_everything_before_it_is_prepared(app):
    placement = factories.a_placement()

    every_point = set(starting.StartPoint) - {starting.StartPoint.STEPS}
    assert starting.start_lacks(placement) == every_point


@pytest.mark.parametrize("state", [DocumentState.GENERATED, DocumentState.SENT])
def test_no_keys_before_all_have_signed(app, state):
    placement, team = a_stay_ready_to_start()
    placement.documents[0].state = state

    with pytest.raises(starting.NotReadyToStartError):
        starting.start_stay(placement, by=team)


def test_signed_by_all_is_enough_where_nothing_is_sealed(app):
    placement, team = a_stay_ready_to_start()
    placement.documents[0].state = DocumentState.SIGNED

    starting.start_stay(placement, by=team)

    assert placement.state == PlacementState.ACTIVE


def test_no_keys_before_the_first_day(app):
    placement, team = a_stay_ready_to_start(days_ago=-1)

    with pytest.raises(starting.NotReadyToStartError):
        starting.start_stay(placement, by=team)

    assert starting.start_lacks(placement) == {starting.StartPoint.DAY}


def test_a_shared_home_stays_open_while_a_place_is_free(app):
    proposal = factories.a_proposal(factories.a_unit(places=2))
    placement, team = a_stay_ready_to_start(proposal=proposal)
    placement.unit.state = UnitState.OPEN

    starting.start_stay(placement, by=team)

    assert placement.unit.state == UnitState.OPEN


def test_an_inventory_is_recorded_then_corrected_and_its_papers_withdrawn(app):
    placement, team = a_stay_ready_to_start()
    unsigned = factories.a_paper(placement, kind=DocumentKind.ENTRY_INVENTORY, version=1)

    corrected = inventories.record_inventory(
        placement, InventoryMoment.ENTRY, findings(keys_count=2), by=team
    )

    assert [each.keys_count for each in placement.inventories] == [2]
    assert corrected.recorded_by_id == team.id
    assert unsigned.state == DocumentState.SUPERSEDED


def test_a_signed_inventory_no_longer_changes(app):
    placement, team = a_stay_ready_to_start()
    signed(placement, DocumentKind.ENTRY_INVENTORY)

    with pytest.raises(inventories.InventorySignedError):
        inventories.record_inventory(placement, InventoryMoment.ENTRY, findings(), by=team)


def test_no_exit_inventory_before_an_end_is_announced(app):
    placement, team = a_stay_under_way()

    with pytest.raises(PlacementInWrongStateError):
        inventories.record_inventory(placement, InventoryMoment.EXIT, findings(), by=team)


@pytest.mark.parametrize("days", [1, -11])
def test_an_exit_inventory_is_made_during_the_stay_and_not_later_than_today(app, days):
    placement, team = a_stay_that_ends()
    made_on = today() + timedelta(days=days)

    with pytest.raises(inventories.InventoryDayError):
        inventories.record_inventory(
            placement, InventoryMoment.EXIT, findings(made_on=made_on), by=team
        )


def test_asking_changes_no_date_and_orders_nothing(app):
    placement, team = a_stay_under_way()
    before, papers = placement.end_day, len(placement.documents)

    extension = extensions.ask_extension(placement, a_month_later(placement), OTHER, by=team)

    assert (extension.number, extension.state) == (1, ExtensionState.ASKED)
    assert (placement.end_day, len(placement.documents)) == (before, papers)


def test_a_prolongation_takes_effect_once_its_amendment_is_signed(app):
    placement, team = a_stay_under_way()
    wished = a_month_later(placement)
    extensions.ask_extension(placement, wished, OTHER, by=placement.referral.referent)

    with pytest.raises(extensions.AmendmentNotSignedError):
        extensions.put_in_force(placement, by=team)
    signed(placement, DocumentKind.AMENDMENT, "1")
    extension = extensions.put_in_force(placement, by=team)

    assert placement.last_day == wished
    assert extension.state == ExtensionState.IN_FORCE


def test_only_an_administrator_puts_it_in_force(app):
    placement, _team = a_stay_under_way()
    worker = placement.referral.referent
    extensions.ask_extension(placement, a_month_later(placement), OTHER, by=worker)

    with pytest.raises(NotPermittedError):
        extensions.put_in_force(placement, by=worker)


def test_an_amendment_signed_after_the_last_day_prolongs_nothing(app):
    placement, team = a_stay_under_way()
    extensions.ask_extension(placement, a_month_later(placement), OTHER, by=team)
    amendment = signed(placement, DocumentKind.AMENDMENT, "1")
    factories.a_signature(amendment, signed_at=now() + timedelta(days=400))

    with pytest.raises(extensions.TooLateToExtendError):
        extensions.put_in_force(placement, by=team)


@pytest.mark.parametrize("days", [0, -1, 200, 4000])
def test_a_prolongation_is_at_most_six_months(app, days):
    placement, team = a_stay_under_way(
        proposal=factories.a_proposal(factories.a_unit(available_until=today() + YEARS))
    )
    wished = placement.last_day + timedelta(days=days)

    with pytest.raises(extensions.LastDayRefusedError):
        extensions.ask_extension(placement, wished, OTHER, by=team)


def test_no_stay_lasts_more_than_twelve_months(app):
    unit = factories.a_unit(available_until=today() + YEARS)
    placement, team = a_stay_under_way(proposal=factories.a_proposal(unit), days_ago=20)
    latest = end_day(placement.first_day, 12) - timedelta(days=1)
    last_day_is(placement, latest - timedelta(days=10))

    assert extensions.latest_last_day(placement) == latest
    with pytest.raises(extensions.LastDayRefusedError):
        extensions.ask_extension(placement, latest + timedelta(days=1), OTHER, by=team)


def test_a_prolongation_fits_what_the_landlord_lends(app):
    placement, team = a_stay_under_way()
    placement.unit.available_until = placement.last_day + timedelta(days=5)

    with pytest.raises(extensions.LandlordWindowError):
        extensions.ask_extension(placement, a_month_later(placement), OTHER, by=team)


def test_after_the_last_day_it_is_too_late(app):
    placement, team = a_stay_under_way()
    last_day_is(placement, today() - timedelta(days=1))

    with pytest.raises(extensions.TooLateToExtendError):
        extensions.ask_extension(placement, a_month_later(placement), OTHER, by=team)


def test_one_prolongation_is_asked_at_a_time_and_may_be_withdrawn(app):
    placement, team = a_stay_under_way()
    extensions.ask_extension(placement, a_month_later(placement), OTHER, by=team)
    with pytest.raises(extensions.AlreadyAskedError):
        extensions.ask_extension(placement, a_month_later(placement), OTHER, by=team)

    extensions.withdraw_extension(placement, by=team)
    again = extensions.ask_extension(placement, a_month_later(placement), OTHER, by=team)

    assert [one.state for one in placement.extensions] == [
        ExtensionState.WITHDRAWN,
        ExtensionState.ASKED,
    ]
    assert again.number == 2


def test_a_place_that_is_promised_to_others_is_not_prolonged(app):
    placement, team = a_stay_under_way()
    a_later_stay_of(placement)

    with pytest.raises(DoubleBookingError):
        extensions.ask_extension(placement, a_month_later(placement), OTHER, by=team)


def test_the_database_refuses_a_prolongation_over_another_stay(app):
    placement, team = a_stay_under_way()
    extensions.ask_extension(placement, a_month_later(placement), OTHER, by=team)
    signed(placement, DocumentKind.AMENDMENT, "1")
    a_later_stay_of(placement)
    before = placement.end_day

    with pytest.raises(DoubleBookingError):
        extensions.put_in_force(placement, by=team)

    assert placement.end_day == before
    assert extensions.find_asked(placement) is not None


def a_later_stay_of(placement):
    """Another household, in the same place, from the day after the last."""
    proposal = factories.a_proposal(placement.unit, run=placement_run(placement))
    later = factories.a_placement(proposal, first_day=placement.end_day)
    placement.unit.state = UnitState.OCCUPIED
    db.session.commit()
    return later


def placement_run(placement):
    return db.session.get_one(Proposal, placement.proposal_id).run


def test_a_prolongation_lets_the_notice_of_the_term_fall(app):
    placement, team = a_stay_that_ends()
    notice = factories.a_paper(placement, kind=DocumentKind.END_NOTICE, version=1)
    extensions.ask_extension(placement, a_month_later(placement), OTHER, by=team)
    signed(placement, DocumentKind.AMENDMENT, "1")

    extensions.put_in_force(placement, by=team)

    assert (placement.state, placement.ending) == (PlacementState.ACTIVE, None)
    assert notice.state == DocumentState.SUPERSEDED


def test_a_stay_that_residents_leave_is_not_prolonged(app):
    placement, team = a_stay_that_ends(ground=EndGround.RESIDENTS_LEAVE)

    with pytest.raises(PlacementInWrongStateError):
        extensions.ask_extension(placement, a_month_later(placement), OTHER, by=team)


def test_what_residents_announced_is_not_undone_by_an_amendment(app):
    placement, team = a_stay_under_way()
    extensions.ask_extension(placement, a_month_later(placement), OTHER, by=team)
    signed(placement, DocumentKind.AMENDMENT, "1")
    leaving = an_announcement(ground=EndGround.RESIDENTS_LEAVE)
    endings.announce_end(placement, leaving, by=team)

    with pytest.raises(PlacementInWrongStateError):
        extensions.put_in_force(placement, by=team)


def test_the_end_drops_a_prolongation_that_was_only_asked(app):
    placement, team = a_stay_that_ends()
    extensions.ask_extension(placement, a_month_later(placement), OTHER, by=team)
    amendment = factories.a_paper(
        placement, kind=DocumentKind.AMENDMENT, slot="1", state=DocumentState.SENT
    )

    endings.record_end(placement, a_real_end(), by=team)

    assert extensions.find_asked(placement) is None
    assert amendment.state == DocumentState.SUPERSEDED


def test_nobody_signs_the_papers_of_a_cancelled_stay(app):
    placement, team = factories.a_placement(agreed=True), factories.an_administrator()
    paper = factories.a_paper(placement, state=DocumentState.SENT)

    cancelling.cancel_placement(placement, "data_error", by=team)

    assert paper.state == DocumentState.SUPERSEDED


def test_an_announced_end_has_its_day_from_its_ground(app):
    placement, team = a_stay_under_way()

    ending = endings.announce_end(
        placement, an_announcement(ground=EndGround.RESIDENTS_LEAVE), by=team
    )

    assert placement.state == PlacementState.ENDING
    assert ending.effective_on == today() + timedelta(days=8)


@pytest.mark.parametrize("days", [1, -11])
def test_a_notice_is_given_during_the_stay_and_never_for_later(app, days):
    placement, team = a_stay_under_way()
    announcement = an_announcement(announced_on=today() + timedelta(days=days))

    with pytest.raises(endings.NoticeDayError):
        endings.announce_end(placement, announcement, by=team)


def test_only_a_stay_under_way_ends(app):
    placement, team = a_stay_ready_to_start()

    with pytest.raises(PlacementInWrongStateError):
        endings.announce_end(placement, an_announcement(), by=team)


def test_an_end_is_announced_before_it_is_told(app):
    placement, team = a_stay_under_way()

    with pytest.raises(PlacementInWrongStateError):
        endings.record_end(placement, a_real_end(), by=team)


def test_a_stay_left_earlier_is_shortened_to_what_was_lived(app):
    placement, _team = an_ended_stay(left_on=today() - timedelta(days=2))

    assert placement.last_day == today() - timedelta(days=2)


def test_a_stay_left_later_is_not_prolonged(app):
    placement, team = a_stay_that_ends()
    last_day_is(placement, today() - timedelta(days=3))

    endings.record_end(placement, a_real_end(), by=team)

    assert placement.last_day == today() - timedelta(days=3)
    assert placement.ending.left_on == today()


@pytest.mark.parametrize(
    ("ground", "state"),
    [
        (EndGround.TERM, PlacementState.ENDED_PLANNED),
        (EndGround.RESIDENTS_LEAVE, PlacementState.ENDED_EARLY),
        (EndGround.PRESSING_NEED, PlacementState.ENDED_EARLY),
    ],
)
def test_only_the_term_is_an_end_as_planned(app, ground, state):
    placement, team = a_stay_that_ends(ground=ground)

    endings.record_end(placement, a_real_end(), by=team)

    assert placement.state == state


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        (ExitOutcome.SOCIAL_HOUSING, ReferralState.CLOSED, CloseReason.OTHER_SOLUTION),
        (ExitOutcome.UNKNOWN, ReferralState.CLOSED, CloseReason.CONTACT_LOST),
        (ExitOutcome.STREET, ReferralState.READY, None),
        (ExitOutcome.HEALTH_OR_SHELTER, ReferralState.READY, None),
    ],
)
def test_the_end_frees_both_sides(app, outcome, state, reason):
    placement, _team = an_ended_stay(outcome=outcome)

    assert placement.unit.state == UnitState.HANDBACK_DUE
    assert (placement.referral.state, placement.referral.close_reason) == (state, reason)


def test_an_amount_goes_with_damage_only(app):
    placement, team = a_stay_that_ends()

    with pytest.raises(endings.DamageAmountError):
        endings.record_end(placement, a_real_end(damage_euros=Decimal(10)), by=team)


@pytest.mark.parametrize("days", [1, -11])
def test_residents_left_during_the_stay_and_not_later_than_today(app, days):
    placement, team = a_stay_that_ends()

    with pytest.raises(endings.LeavingDayError):
        endings.record_end(placement, a_real_end(left_on=today() + timedelta(days=days)), by=team)


def test_each_step_of_a_whole_stay_leaves_one_line_in_the_journal(app):
    placement, _team = an_ended_stay()

    journal = db.session.query(AuditEntry).order_by(AuditEntry.id)
    told = journal.filter_by(subject_kind="placement").all()
    steps = [line.action for line in told if line.subject_id == placement.id]

    assert steps == [f"placement_{kind.value}" for kind in kinds_told(placement)]
