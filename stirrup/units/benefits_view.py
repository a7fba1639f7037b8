"""What a landlord gains from lending a unit: its facts for the core, and the card that shows it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stirrup.accounts.enums import LegalForm
from stirrup.benefits.dwelling import Dwelling, OwnerKind
from stirrup.benefits.regimes import ZoneRegimes
from stirrup.benefits.rental_value import RentalValue
from stirrup.geography import get_commune
from stirrup.units.gain import Gain, gain_of
from stirrup.units.models import Unit
from stirrup.units.steps import BY_NAME, Step, is_done
from stirrup.units.vote_queries import votes_in
from stirrup.units.window import likely_first_day

OWNER_KINDS: dict[LegalForm | None, OwnerKind] = {
    LegalForm.SCI: OwnerKind.COMPANY,
    LegalForm.COMPANY: OwnerKind.COMPANY,
    LegalForm.SOCIAL_LANDLORD: OwnerKind.HLM,
    LegalForm.LOCAL_AUTHORITY: OwnerKind.COMMUNE,
}


@dataclass(frozen=True)
class GainCard:
    """The card of a home: `missing` names the steps to finish first, there is then no gain."""

    missing: tuple[Step, ...] = ()
    gain: Gain | None = None


def gain_card(unit: Unit, today: date) -> GainCard:
    """The gain of six months from the likeliest first day."""
    dwelling = find_dwelling(unit)
    if dwelling is None:
        missing = (BY_NAME["vacancy"], BY_NAME["tax"])
        return GainCard(tuple(step for step in missing if not is_done(unit, step)))
    first = likely_first_day(unit.available_from, today)
    commune = get_commune(unit.commune_code)
    gain = gain_of(dwelling, commune, first, today=today, latest=unit.available_until)
    return GainCard(gain=gain)


def find_dwelling(unit: Unit) -> Dwelling | None:
    """The facts of the tax; None when the vacancy or the notice is not described yet."""
    if unit.vacant_since is None or unit.owner_since is None:
        return None
    if unit.property_tax_base is None or unit.property_tax_base_year is None:
        return None
    base = Decimal(unit.property_tax_base)
    commune = get_commune(unit.commune_code)
    return Dwelling(
        vacant_since=unit.vacant_since,
        owner_since=unit.owner_since,
        rental_value=RentalValue.from_notice(base, unit.property_tax_base_year),
        regimes=ZoneRegimes(commune.tax_zone, commune.taxed_since),
        votes=votes_in(unit.commune_code),
        furnished=unit.furnished_while_vacant,
        owner_kind=OWNER_KINDS.get(unit.organisation.legal_form, OwnerKind.PERSON),
        involuntary=unit.vacancy_involuntary,
    )
