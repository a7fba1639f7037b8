"""Who people are changes nothing: all that may reach the matcher, and proof that nothing else does.

What follows are the only columns that the night's queries may name. A column that is new in any
table is beside the matcher until it is named here, with its reason.
"""

import random
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.matching.solution import Solution
from stirrup.matching.solver import solve
from stirrup.matching.weights import Weights
from stirrup.placements.declined_pairs import DeclinedPair
from stirrup.placements.enums import PlacementState
from stirrup.referrals.enums import CommuneStance, PetKind, Urgency
from stirrup.referrals.models import Anchor, CommunePreference, LinkGroup, Referral, SafetyZone
from stirrup.runs.choice_models import MatchParameters, PairChoice, UnitHold
from stirrup.runs.enums import ChoiceKind, HoldReason, ProposalState
from stirrup.runs.loader import load
from stirrup.units.enums import PetsAllowed, UnitKind, UnitState
from stirrup.units.models import Building
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_photo,
    a_placement,
    a_proposal,
    a_referral,
    a_unit,
    an_administrator,
    stored,
)
from tests.features.runs.stored import (
    columns_beside,
    encrypted_columns,
    fill_empty_tables,
    noting_columns,
    rewrite,
)

ENTERS_BECAUSE = {
    "rows are told apart, and put together, by number": """
        referral.id unit.id place.id organisation.id placement.place_id placement.referral_id
        proposal.place_id proposal.referral_id proposal.unit_id place.unit_id
        declined_pair.referral_id declined_pair.unit_id anchor.referral_id
        safety_zone.referral_id commune_preference.referral_id""",
    "only what is ready, agreed to and confirmed takes part": """
        referral.state referral.consent_given_on referral.consent_expires_on
        referral.last_confirmed_on""",
    "only what is open, verified and fit to live in takes part": """
        unit.state organisation.verified_at unit.readiness unit.energy_class
        unit.energy_exception""",
    "a place or a household with a stay or a kept proposal is not free": """
        placement.state placement.unit_id proposal.state place.number""",
    "the home must hold the household": """
        referral.people referral.bedrooms_needed referral.cots referral.accepts_shared
        unit.kind unit.surface_m2 unit.bedrooms unit.min_people unit.max_people unit.places_count
        unit.cot_possible""",
    "the home must meet functional needs": """
        referral.needs_step_free referral.needs_lift referral.needs_ground_floor
        referral.needs_adapted_bathroom referral.needs_own_kitchen referral.needs_quiet
        referral.needs_parking referral.max_floor_without_lift
        unit.step_free unit.lift unit.floor unit.adapted_bathroom unit.kitchen unit.quiet
        unit.parking""",
    "an animal comes along": "referral.pets unit.pets_allowed",
    "the dates must meet": """
        referral.earliest_entry referral.latest_entry unit.available_from unit.available_until""",
    "the home must lie where the household asks": """
        unit.commune_code unit.latitude unit.longitude
        commune_preference.commune_code commune_preference.stance commune_preference.rank
        anchor.latitude anchor.longitude anchor.max_km""",
    "the home must lie away from a danger": "safety_zone.area",
    "some come first, by the published grid": "referral.urgency referral.waiting_since",
    "an association can accompany so many": """
        referral.association_id organisation.kind organisation.support_capacity
        unit.organisation_id""",
    "owners and houses take few at once": """
        organisation.most_stays unit.building_id building.id building.most_stays""",
    "some households move in together or not at all": """
        referral.link_group_id link_group.id link_group.max_km""",
    "a refused pair is remembered for a time": "declined_pair.expires_on",
    "a reviewer asks for a pair, or rules it out, until a day": """
        pair_choice.kind pair_choice.referral_id pair_choice.unit_id pair_choice.expires_on
        pair_choice.ended_at""",
    "a rare home is kept back for a few nights": """
        unit_hold.unit_id unit_hold.kept_for unit_hold.from_date unit_hold.until_date
        unit_hold.reason unit_hold.released_at""",
    "the weights are published": """
        match_parameters.id match_parameters.version match_parameters.weights
        match_parameters.policy match_parameters.adopted_at""",
}
MAY_ENTER = {name for names in ENTERS_BECAUSE.values() for name in names.split()}
ENTERING_TABLES = {name.split(".")[0] for name in MAY_ENTER}

READ_ALONG = {"match_parameters.note", "match_parameters.adopted_by_id"}
"""Read with the weights of the same row, and of no consequence: rewritten like the others."""

HELD_TOGETHER = {
    "match_run.kind": "only the night has number 0",
    "match_run.number": "only the night has number 0",
    "placement.first_day": "a stay ends after it begins, and no two overlap",
    "placement.end_day": "a stay ends after it begins, and no two overlap",
    "placement_extension.former_end_day": "a prolongation ends later",
    "placement_extension.end_day": "a prolongation ends later",
    "user.role": "only administrators have no organisation",
} | dict.fromkeys(
    (
        *("placement_document.placement_id", "placement_document.kind"),
        *("placement_document.slot", "placement_document.reference", "placement_document.version"),
        *("placement_document.sha256", "placement_document.sealed_sha256"),
    ),
    "a produced document never changes",
)
"""Columns that a constraint ties to others: left alone, and named by no query of the loader."""

BESIDE = [name for name in columns_beside(MAY_ENTER) if name not in HELD_TOGETHER]


def a_night() -> tuple[str, Solution]:
    """The digest of what is stored now, and who gets which home."""
    problem = load(today(), seed=7)
    return problem.digest(), solve(problem)


def a_town() -> None:
    """Households that differ, homes that differ, and each kind of row that the loader reads."""
    worker, landlord = a_case_worker(), a_landlord()
    area = {"commune_code": "59350", "latitude": 50.63, "longitude": 3.06, "km": 2}
    wishful = a_referral(worker, urgency=Urgency.NO_SHELTER)
    wishful.communes = [
        CommunePreference(commune_code="59512", stance=CommuneStance.ACCEPTED, rank=1),
        CommunePreference(commune_code="59599", stance=CommuneStance.REFUSED),
    ]
    wishful.anchors = [Anchor(label="Gare", latitude=50.69, longitude=3.17, max_km=9)]
    hidden = a_referral(worker, protected_address=True, pets=PetKind.SMALL)
    hidden.safety_zones = [SafetyZone(area=area)]
    a_referral(needs_step_free=True, cots=1, waiting_since=today() - timedelta(days=90))
    a_referral(accepts_shared=True, people=1, bedrooms_needed=1)
    a_photo(a_unit(landlord))
    a_unit(landlord, bedrooms=3, step_free=False, pets_allowed=PetsAllowed.ANY)
    a_unit(kind=UnitKind.SHARED_ROOM, places=2, places_count=2, surface_m2=Decimal(90))
    declined = a_proposal(a_unit(), hidden, state=ProposalState.DECLINED)
    stay = a_placement(
        a_proposal(run=declined.run, state=ProposalState.ACCEPTED),
        state=PlacementState.CANCELLED,
    )
    stay.unit.state = UnitState.OPEN
    a_proposal(stay.unit, wishful, run=declined.run)
    stored(
        DeclinedPair(
            referral_id=hidden.id,
            unit_id=declined.unit_id,
            proposal_id=declined.id,
            expires_on=today() + timedelta(days=30),
        )
    )
    linked = stored(
        LinkGroup(association_id=worker.organisation_id, max_km=5, created_by_id=worker.id)
    )
    for _ in range(2):
        a_referral(worker, link_group_id=linked.id)
    house = stored(Building(organisation_id=landlord.organisation_id, name="Cour", most_stays=2))
    landlord.organisation.most_stays = 3
    for _ in range(2):
        a_unit(landlord, building_id=house.id)
    _choices(wishful, hidden)


def _choices(wishful: Referral, hidden: Referral) -> None:
    """Weights adopted, a pair asked for, another ruled out, a home kept for step-free needs."""
    reviewer, next_week = an_administrator(), today() + timedelta(days=7)
    weights = asdict(Weights(version="2026-2"))
    stored(
        MatchParameters(version="2026-2", weights=weights, note="Un mot", adopted_by_id=reviewer.id)
    )
    made = {"note": "Un mot", "made_by_id": reviewer.id}
    for kind, referral in ((ChoiceKind.PIN, wishful), (ChoiceKind.BAN, hidden)):
        unit = a_unit()
        stored(
            PairChoice(
                kind=kind, referral_id=referral.id, unit_id=unit.id, expires_on=next_week, **made
            )
        )
    stored(
        UnitHold(
            unit_id=a_unit(state=UnitState.HELD).id,
            from_date=today(),
            until_date=next_week,
            kept_for=1,
            reason=HoldReason.REVIEWER,
            **made,
        )
    )


@pytest.fixture
def town(app):
    a_town()
    with noting_columns() as named:
        a_night()
    fill_empty_tables(random.Random(1), but=ENTERING_TABLES)
    return named


def test_the_night_names_no_column_beside_those_that_may_enter(town):
    assert town <= MAY_ENTER | READ_ALONG


def test_no_reason_outlives_its_column(town):
    assert town >= MAY_ENTER | READ_ALONG


def test_what_is_encrypted_stays_out_but_for_zones_to_stay_away_from(app):
    assert MAY_ENTER & encrypted_columns() == {"safety_zone.area"}


def test_a_column_held_by_a_constraint_is_named_by_no_query(town):
    assert not town & HELD_TOGETHER.keys()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(columns=set(BESIDE), seed=0)
@example(columns=set(BESIDE), seed=1)
@given(columns=st.sets(st.sampled_from(BESIDE), min_size=1), seed=st.integers(0, 2**32))
def test_whatever_else_is_stored_the_proposals_are_the_same(town, columns, seed):
    expected = a_night()

    written = rewrite(columns, random.Random(seed))
    found = a_night()
    db.session.rollback()

    assert written >= len(columns)
    assert found == expected


def test_the_town_has_proposals_and_households_that_wait(town):
    problem = load(today(), seed=7)

    assert solve(problem).placed >= 3
    assert len(problem.households) >= 4


@pytest.mark.parametrize(
    "column", ["referral.needs_quiet", "referral.pets", "anchor.max_km", "unit.step_free"]
)
def test_a_column_that_enters_does_change_the_problem(town, column):
    digest, _ = a_night()

    rewrite([column], random.Random(3))
    changed, _ = a_night()
    db.session.rollback()

    assert changed != digest
