"""Unlocks hold in what is stored: answer as stated, and these homes become possible, no others."""

import random
from datetime import date, timedelta

import pytest

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.geography import get_commune
from stirrup.matching.explanations.unlocks import Change, Unlock
from stirrup.matching.explanations.why_not import why_not
from stirrup.matching.pairs import eligible_pairs
from stirrup.matching.solver import solve
from stirrup.referrals.enums import CommuneStance, PetKind
from stirrup.referrals.models import Anchor, CommunePreference, Referral, SafetyZone
from stirrup.runs.loader import load
from stirrup.runs.numbering import commune_code
from stirrup.units.enums import PetsAllowed, UnitKind
from tests.factories import a_case_worker, a_landlord, a_referral, a_unit

COMMUNES = ("59512", "59350", "59599", "59163")
TERRITORIES = range(6)
KINDS = {"commune", "km", "later", "earlier", "pet", "shared", "floor"}


def possible_homes(referral: Referral) -> set[int]:
    problem = load(today(), seed=1)
    u, h = eligible_pairs(problem)
    return set(problem.units.id[u[problem.households.id[h] == referral.id]].tolist())


def unlocks_of(referral: Referral) -> tuple[Unlock, ...]:
    problem = load(today(), seed=1)
    return why_not(problem, solve(problem), referral.id).unlocks


def answer(referral: Referral, change: Change) -> None:
    """Write the answer as the unlock states it, as its referent would."""
    if change.kind == "commune":
        referral.communes.append(
            CommunePreference(
                commune_code=commune_code(change.value), stance=CommuneStance.ACCEPTED, rank=9
            )
        )
    elif change.kind == "km":
        places = sorted(referral.anchors, key=lambda place: (place.latitude, place.longitude))
        places[change.place].max_km += change.value
    elif change.kind == "later":
        referral.latest_entry = date.fromordinal(change.value)
    elif change.kind == "earlier":
        referral.earliest_entry = date.fromordinal(change.value)
    elif change.kind == "pet":
        referral.pets = list(PetKind)[change.value]
    elif change.kind == "shared":
        referral.accepts_shared = True
    else:
        assert change.kind == "floor"
        referral.max_floor_without_lift = change.value


def a_choosy_household(draw: random.Random) -> Referral:
    """Seven homes that differ, and a household whose answers keep most of them away."""
    landlord = a_landlord()
    for _ in range(7):
        shared = draw.random() < 0.3
        places = 2 if shared else 1
        a_unit(
            landlord,
            commune_code=draw.choice(COMMUNES),
            kind=UnitKind.SHARED_ROOM if shared else UnitKind.T3,
            places=places,
            places_count=places,
            surface_m2=80,
            floor=draw.randint(0, 4),
            pets_allowed=draw.choice(list(PetsAllowed)),
            available_from=today() + timedelta(days=draw.choice((0, 0, 40))),
            available_until=today() + timedelta(days=draw.choice((240, 365))),
        )
    earliest = today() + timedelta(days=draw.choice((0, 0, 70)))
    referral = a_referral(
        a_case_worker(),
        pets=draw.choice(list(PetKind)),
        max_floor_without_lift=draw.choice((None, 1)),
        earliest_entry=earliest,
        latest_entry=earliest + timedelta(days=20),
    )
    here, there, refused = (get_commune(code) for code in draw.sample(COMMUNES, 3))
    referral.communes = [CommunePreference(commune_code=here.code, stance=CommuneStance.ACCEPTED)]
    referral.communes += [
        CommunePreference(commune_code=refused.code, stance=CommuneStance.REFUSED)
    ]
    referral.anchors = [
        Anchor(label="Ici", latitude=place.latitude, longitude=place.longitude, max_km=km)
        for place, km in ((here, 6), (there, draw.choice((2, 30))))
    ]
    avoided = get_commune(draw.choice(COMMUNES))
    area = {"latitude": avoided.latitude, "longitude": avoided.longitude, "km": 1}
    referral.safety_zones = [SafetyZone(area={"commune_code": avoided.code, **area})]
    db.session.commit()
    return referral


@pytest.mark.parametrize("seed", TERRITORIES)
def test_answers_changed_as_stated_open_the_homes_that_were_named(app, seed):
    referral = a_choosy_household(random.Random(seed))
    before, told = possible_homes(referral), unlocks_of(referral)

    for unlock in told:
        for change in unlock.changes:
            answer(referral, change)
        db.session.flush()

        assert possible_homes(referral) - before == set(unlock.unit_ids), unlock
        db.session.rollback()


def test_the_territories_tell_every_kind_of_change(app):
    told = [unlocks_of(a_choosy_household(random.Random(seed))) for seed in range(16)]

    assert {change.kind for each in told for unlock in each for change in unlock.changes} == KINDS
