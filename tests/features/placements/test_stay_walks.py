"""Whatever people try, in whatever order: both sides and the stay agree, and nothing is lost."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements import endings, extensions, services, starting
from stirrup.placements.answering import answers, cancelling
from stirrup.placements.enums import (
    LIVE_STATES,
    EndGround,
    ExitOutcome,
    ExtensionReason,
    ExtensionState,
    FactsSection,
    InventoryMoment,
    LegalBasis,
    PlacementState,
)
from stirrup.placements.inventories import record_inventory
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lifecycle import ONE_DAY, end_day
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.referrals.enums import ReferralState
from stirrup.refusals import RefusedError
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import MatchRun
from stirrup.units.enums import UnitState
from tests import factories
from tests.features.placements.situations import FACTS, complete
from tests.features.placements.stages import a_real_end, an_announcement, findings, signed

UNIT_STATE = {
    PlacementState.SCHEDULED: UnitState.RESERVED,
    PlacementState.ACTIVE: UnitState.OCCUPIED,
    PlacementState.ENDING: UnitState.OCCUPIED,
    PlacementState.ENDED_PLANNED: UnitState.HANDBACK_DUE,
    PlacementState.ENDED_EARLY: UnitState.HANDBACK_DUE,
    PlacementState.CANCELLED: UnitState.OPEN,
}
REFERRAL_STATES = {
    PlacementState.SCHEDULED: {ReferralState.PROPOSED},
    PlacementState.ACTIVE: {ReferralState.HOUSED},
    PlacementState.ENDING: {ReferralState.HOUSED},
    PlacementState.ENDED_PLANNED: {ReferralState.CLOSED, ReferralState.READY},
    PlacementState.ENDED_EARLY: {ReferralState.CLOSED, ReferralState.READY},
    PlacementState.CANCELLED: {ReferralState.READY},
}
Step = Callable[[Placement, object], object]


def change_day(placement, team):
    services.change_first_day(placement, placement.first_day + ONE_DAY, by=team)


def answer(placement, team):
    answers.say_yes(placement, Side.HOUSEHOLD, by=team)


def change_facts(placement, team):
    values = FACTS[FactsSection.HOME] | {"badges_count": (placement.facts.badges_count or 0) + 1}
    services.complete_facts(placement, FactsSection.HOME, values, by=team)


def choose_form(placement, team):
    services.choose_legal_basis(placement, LegalBasis.VIA_ASSOCIATION, by=team)


def sign_agreements(placement, _team):
    if placement.both_said_yes:
        signed(placement)
        signed(placement, DocumentKind.HOUSING_AGREEMENT)


def see_the_entry(placement, team):
    record_inventory(placement, InventoryMoment.ENTRY, findings(), by=team)


def see_the_exit(placement, team):
    record_inventory(placement, InventoryMoment.EXIT, findings(), by=team)


def hand_over(placement, team):
    starting.start_stay(placement, by=team)


def ask_more(placement, team):
    until = placement.last_day + timedelta(days=40)
    extensions.ask_extension(placement, until, ExtensionReason.OTHER, by=team)


def give_up_more(placement, team):
    extensions.withdraw_extension(placement, by=team)


def sign_more(placement, team):
    asked = extensions.find_asked(placement)
    for slot in ("", "-association") if asked else ():
        signed(placement, DocumentKind.AMENDMENT, f"{asked.number}{slot}")
    extensions.put_in_force(placement, by=team)


def announce_term(placement, team):
    endings.announce_end(placement, an_announcement(), by=team)


def announce_leaving(placement, team):
    leaving = an_announcement(ground=EndGround.RESIDENTS_LEAVE)
    endings.announce_end(placement, leaving, by=team)


def leave(placement, team):
    endings.record_end(placement, a_real_end(), by=team)


def leave_for_nothing(placement, team):
    endings.record_end(placement, a_real_end(outcome=ExitOutcome.STREET), by=team)


def cancel(placement, team):
    cancelling.cancel_placement(placement, "data_error", by=team)


STEPS: tuple[Step, ...] = (
    *(change_day, answer, change_facts, choose_form, sign_agreements, see_the_entry),
    *(see_the_exit, hand_over, hand_over, ask_more, give_up_more, sign_more, announce_term),
    *(announce_leaving, leave, leave_for_nothing, cancel),
)
TO_THE_KEYS: tuple[Step, ...] = (sign_agreements, see_the_entry, hand_over)


def lines_about(placement) -> int:
    own = (AuditEntry.subject_kind == "placement", AuditEntry.subject_id == placement.id)
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(*own)) or 0


def story_of(placement) -> tuple:
    """What a step may change."""
    db.session.expire_all()
    return (
        placement.state,
        placement.first_day,
        placement.end_day,
        placement.legal_basis,
        placement.household_yes_on,
        placement.facts.badges_count,
        [(one.number, one.state) for one in placement.extensions],
        [(one.moment, one.recorded_at) for one in placement.inventories],
        placement.ending and (placement.ending.ground, placement.ending.left_on),
    )


def agrees(placement) -> None:
    """The invariants of a stay alone in its home."""
    assert placement.unit.state == UNIT_STATE[placement.state]
    assert placement.referral.state in REFERRAL_STATES[placement.state]
    assert placement.first_day < placement.end_day <= end_day(placement.first_day, 12)
    asked = [one for one in placement.extensions if one.state == ExtensionState.ASKED]
    assert len(asked) <= 1
    assert (placement.ending is not None) == (
        placement.state
        in (PlacementState.ENDING, PlacementState.ENDED_PLANNED, PlacementState.ENDED_EARLY)
    )


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from([(), TO_THE_KEYS]),
    st.lists(st.sampled_from(STEPS), min_size=1, max_size=10),
)
def test_the_stay_and_both_its_sides_always_agree(app, beginning, walk):
    team = factories.an_administrator()
    unit = factories.a_unit(available_until=today() + timedelta(900))
    proposal = a_proposal(unit, factories.a_referral())
    first_day = today() - timedelta(days=9)
    placement = complete(factories.a_placement(proposal, agreed=True, first_day=first_day), team)

    for step in (*beginning, *walk):
        before, lines = story_of(placement), lines_about(placement)
        try:
            step(placement, team)
        except RefusedError:
            db.session.rollback()
            assert story_of(placement) == before
        changed = story_of(placement) != before
        assert lines_about(placement) - lines <= 1
        assert not changed or lines_about(placement) == lines + 1
        agrees(placement)

    if placement.state not in LIVE_STATES:
        lend_again(placement)


def a_proposal(unit, referral):
    """Tonight's, whichever walk it is."""
    run = db.session.query(MatchRun).first() or factories.a_run()
    return factories.a_proposal(unit, referral, run=run, state=ProposalState.ACCEPTED)


def lend_again(placement) -> None:
    """The same place and the same household take the same days: the database agrees."""
    proposal = a_proposal(placement.unit, placement.referral)
    factories.a_placement(proposal, first_day=placement.first_day)
