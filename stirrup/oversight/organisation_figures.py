"""How many homes, referrals and stays one organisation has."""

from typing import Any

from sqlalchemy import func, select

from stirrup.accounts.enums import OrganisationKind
from stirrup.accounts.figures import Figures
from stirrup.accounts.models import Organisation
from stirrup.extensions import db
from stirrup.placements.enums import LIVE_STATES
from stirrup.placements.models import Placement
from stirrup.referrals.models import Referral
from stirrup.units.models import Unit


def figures_of(organisation: Organisation) -> Figures:
    """Counts of what it offers, refers and lives through now. Two queries."""
    number = organisation.id
    live = Placement.state.in_(LIVE_STATES)
    if organisation.kind == OrganisationKind.LANDLORD:
        own_homes = select(Unit.id).where(Unit.organisation_id == number)
        stays = _count(Placement, live, Placement.unit_id.in_(own_homes))
        return Figures(homes=_count(Unit, Unit.organisation_id == number), stays=stays)
    if organisation.kind == OrganisationKind.ASSOCIATION:
        own = select(Referral.id).where(Referral.association_id == number)
        stays = _count(Placement, live, Placement.referral_id.in_(own))
        return Figures(referrals=_count(Referral, Referral.association_id == number), stays=stays)
    return Figures()


def _count(model: Any, *which: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*which)) or 0
