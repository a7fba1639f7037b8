"""The demonstration territory: the metropole of Lille, real communes, invented people and homes."""

from dataclasses import dataclass
from random import Random

from sqlalchemy import func, select

from stirrup import audit
from stirrup.accounts.enums import OrganisationKind
from stirrup.accounts.models import Organisation, User
from stirrup.clock import now, today
from stirrup.demo import invented
from stirrup.demo.choices import make_choices
from stirrup.demo.homes import invent_landlords, invent_units
from stirrup.demo.households import invent_case_workers, invent_manager, invent_referrals
from stirrup.demo.people import DemoPeople
from stirrup.extensions import db
from stirrup.geography import LILLE_METROPOLE, communes_of
from stirrup.permissions import Role
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.units.enums import UnitState
from stirrup.units.models import Unit

SMALL_TERRITORY = 300
"""Up to so many households, some homes and referrals are left unfinished, as in real life."""


@dataclass(frozen=True)
class Territory:
    """How much was invented."""

    landlords: int
    units: int
    case_workers: int
    households: int


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return not db.session.scalar(select(func.count()).select_from(User))


def load_territory(
    password_hash: str, *, households: int = 100, units: int = 60, seed: int = 59
) -> Territory:
    """Store a whole territory, then what people ask of the night: same seed and day, same data."""
    random = Random(seed)  # noqa: S311 (invented people need no secrecy, only repetition)
    people = DemoPeople(random, password_hash, now())
    landlords = invent_landlords(random, people)
    workers = invent_case_workers(random, people, households)
    others = _invent_others(people, workers[0].organisation)
    db.session.add_all([*landlords, *workers, *others])
    db.session.flush()
    small = households <= SMALL_TERRITORY
    homes = invent_units(random, landlords, units, today(), all_open=not small)
    referrals = invent_referrals(random, workers, households, today(), all_ready=not small)
    db.session.add_all([*homes, *referrals])
    db.session.flush()
    write_journal(homes, referrals)
    db.session.commit()
    if small:
        make_choices()
    return Territory(len(landlords), len(homes), len(workers), len(referrals))


def _invent_others(people: DemoPeople, association: Organisation | None) -> list[User]:
    """Two administrators, an association's manager and a local authority."""
    authority = people.invent(Role.LOCAL_AUTHORITY, "collectivite")
    codes = " ".join(town.code for town in communes_of(LILLE_METROPOLE))
    authority.organisation = Organisation(
        kind=OrganisationKind.LOCAL_AUTHORITY, name=invented.AUTHORITY, commune_codes=codes
    )
    team = [people.invent(Role.ADMINISTRATOR, "equipe"), people.invent(Role.ADMINISTRATOR)]
    managers = [invent_manager(people, association)] if association else []
    return [*team, *managers, authority]


def write_journal(homes: list[Unit], referrals: list[Referral]) -> None:
    """The first lines of each timeline, as the services would have written them."""
    for unit in homes:
        audit.record(None, "unit_created", unit)
        if unit.state != UnitState.DRAFT:
            audit.record(None, "unit_submitted", unit)
        if unit.state == UnitState.OPEN:
            audit.record(None, "unit_opened", unit)
    for referral in referrals:
        audit.record(None, "referral_started", referral)
        if referral.state != ReferralState.DRAFT:
            audit.record(None, "referral_submitted", referral)
