"""Invented associations and the households they refer: varied needs, nothing about who they are."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from stirrup.accounts.enums import OrganisationKind
from stirrup.accounts.models import Organisation, User
from stirrup.demo import invented
from stirrup.demo.people import DemoPeople
from stirrup.geography import LILLE_METROPOLE, Commune, communes_of, km_between, landmarks
from stirrup.permissions import Role
from stirrup.referrals.enums import (
    CommuneStance,
    ConsentMethod,
    ParkReason,
    PetKind,
    ReferralState,
    Situation,
    SupportLevel,
    Urgency,
)
from stirrup.referrals.models import (
    Anchor,
    CommunePreference,
    Household,
    HouseholdMember,
    Referral,
    SafetyZone,
)
from stirrup.referrals.notice import NOTICE_VERSION

WORKERS_OF_ASSOCIATION = (3, 3, 2, 2, 2, 2)
"""Fourteen case workers in six associations."""
SIZES, SIZE_SHARES = (1, 2, 3, 4, 5, 6), (42, 22, 16, 11, 6, 3)
UNFINISHED = (ReferralState.DRAFT, ReferralState.TO_COMPLETE, ReferralState.PARKED)


def invent_case_workers(random: Random, people: DemoPeople, households: int) -> list[User]:
    """The workers of six associations, whose support capacities cover half of the households."""
    workers = []
    for number, (name, size) in enumerate(
        zip(invented.ASSOCIATIONS, WORKERS_OF_ASSOCIATION, strict=True)
    ):
        association = _association(random, people, name, number, households)
        for place in range(size):
            mailbox = "travailleur.social" if (number, place) == (0, 0) else None
            worker = people.invent(Role.CASE_WORKER, mailbox)
            worker.organisation = association
            workers.append(worker)
    return workers


def invent_manager(people: DemoPeople, association: Organisation) -> User:
    """The manager of an association."""
    manager = people.invent(Role.ASSOCIATION_MANAGER, "responsable")
    manager.organisation = association
    return manager


def invent_referrals(
    random: Random, workers: Sequence[User], how_many: int, today: date, *, all_ready: bool
) -> list[Referral]:
    """Referrals of these workers; in a small territory some are drafts, parked or incomplete."""
    referrals = []
    for number in range(how_many):
        referral = _referral(random, workers[number % len(workers)], today)
        if not all_ready and number % 9 == 8:
            _leave_unfinished(referral, UNFINISHED[number // 9 % len(UNFINISHED)], today)
        referrals.append(referral)
    return referrals


def _association(
    random: Random, people: DemoPeople, name: str, number: int, households: int
) -> Organisation:
    return Organisation(
        kind=OrganisationKind.ASSOCIATION,
        name=name,
        registration_number=f"W59500{number:04d}",
        postal_address=f"{random.randint(1, 90)} {random.choice(invented.STREETS)}, 59100 Roubaix",
        phone="+33320000000",
        duty_phone="+33320000000",
        signatory_name=people.new_name(),
        signatory_quality="directrice",
        support_capacity=max(4, households // 12 + random.randint(-2, 2)),
        verified_at=people.confirmed_at,
    )


def _referral(random: Random, worker: User, today: date) -> Referral:
    size = random.choices(SIZES, SIZE_SHARES)[0]
    needs_step_free = random.random() < 0.12
    confirmed = today - timedelta(days=random.randint(0, 20))
    earliest = today + timedelta(days=random.randint(0, 21))
    referral = Referral(
        association_id=worker.organisation_id,
        referent_id=worker.id,
        state=ReferralState.READY,
        notice_version=NOTICE_VERSION,
        consent_given_on=confirmed,
        consent_method=random.choice(tuple(ConsentMethod)),
        consent_expires_on=confirmed + timedelta(days=365),
        evaluated_on=confirmed,
        last_confirmed_on=confirmed,
        waiting_since=today - timedelta(days=random.randint(3, 320)),
        people=size,
        bedrooms_needed=_bedrooms(random, size),
        cots=1 if size >= 3 and random.random() < 0.2 else 0,
        pets=random.choices(tuple(PetKind), (82, 14, 4))[0],
        needs_step_free=needs_step_free,
        needs_lift=needs_step_free and random.random() < 0.3,
        needs_ground_floor=needs_step_free and random.random() < 0.2,
        needs_adapted_bathroom=needs_step_free and random.random() < 0.25,
        needs_own_kitchen=random.random() < 0.3,
        needs_quiet=random.random() < 0.05,
        needs_parking=random.random() < 0.06,
        max_floor_without_lift=random.choice((1, 2)) if random.random() < 0.2 else None,
        accepts_shared=size == 1 and random.random() < 0.4,
        earliest_entry=earliest,
        latest_entry=earliest + timedelta(days=random.randint(40, 120)),
        situation=random.choice(tuple(Situation)),
        urgency=random.choices(tuple(Urgency), (15, 25, 35, 25))[0],
        support_level=random.choice(tuple(SupportLevel)),
        referent_commits=True,
    )
    referral.household = _household(random, size)
    _place(random, referral)
    return referral


def _bedrooms(random: Random, size: int) -> int:
    """What the worker asks for; the matcher never learns why."""
    if size == 1:
        return random.choice((0, 0, 1))
    return min(4, (size + random.choice((0, 1))) // 2)


def _household(random: Random, size: int) -> Household:
    adults = 1 if size == 1 else random.choice((1, 2))
    members = [HouseholdMember(position=n, is_adult=n <= adults) for n in range(1, size + 1)]
    return Household(phone=f"+336000{random.randint(0, 99999):05d}", members=members)


def _place(random: Random, referral: Referral) -> None:
    """Where the household can live: wishes, refusals, points to stay near, zones to avoid."""
    towns = communes_of(LILLE_METROPOLE)
    home = random.choices(towns, [town.population for town in towns])[0]
    near = sorted(towns, key=lambda town: _km(home, town))
    if random.random() < 0.45:
        referral.communes = [
            CommunePreference(commune_code=town.code, stance=CommuneStance.ACCEPTED, rank=rank)
            for rank, town in enumerate(near[: random.randint(8, 30)], start=1)
        ]
    elif random.random() < 0.25:
        referral.communes = [
            CommunePreference(commune_code=town.code, stance=CommuneStance.REFUSED)
            for town in random.sample(towns, random.randint(1, 3))
        ]
    if random.random() < 0.45:
        referral.anchors = [_anchor(random)]
    if random.random() < 0.06:
        referral.protected_address = True
        referral.safety_zones = [_safety_zone(random, random.choice(towns))]


def _anchor(random: Random) -> Anchor:
    station = random.choice(tuple(landmarks().values()))
    return Anchor(
        label=station.name,
        latitude=station.latitude,
        longitude=station.longitude,
        max_km=random.randint(5, 14),
    )


def _safety_zone(random: Random, town: Commune) -> SafetyZone:
    area = {
        "commune_code": town.code,
        "latitude": town.latitude,
        "longitude": town.longitude,
        "km": random.randint(2, 4),
    }
    return SafetyZone(area=area)


def _km(one: Commune, other: Commune) -> float:
    return km_between(
        one.latitude or 0, one.longitude or 0, other.latitude or 0, other.longitude or 0
    )


def _leave_unfinished(referral: Referral, state: ReferralState, today: date) -> None:
    referral.state = state
    if state == ReferralState.PARKED:
        referral.park_reason = ParkReason.OTHER_SOLUTION
        referral.parked_until = today + timedelta(days=30)
    if state == ReferralState.TO_COMPLETE:
        referral.question = "Quelle est la date d’entrée la plus tardive possible ?"
    if state == ReferralState.DRAFT:
        referral.urgency = referral.support_level = None
