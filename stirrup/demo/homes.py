"""Invented landlords and their homes, spread over the communes as long vacancy really is."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from stirrup.accounts.enums import LegalForm, OrganisationKind
from stirrup.accounts.models import Organisation, User
from stirrup.demo import invented
from stirrup.demo.people import DemoPeople
from stirrup.geography import LILLE_METROPOLE, Commune, communes_of
from stirrup.permissions import Role
from stirrup.units.enums import (
    EnergyClass,
    Equipment,
    Furnishing,
    HeatingKind,
    KitchenKind,
    PauseReason,
    PetsAllowed,
    ReadinessPoint,
    UnitKind,
    UnitState,
    VacancyCause,
)
from stirrup.units.models import Place, Unit
from stirrup.units.occupation import ceiling
from stirrup.units.steps import NOTICE_VERSION

LANDLORD_FORMS = (
    *(LegalForm.INDIVIDUAL,) * 6,
    *(LegalForm.JOINT_OWNERS,) * 2,
    *(LegalForm.SCI,) * 2,
    LegalForm.SOCIAL_LANDLORD,
    LegalForm.LOCAL_AUTHORITY,
)
"""Twelve landlords of every legal form that lends a home."""


@dataclass(frozen=True)
class Layout:
    """What a kind of home usually is: main rooms, bedrooms, surface from and to, how frequent."""

    kind: UnitKind
    main_rooms: int
    bedrooms: int
    smallest_m2: int
    largest_m2: int
    share: int


LAYOUTS = (
    Layout(UnitKind.STUDIO, 1, 0, 18, 30, 14),
    Layout(UnitKind.T1, 1, 0, 25, 36, 12),
    Layout(UnitKind.T2, 2, 1, 36, 54, 28),
    Layout(UnitKind.T3, 3, 2, 50, 72, 24),
    Layout(UnitKind.T4, 4, 3, 70, 95, 12),
    Layout(UnitKind.T5, 5, 4, 90, 125, 4),
    Layout(UnitKind.HOUSE, 4, 3, 75, 115, 6),
)
FLOORS, FLOOR_SHARES = range(6), (25, 28, 22, 14, 7, 4)
UNFINISHED = (UnitState.DRAFT, UnitState.SUBMITTED, UnitState.WORKS_NEEDED, UnitState.PAUSED)


def invent_landlords(random: Random, people: DemoPeople) -> list[User]:
    """One person for each of the twelve landlords, the first one being the demo sign-in."""
    return [_landlord(random, people, form, number) for number, form in enumerate(LANDLORD_FORMS)]


def invent_units(
    random: Random, landlords: list[User], how_many: int, today: date, *, all_open: bool
) -> list[Unit]:
    """Homes of these landlords; in a small territory some are unfinished, paused or in works."""
    units = []
    for number, commune in enumerate(spread(how_many)):
        unit = _unit(random, landlords[number % len(landlords)], commune, today)
        if not all_open and number % 11 == 10:
            _leave_unfinished(unit, UNFINISHED[number // 11 % len(UNFINISHED)], today)
        units.append(unit)
    random.shuffle(units)
    return units


def spread(how_many: int) -> list[Commune]:
    """Communes of the metropole, each as often as its long-vacant homes weigh."""
    known = [place for place in communes_of(LILLE_METROPOLE) if place.vacant_over_2_years]
    total = sum(place.vacant_over_2_years or 0 for place in known)
    exact = [how_many * (place.vacant_over_2_years or 0) / total for place in known]
    counts = [int(share) for share in exact]
    by_remainder = sorted(range(len(known)), key=lambda i: counts[i] - exact[i])
    for index in by_remainder[: how_many - sum(counts)]:
        counts[index] += 1
    return [place for place, count in zip(known, counts, strict=True) for _ in range(count)]


def _landlord(random: Random, people: DemoPeople, form: LegalForm, number: int) -> User:
    person = people.invent(Role.LANDLORD, "proprietaire" if number == 0 else None)
    co_owner = f"{random.choice(invented.FIRST_NAMES)} {person.display_name.split()[-1]}"
    names = {
        LegalForm.JOINT_OWNERS: f"{person.display_name} et {co_owner}",
        LegalForm.SCI: invented.PROPERTY_COMPANIES[number % 2],
        LegalForm.SOCIAL_LANDLORD: invented.SOCIAL_LANDLORD,
        LegalForm.LOCAL_AUTHORITY: "Commune de démonstration",
    }
    is_body = form not in (LegalForm.INDIVIDUAL, LegalForm.JOINT_OWNERS)
    person.organisation = Organisation(
        kind=OrganisationKind.LANDLORD,
        legal_form=form,
        name=names.get(form, person.display_name),
        registration_number=f"90000{number:04d}" if is_body else None,
        postal_address=f"{random.randint(1, 90)} {random.choice(invented.STREETS)}, 59000 Lille",
        phone="+33320000000",
        signatory_name=person.display_name if is_body else None,
        signatory_quality="gérante" if is_body else None,
        co_owners=[co_owner] if form == LegalForm.JOINT_OWNERS else None,
        verified_at=people.confirmed_at,
    )
    return person


def _unit(random: Random, landlord: User, commune: Commune, today: date) -> Unit:
    layout = random.choices(LAYOUTS, [each.share for each in LAYOUTS])[0]
    surface = random.randint(layout.smallest_m2, layout.largest_m2)
    floor = random.choices(FLOORS, FLOOR_SHARES)[0] if layout.kind != UnitKind.HOUSE else 0
    lift = floor >= 2 and random.random() < 0.4
    max_people = min(ceiling(Decimal(surface)), 2 * layout.bedrooms + 2)
    unit = Unit(
        state=UnitState.OPEN,
        street=f"{random.randint(1, 180)} {random.choice(invented.STREETS)}",
        postcode=commune.postcodes[0],
        commune_code=commune.code,
        latitude=(commune.latitude or 0) + random.uniform(-0.008, 0.008),
        longitude=(commune.longitude or 0) + random.uniform(-0.012, 0.012),
        kind=layout.kind,
        surface_m2=Decimal(surface),
        main_rooms=layout.main_rooms,
        bedrooms=layout.bedrooms,
        min_people=max(1, layout.bedrooms - 1),
        max_people=max_people,
        floor=floor,
        lift=lift,
        step_free=(floor == 0 and random.random() < 0.5) or (lift and random.random() < 0.7),
        adapted_bathroom=random.random() < 0.12,
        quiet=random.random() < 0.5,
        parking=random.random() < 0.35,
        cot_possible=surface >= 30,
        kitchen=KitchenKind.CORNER if layout.main_rooms == 1 else KitchenKind.FULL,
        places=[Place(number=1)],
    )
    _describe(random, unit, landlord)
    _date(random, unit, today)
    _tax(random, unit, surface, today)
    return unit


def _describe(random: Random, unit: Unit, landlord: User) -> None:
    unit.organisation_id = landlord.organisation_id or 0
    unit.created_by_id = landlord.id
    unit.furnishing = random.choice(tuple(Furnishing))
    unit.heating = random.choice((HeatingKind.GAS, HeatingKind.ELECTRIC, HeatingKind.COLLECTIVE))
    unit.equipment = [item.value for item in Equipment if random.random() < 0.6]
    unit.energy_class = random.choices(list(EnergyClass)[:6], (2, 6, 22, 34, 26, 10))[0]
    unit.pets_allowed = random.choices(tuple(PetsAllowed), (35, 40, 25))[0]
    unit.smoking_allowed = random.random() < 0.15
    unit.readiness = {point.value: "ok" for point in ReadinessPoint}
    unit.truce_notice_version = NOTICE_VERSION
    unit.truce_notice_read_at = landlord.email_confirmed_at


def _date(random: Random, unit: Unit, today: date) -> None:
    unit.available_from = today + timedelta(days=random.randint(-20, 30))
    unit.available_until = today + timedelta(days=random.randint(260, 700))
    unit.energy_diagnosed_on = today - timedelta(days=random.randint(60, 2500))
    unit.visited_on = unit.opened_on = today - timedelta(days=random.randint(5, 40))


def _tax(random: Random, unit: Unit, surface: int, today: date) -> None:
    vacant_for = random.randint(300, 2900)
    unit.vacant_since = today - timedelta(days=vacant_for)
    unit.vacancy_cause = random.choice(tuple(VacancyCause))
    unit.owner_since = unit.vacant_since - timedelta(days=random.randint(700, 6000))
    unit.property_tax_base = round(surface * random.uniform(24, 34))
    unit.property_tax_base_year = today.year
    unit.tax_number = f"59{random.randint(0, 10**10 - 1):010d}"


def _leave_unfinished(unit: Unit, state: UnitState, today: date) -> None:
    unit.state = state
    if state == UnitState.PAUSED:
        unit.pause_reason = PauseReason.UNDECIDED
        unit.paused_until = today + timedelta(days=60)
    if state == UnitState.DRAFT:
        unit.energy_class = unit.available_from = unit.available_until = None
    if state != UnitState.PAUSED:
        unit.readiness = {}
