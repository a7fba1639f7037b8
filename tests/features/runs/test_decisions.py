"""Accepting, declining, postponing: what each does, and what each refuses to do."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import NotPermittedError
from stirrup.placements.answering.refusals import NoteMissingError, UnknownReasonError
from stirrup.placements.declined_pairs import DeclinedPair
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.enums import HomeAfter, HouseholdAfter, Side
from stirrup.placements.lanes.models import ReasonSetting
from stirrup.placements.models import Placement
from stirrup.referrals.enums import CommuneStance, ReferralState
from stirrup.referrals.models import CommunePreference, SafetyZone
from stirrup.runs import services
from stirrup.runs.choices import choose_pair
from stirrup.runs.enums import (
    AcceptReason,
    ChoiceKind,
    DecisionKind,
    PostponeReason,
    ProposalState,
)
from stirrup.runs.holds import hold_unit
from stirrup.runs.models import Decision, Proposal
from stirrup.runs.refusals import (
    AlreadyAcceptedError,
    AlreadyDeclinedError,
    AlreadyPostponedError,
    HomeNoLongerOpenError,
    HouseholdNoLongerReadyError,
    NoLongerPossibleError,
    NoLongerSuitsError,
    NoMoreStaysWantedError,
    ReplacedByALaterRunError,
    SupportExhaustedError,
)
from stirrup.units.enums import UnitState
from stirrup.units.models import Building
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_landlord_organisation,
    a_placement,
    a_proposal,
    a_referral,
    a_run,
    a_unit,
    an_administrator,
    an_association,
    stored,
)
from tests.features.runs.situations import count, proposals_in, tonight

STEP_FREE = 1
"""The first bit of KEPT_FOR."""


def accept(proposal: Proposal, by, *, version: int = 1, reason=AcceptReason.BEST_ANSWER):
    return services.accept_proposal(proposal, by=by, reason=reason, note="", version=version)


def decline(proposal: Proposal, by, *, version: int = 1, reason="too_far"):
    return services.decline_proposal(proposal, by=by, reason=reason, note="", version=version)


def postpone(proposal: Proposal, by, *, version: int = 1, reason=PostponeReason.VISIT_FIRST):
    return services.postpone_proposal(proposal, by=by, reason=reason, note="", version=version)


def test_accepting_opens_the_stay_and_reserves_both_sides(app):
    administrator, proposal = an_administrator(), a_proposal(first_day=today())

    stay = accept(proposal, administrator, reason=AcceptReason.URGENCY)

    db.session.expire_all()
    assert (stay.proposal_id, stay.place_id) == (proposal.id, proposal.place_id)
    assert (stay.state, stay.first_day) == (PlacementState.SCHEDULED, today())
    assert proposal.state == ProposalState.ACCEPTED
    assert proposal.unit.state == UnitState.RESERVED
    assert proposal.referral.state == ReferralState.PROPOSED


def test_every_decision_names_a_person_a_motive_and_the_input_it_was_taken_on(app):
    administrator = an_administrator()
    proposal = a_proposal(run=a_run(input_digest="a" * 64))

    services.accept_proposal(
        proposal, by=administrator, reason=AcceptReason.OTHER, note="After a visit.", version=1
    )

    decision = db.session.scalars(select(Decision)).one()
    line = db.session.scalars(select(AuditEntry).filter_by(action="proposal_accepted")).one()
    assert (decision.kind, decision.reason) == (DecisionKind.ACCEPT, "other")
    assert (decision.decided_by_id, decision.note) == (administrator.id, "After a visit.")
    assert decision.input_digest == "a" * 64
    assert (line.actor_id, line.details) == (administrator.id, {"reason": "other"})


def test_a_stay_never_starts_in_the_past(app):
    late = a_proposal(
        a_unit(available_from=today() - timedelta(days=40)),
        a_referral(earliest_entry=today() - timedelta(days=40)),
        first_day=today() - timedelta(days=20),
    )

    assert accept(late, an_administrator()).first_day == today()


@pytest.mark.parametrize("decide", [accept, decline, postpone])
def test_only_administrators_decide(app, decide):
    proposal = a_proposal()

    for person in (a_landlord(), a_case_worker()):
        with pytest.raises(NotPermittedError):
            decide(proposal, person)

    assert count(Decision) == 0


def test_a_declined_proposal_sets_its_pair_aside_and_keeps_the_waiting_date(app):
    proposal = a_proposal()
    waiting_since = proposal.referral.waiting_since

    decline(proposal, an_administrator(), reason="too_far")

    db.session.expire_all()
    pair = db.session.scalars(select(DeclinedPair)).one()
    assert proposal.state == ProposalState.DECLINED
    assert (pair.referral_id, pair.unit_id) == (proposal.referral_id, proposal.unit_id)
    assert pair.expires_on == today() + timedelta(days=90)
    assert proposal.referral.waiting_since == waiting_since
    assert proposal.referral.state == ReferralState.READY
    assert proposal.unit.state == UnitState.OPEN


def test_a_reason_that_administrators_added_sets_the_pair_aside_for_its_term(app):
    a_reason_of_the_team("roof", forbids_days=14)

    decline(a_proposal(), an_administrator(), reason="roof")

    pair = db.session.scalars(select(DeclinedPair)).one()
    assert pair.expires_on == today() + timedelta(days=14)


@pytest.mark.parametrize(
    ("code", "setting"),
    [
        ("sold", {}),
        ("undone", {}),
        ("unfit_on_visit", {}),
        ("roof", {"retired": True}),
        ("roof", {"home": "paused"}),
        ("roof", {"household": "parked"}),
        ("nothing like it", {}),
    ],
)
def test_a_reason_that_says_more_than_no_to_the_pair_is_not_given_here(app, code, setting):
    a_reason_of_the_team("roof", **setting)

    with pytest.raises(UnknownReasonError):
        decline(a_proposal(), an_administrator(), reason=code)

    assert count(Decision) == 0


def test_a_reason_that_asks_for_a_few_words_is_not_given_without_them(app):
    with pytest.raises(NoteMissingError):
        decline(a_proposal(), an_administrator(), reason="policy")

    assert count(DeclinedPair) == 0


def test_a_pair_declined_again_is_remembered_until_the_later_term(app):
    a_reason_of_the_team("roof", forbids_days=14)
    administrator, first = an_administrator(), a_proposal()
    decline(first, administrator, reason="roof")
    second = a_proposal(first.unit, first.referral, run=first.run)

    decline(second, administrator, reason="too_far")

    pair = db.session.scalars(select(DeclinedPair)).one()
    assert (pair.expires_on, pair.proposal_id) == (today() + timedelta(days=90), second.id)


def test_a_declined_pair_is_not_proposed_again_before_its_term(app):
    proposal = a_proposal(run=a_run(business_date=today() - timedelta(days=1)))
    decline(proposal, an_administrator())

    tonight()

    assert proposals_in(ProposalState.SUBMITTED) == []


def test_a_declined_pair_is_proposed_again_after_its_term(app):
    proposal = a_proposal(run=a_run(business_date=today() - timedelta(days=1)))
    decline(proposal, an_administrator())
    db.session.scalars(select(DeclinedPair)).one().expires_on = today()
    db.session.commit()

    tonight()

    assert len(proposals_in(ProposalState.SUBMITTED)) == 1


def test_a_postponed_proposal_keeps_waiting_and_may_be_accepted_later(app):
    administrator, proposal = an_administrator(), a_proposal()

    postpone(proposal, administrator)
    assert proposal.state == ProposalState.POSTPONED
    accept(proposal, administrator, version=2)

    kinds = [decision.kind for decision in proposal.decisions]
    assert kinds == [DecisionKind.POSTPONE, DecisionKind.ACCEPT]
    assert proposal.state == ProposalState.ACCEPTED


@pytest.mark.parametrize(
    ("first", "refusal", "verb"),
    [
        (accept, AlreadyAcceptedError, "accepted"),
        (decline, AlreadyDeclinedError, "declined"),
        (postpone, AlreadyPostponedError, "postponed"),
    ],
)
def test_who_comes_too_late_learns_who_decided_what_and_when(app, first, refusal, verb):
    winner, loser = an_administrator(display_name="Claire Morel"), an_administrator()
    proposal = a_proposal()
    first(proposal, winner)

    with pytest.raises(refusal) as refused:
        decline(proposal, loser)

    assert str(refused.value).startswith(f"Claire Morel {verb} this proposal on ")
    assert count(Decision) == 1


def test_a_proposal_replaced_by_a_run_is_not_decided(app):
    proposal = a_proposal(state=ProposalState.DISCARDED)

    with pytest.raises(ReplacedByALaterRunError):
        accept(proposal, an_administrator())


def test_a_void_proposal_is_not_decided(app):
    with pytest.raises(NoLongerPossibleError):
        accept(a_proposal(state=ProposalState.VOID), an_administrator())


def test_a_form_sent_twice_counts_once(app):
    administrator, proposal = an_administrator(), a_proposal()

    first = accept(proposal, administrator)
    again = accept(proposal, administrator)

    assert again is first
    assert (count(Decision), count(Placement)) == (1, 1)


def test_a_refusal_sent_twice_counts_once(app):
    administrator, proposal = an_administrator(), a_proposal()

    decline(proposal, administrator)
    decline(proposal, administrator)

    assert count(Decision) == 1


@pytest.mark.parametrize("state", [UnitState.WITHDRAWN, UnitState.PAUSED, UnitState.RESERVED])
def test_a_home_that_closed_voids_the_proposal(app, state):
    proposal = a_proposal()
    proposal.unit.state = state
    db.session.commit()

    with pytest.raises(HomeNoLongerOpenError):
        accept(proposal, an_administrator())

    assert_void(proposal, "HomeNoLongerOpenError")


@pytest.mark.parametrize(
    "change",
    [
        {"state": ReferralState.CLOSED},
        {"state": ReferralState.PARKED},
        {"consent_expires_on": today() - timedelta(days=1)},
    ],
)
def test_a_referral_that_is_no_longer_ready_voids_the_proposal(app, change):
    proposal = a_proposal()
    for name, value in change.items():
        setattr(proposal.referral, name, value)
    db.session.commit()

    with pytest.raises(HouseholdNoLongerReadyError):
        accept(proposal, an_administrator())

    assert_void(proposal, "HouseholdNoLongerReadyError")


def test_a_home_edited_so_that_it_no_longer_suits_voids_the_proposal(app):
    proposal = a_proposal()
    proposal.unit.max_people = 2
    db.session.commit()

    with pytest.raises(NoLongerSuitsError) as refused:
        accept(proposal, an_administrator())

    assert refused.value.obstacles == [
        "This home is too small or too large for this number of people"
    ]
    assert_void(proposal, "NoLongerSuitsError")


def test_a_safety_zone_and_a_chosen_refusal_are_told_by_the_same_words(app):
    said = []
    for change in (
        {"safety_zones": [SafetyZone(area={"commune_code": "59512", "km": 0})]},
        {"communes": [CommunePreference(commune_code="59512", stance=CommuneStance.REFUSED)]},
    ):
        proposal = a_proposal(run=a_run(business_date=today() - timedelta(days=len(said))))
        for name, value in change.items():
            setattr(proposal.referral, name, value)
        db.session.commit()
        with pytest.raises(NoLongerSuitsError) as refused:
            accept(proposal, an_administrator())
        said.append(refused.value.obstacles)

    assert said == [["Another condition is not met"]] * 2


def test_an_association_that_is_full_voids_the_proposal(app):
    worker = a_case_worker(an_association(support_capacity=1))
    run = a_run()
    a_placement(a_proposal(referral=a_referral(worker), run=run, state=ProposalState.ACCEPTED))
    proposal = a_proposal(referral=a_referral(worker), run=run)

    with pytest.raises(SupportExhaustedError):
        accept(proposal, an_administrator())

    assert_void(proposal, "SupportExhaustedError")


def test_a_landlord_who_wants_no_more_stays_voids_the_proposal(app):
    landlord = a_landlord(a_landlord_organisation(most_stays=1))
    proposal = a_proposal(a_unit(landlord))
    lent = a_proposal(a_unit(landlord), state=ProposalState.ACCEPTED, run=proposal.run)
    a_placement(lent)

    with pytest.raises(NoMoreStaysWantedError):
        accept(proposal, an_administrator())

    assert_void(proposal, "NoMoreStaysWantedError")


def test_a_building_that_is_full_voids_the_proposal(app):
    landlord = a_landlord()
    building = Building(organisation_id=landlord.organisation_id, name="Rue Basse", most_stays=0)
    proposal = a_proposal(a_unit(landlord, building=stored(building)))

    with pytest.raises(NoMoreStaysWantedError):
        accept(proposal, an_administrator())

    assert_void(proposal, "NoMoreStaysWantedError")


def test_a_home_held_since_the_night_for_a_need_voids_the_proposal_of_others(app):
    proposal = a_proposal()
    keep(proposal.unit, kept_for=STEP_FREE)

    with pytest.raises(NoLongerSuitsError):
        accept(proposal, an_administrator())

    assert_void(proposal, "NoLongerSuitsError")


def test_a_home_held_for_a_need_goes_to_those_who_have_it(app):
    proposal = a_proposal(referral=a_referral(needs_step_free=True))
    keep(proposal.unit, kept_for=STEP_FREE)

    accept(proposal, an_administrator())

    assert proposal.unit.state == UnitState.RESERVED


def test_a_pair_ruled_out_since_the_night_voids_the_proposal(app):
    proposal = a_proposal()
    choose_pair(
        proposal.referral,
        proposal.unit,
        ChoiceKind.BAN,
        by=an_administrator(),
        note="The lift is broken",
        expires_on=today() + timedelta(days=9),
    )

    with pytest.raises(NoLongerSuitsError):
        accept(proposal, an_administrator())

    assert_void(proposal, "NoLongerSuitsError")


def a_reason_of_the_team(code: str, **values) -> ReasonSetting:
    ordinary = {"code": code, "side": Side.TEAM, "label": {"fr": "Le toit"}, "forbids_days": 90}
    consequences = {"home": HomeAfter.OPEN, "household": HouseholdAfter.READY}
    flags = dict.fromkeys(("needs_note", "needs_review", "retired"), False)
    author = {"changed_by_id": an_administrator().id}
    return stored(ReasonSetting(**ordinary | consequences | flags | author | values))


def keep(unit, kept_for: int) -> None:
    until = today() + timedelta(days=7)
    hold_unit(unit, by=an_administrator(), kept_for=kept_for, until=until, note="For Monday")


def assert_void(proposal: Proposal, because: str) -> None:
    db.session.expire_all()
    line = db.session.scalars(select(AuditEntry).filter_by(action="proposal_voided")).one()
    assert proposal.state == ProposalState.VOID
    assert line.details == {"because": because}
    assert count(Decision) == 0
