"""What the night is given, column by column, and what is kept out of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event

from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.geography import communes
from stirrup.matching.tables import FOR_ANYONE, FOR_NOBODY
from stirrup.matching.weights import Weights
from stirrup.placements.declined_pairs import DeclinedPair
from stirrup.placements.enums import PlacementState
from stirrup.placements.lifecycle import latest_first_day
from stirrup.referrals.enums import CommuneStance, PetKind, ReferralState, Urgency
from stirrup.referrals.models import Anchor, CommunePreference, SafetyZone
from stirrup.runs.enums import ChoiceKind, HoldReason, ProposalState
from stirrup.runs.loader import load
from stirrup.runs.numbering import commune_code, commune_number
from stirrup.units.enums import EnergyClass, KitchenKind, PetsAllowed, UnitKind, UnitState
from stirrup.units.models import Building
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_landlord_organisation,
    a_placement,
    a_proposal,
    a_referral,
    a_unit,
    an_association,
    stored,
)
from tests.features.runs.situations import a_choice, a_hold, in_force

ROUBAIX, LILLE = 59512, 59350


def problem(**options):
    return load(today(), seed=1, **options)


def unit_columns(**values):
    a_unit(**values)
    return problem().units


def household_columns(**values):
    a_referral(**values)
    return problem().households


def test_a_home_is_read_into_columns(app):
    unit = a_unit(
        floor=2,
        lift=True,
        step_free=False,
        adapted_bathroom=True,
        quiet=True,
        parking=True,
        cot_possible=True,
        pets_allowed=PetsAllowed.ANY,
        available_from=today() + timedelta(days=10),
        available_until=today() + timedelta(days=300),
    )

    units = problem().units

    read = {name: getattr(units, name)[0].item() for name in units.__dataclass_fields__}
    assert read == {
        "id": unit.id,
        "places": 1,
        "bedrooms": 2,
        "min_people": 1,
        "max_people": 4,
        "commune": ROUBAIX,
        "latitude": unit.latitude,
        "longitude": unit.longitude,
        "step_free": False,
        "lift": True,
        "adapted_bathroom": True,
        "ground_floor": False,
        "own_kitchen": True,
        "quiet": True,
        "parking": True,
        "cot_possible": True,
        "floor": 2,
        "shared": False,
        "pets": 2,
        "free_from": (today() + timedelta(days=10)).toordinal(),
        "latest_entry": latest_first_day(today() + timedelta(days=300)).toordinal(),
        "association": -1,
        "owner": unit.organisation_id,
        "building": -1,
        "kept_for": 0,
    }


def test_a_household_is_read_into_columns(app):
    referral = a_referral(
        needs_step_free=True,
        needs_lift=True,
        needs_quiet=True,
        cots=1,
        max_floor_without_lift=3,
        accepts_shared=True,
        pets=PetKind.SMALL,
        urgency=Urgency.WITHIN_30_DAYS,
        waiting_since=today() - timedelta(days=45),
    )

    households = problem().households

    assert households.id.tolist() == [referral.id]
    assert households.people.tolist() == [3]
    assert households.bedrooms_needed.tolist() == [2]
    assert households.needs_step_free.tolist() == [True]
    assert households.needs_lift.tolist() == [True]
    assert households.needs_ground_floor.tolist() == [False]
    assert households.needs_quiet.tolist() == [True]
    assert households.needs_cot.tolist() == [True]
    assert households.max_floor_without_lift.tolist() == [3]
    assert households.accepts_shared.tolist() == [True]
    assert households.pets.tolist() == [1]
    assert households.urgency.tolist() == [2]
    assert households.waiting_days.tolist() == [45]
    assert households.earliest_entry.tolist() == [today().toordinal()]
    assert households.association.tolist() == [referral.association_id]


def test_a_household_without_a_floor_limit_climbs(app):
    assert household_columns().max_floor_without_lift.tolist() == [99]


def test_people_are_limited_by_the_surface(app):
    assert unit_columns(surface_m2=Decimal("24.5"), max_people=4).max_people.tolist() == [2]


def test_a_shared_home_divides_its_ceiling_between_its_places(app):
    units = unit_columns(
        kind=UnitKind.SHARED_ROOM, places=3, places_count=3, surface_m2=Decimal(90), max_people=8
    )

    assert units.places.tolist() == [3]
    assert units.shared.tolist() == [True]
    assert units.max_people.tolist() == [3]
    assert units.own_kitchen.tolist() == [False]


def test_a_home_without_a_kitchen_has_none_of_its_own(app):
    assert unit_columns(kitchen=KitchenKind.NONE).own_kitchen.tolist() == [False]


@pytest.mark.parametrize("state", set(UnitState) - {UnitState.OPEN, UnitState.HELD})
def test_a_home_that_is_not_open_stays_out(app, state):
    assert not len(unit_columns(state=state))


def test_a_home_of_an_unverified_landlord_stays_out(app):
    landlord = a_landlord(a_landlord_organisation(verified_at=None))

    assert not len(unit_columns(landlord=landlord))


@pytest.mark.parametrize("letter", [EnergyClass.G, None])
def test_a_home_of_class_g_or_undiagnosed_stays_out(app, letter):
    assert not len(unit_columns(energy_class=letter))


def test_a_recorded_exception_lets_a_class_g_home_in(app):
    units = unit_columns(energy_class=EnergyClass.G, energy_exception="Heated by the landlord.")

    assert len(units) == 1


@pytest.mark.parametrize("result", ["blocking", None])
def test_a_home_that_fails_or_lacks_a_point_of_the_visit_stays_out(app, result):
    readiness = dict(a_unit(state=UnitState.PAUSED).readiness) | {"gas": result}

    assert not len(unit_columns(readiness=readiness))


def test_a_place_under_a_live_stay_is_not_free(app):
    unit = a_unit(kind=UnitKind.SHARED_ROOM, places=2, places_count=2, surface_m2=Decimal(90))
    a_placement(a_proposal(unit, state=ProposalState.ACCEPTED))
    unit.state = UnitState.OPEN
    db.session.commit()

    assert problem().units.places.tolist() == [1]


def test_a_place_whose_stay_was_cancelled_is_free(app):
    stay = a_placement(state=PlacementState.CANCELLED)
    stay.unit.state = UnitState.OPEN
    db.session.commit()

    assert problem().units.places.tolist() == [1]


@pytest.mark.parametrize(
    "values",
    [
        {"state": ReferralState.PARKED},
        {"state": ReferralState.PROPOSED},
        {"state": ReferralState.CLOSED},
        {"consent_expires_on": today() - timedelta(days=1)},
        {"last_confirmed_on": today() - timedelta(days=31)},
    ],
)
def test_a_referral_that_is_not_ready_stays_out(app, values):
    assert not len(household_columns(**values))


@pytest.mark.parametrize(
    "values",
    [
        {"consent_expires_on": today()},
        {"consent_expires_on": None},
        {"last_confirmed_on": today() - timedelta(days=30)},
    ],
)
def test_a_referral_just_in_time_takes_part(app, values):
    assert len(household_columns(**values)) == 1


def test_communes_and_anchors_reach_the_matcher(app):
    referral = a_referral()
    referral.communes = [
        CommunePreference(commune_code="59512", stance=CommuneStance.ACCEPTED, rank=1),
        CommunePreference(commune_code="59350", stance=CommuneStance.REFUSED),
    ]
    referral.anchors = [Anchor(label="Gare", latitude=50.69, longitude=3.17, max_km=5)]
    db.session.commit()

    households = problem().households

    assert households.accepted_communes.value(0, ROUBAIX, 0) == 1
    assert households.refused_communes.holds(0, LILLE)
    assert households.anchors.km.tolist() == [[5.0]]


def test_a_safety_zone_excludes_its_commune_and_its_surroundings(app):
    referral = a_referral()
    area = {"commune_code": "59350", "latitude": 50.63, "longitude": 3.06, "km": 4}
    referral.safety_zones = [SafetyZone(area=area)]
    db.session.commit()

    households = problem().households

    assert households.excluded_communes.holds(0, LILLE)
    assert households.safety_zones.km.tolist() == [[4.0]]


def test_a_safety_zone_of_a_commune_alone_has_no_circle(app):
    referral = a_referral()
    area = {"commune_code": "59350", "latitude": 50.63, "longitude": 3.06, "km": 0}
    referral.safety_zones = [SafetyZone(area=area)]
    db.session.commit()

    households = problem().households

    assert households.excluded_communes.holds(0, LILLE)
    assert households.safety_zones.km.tolist() == [[]]


@pytest.mark.parametrize(("days", "remembered"), [(1, True), (0, False)])
def test_a_declined_pair_is_remembered_until_its_term(app, days, remembered):
    proposal = a_proposal(state=ProposalState.DECLINED)
    db.session.add(
        DeclinedPair(
            referral_id=proposal.referral_id,
            unit_id=proposal.unit_id,
            proposal_id=proposal.id,
            expires_on=today() + timedelta(days=days),
        )
    )
    db.session.commit()

    assert problem().households.declined_pairs.holds(0, 0) == remembered


def test_live_stays_use_up_the_support_of_an_association(app):
    association = an_association(support_capacity=2)
    referral = a_referral(a_case_worker(association))
    a_placement(a_proposal(referral=referral, state=ProposalState.ACCEPTED))

    capacities = problem().capacities

    assert dict(zip(capacities.id.tolist(), capacities.remaining.tolist(), strict=True)) == {
        association.id: 1
    }


def room(capacities) -> dict[int, int]:
    return dict(zip(capacities.id.tolist(), capacities.remaining.tolist(), strict=True))


@pytest.mark.parametrize(("most", "left"), [(3, 2), (1, 0), (0, 0)])
def test_live_stays_use_up_what_a_landlord_wants(app, most, left):
    landlord = a_landlord(a_landlord_organisation(most_stays=most))
    a_landlord(a_landlord_organisation())
    a_placement(a_proposal(a_unit(landlord), state=ProposalState.ACCEPTED))

    given = problem()

    assert room(given.owner_capacities) == {landlord.organisation_id: left}


def test_live_stays_use_up_what_is_wanted_in_a_building(app):
    landlord = a_landlord()
    limited, open_to_all = (
        stored(
            Building(organisation_id=landlord.organisation_id, name="Rue Basse", most_stays=most)
        )
        for most in (2, None)
    )
    a_placement(a_proposal(a_unit(landlord, building=limited), state=ProposalState.ACCEPTED))
    a_unit(landlord, building=limited)
    a_unit(landlord, building=open_to_all)

    given = problem()

    assert given.units.building.tolist() == [limited.id, open_to_all.id]
    assert room(given.building_capacities) == {limited.id: 1}


def test_a_stay_that_has_ended_leaves_its_room(app):
    landlord = a_landlord(a_landlord_organisation(most_stays=1))
    ended = a_proposal(a_unit(landlord), state=ProposalState.ACCEPTED)
    a_placement(ended, state=PlacementState.ENDED_PLANNED)

    assert room(problem().owner_capacities) == {landlord.organisation_id: 1}


@pytest.mark.parametrize(
    ("kind", "relation"), [(ChoiceKind.PIN, "pinned_pairs"), (ChoiceKind.BAN, "banned_pairs")]
)
def test_choices_reach_the_matcher(app, kind, relation):
    a_choice(kind)

    given = problem()

    assert getattr(given.households, relation).holds(0, 0)


@pytest.mark.parametrize(
    "over",
    [{"expires_on": today()}, {"ended_at": now()}],
    ids=["its day came", "somebody ended it"],
)
@pytest.mark.parametrize("kind", ChoiceKind)
def test_a_choice_that_is_over_reaches_nothing(app, kind, over):
    a_choice(kind, **over)

    households = problem().households

    assert not households.pinned_pairs.holds(0, 0)
    assert not households.banned_pairs.holds(0, 0)


def test_a_home_held_by_the_team_says_for_whom(app):
    a_hold(kept_for=FOR_NOBODY)

    assert problem().units.kept_for.tolist() == [FOR_NOBODY]


@pytest.mark.parametrize(
    "over",
    [{"until_date": today()}, {"released_at": now()}, {"from_date": today() + timedelta(days=1)}],
    ids=["its day came", "somebody released it", "not yet begun"],
)
def test_a_hold_that_does_not_bind_tonight_leaves_the_home_to_anyone(app, over):
    a_hold(**over)

    assert problem().units.kept_for.tolist() == [FOR_ANYONE]


def test_a_hold_of_the_policy_is_decided_anew(app):
    a_hold(reason=HoldReason.SCARCE)

    assert problem().units.kept_for.tolist() == [FOR_ANYONE]


def test_the_weights_in_force_reach_the_matcher(app):
    adopted = in_force(weights=Weights(waiting=80))

    assert problem().weights == Weights(waiting=80, version=adopted.version)


def test_a_postponed_proposal_keeps_its_household_and_its_place(app):
    a_proposal(state=ProposalState.POSTPONED)

    given = problem()

    assert (len(given.units), len(given.households)) == (0, 0)


def test_an_undecided_proposal_stands_and_may_be_replaced(app):
    proposal = a_proposal()

    given = problem()

    assert given.households.id.tolist() == [proposal.referral_id]
    assert given.households.standing_pairs.holds(0, 0)


def test_a_territory_names_the_communes_that_take_part(app):
    a_unit()
    in_lille = a_unit(commune_code="59350")

    assert problem(territory=["59350"]).units.id.tolist() == [in_lille.id]


def test_a_run_of_a_territory_leaves_the_proposals_of_other_communes_alone(app):
    elsewhere = a_proposal(a_unit(commune_code="59350"))
    here = a_proposal(run=elsewhere.run)

    given = problem(territory=["59512"])

    assert given.units.id.tolist() == [here.unit_id]
    assert given.households.id.tolist() == [here.referral_id]


def test_every_commune_has_a_number_of_its_own(app):
    numbers = {commune_number(code) for code in communes()}

    assert len(numbers) == len(communes())
    assert commune_code(commune_number("2A004")) == "2A004"


def test_no_query_names_a_person_or_an_address(app):
    a_unit()
    a_referral(protected_address=True)
    asked = []

    def note(_connection, _cursor, statement, *_others):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    problem()
    event.remove(db.engine, "before_cursor_execute", note)

    said = " ".join(asked)
    assert "referral" in said
    for private in ("household", "street", "protected_address", "display_name", "phone"):
        assert private not in said
