"""Facts of a stay for one reader: the household, the home, the end; by the disclosure table."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.accounts.leave_words import name_today
from stirrup.clock import today
from stirrup.disclosure import Reader, Stage, shows
from stirrup.geography import get_commune
from stirrup.permissions import Role
from stirrup.placements.facts import adults_of
from stirrup.placements.models import Placement
from stirrup.placements.stay_models import StayEnd
from stirrup.referrals.enums import PetKind
from stirrup.ui.filters import date_long, euros, surface, yes_no

READER_OF = {
    Role.LANDLORD: Reader.LANDLORD,
    Role.CASE_WORKER: Reader.ASSOCIATION,
    Role.ASSOCIATION_MANAGER: Reader.ASSOCIATION,
    Role.ADMINISTRATOR: Reader.TEAM,
}
Fact = tuple[str, str]
Known = tuple[str, str, str]
"""A line of the disclosure table, the term, the value."""


def household_facts(placement: Placement) -> list[Known]:
    """Who is housed, and by whom accompanied."""
    referral = placement.referral
    dates = _("%(first)s to %(last)s") % {
        "first": date_long(placement.first_day),
        "last": date_long(placement.last_day),
    }
    names = [f"{one.first_name} {one.last_name}" for one in adults_of(placement) if one.last_name]
    return [
        ("referral_reference", _("Referral"), referral.reference),
        ("household_size", _("People"), str(referral.people)),
        ("bedrooms_needed", _("Bedrooms needed"), str(referral.bedrooms_needed or _("a studio"))),
        ("dates", _("Dates"), dates),
        ("pets", _("Animal"), _(PetKind(referral.pets).label)),
        ("accessibility", _("Accessibility"), _accessibility(referral)),
        ("association", _("Association"), referral.association.name),
        ("referent", _("Referent"), name_today(referral.referent, today())),
        ("names_of_adults", _("Adults"), ", ".join(names) or _("not known yet")),
    ]


def home_facts(placement: Placement) -> list[Known]:
    """Where, and whose."""
    unit = placement.unit
    commune = get_commune(unit.commune_code).name
    kind = _(unit.kind.label) if unit.kind else ""
    brief = [kind, surface(unit.surface_m2)]
    if unit.bedrooms:
        brief.append(ngettext("%(num)s bedroom", "%(num)s bedrooms", unit.bedrooms))
    return [
        ("home_in_brief", _("Home"), unit.reference),
        ("home_in_brief", _("Type"), ", ".join(filter(None, brief))),
        ("home_in_brief", _("Commune"), commune),
        ("home_address", _("Address"), f"{unit.street}, {unit.postcode} {commune}"),
        ("landlord_name", _("Landlord"), unit.organisation.name),
    ]


def end_facts(ending: StayEnd) -> list[Known]:
    """Why and when the stay ends; then how it really ended."""
    announced = [
        ("end_of_stay", _("Why"), _(ending.ground.label)),
        ("end_of_stay", _("Notice given on"), date_long(ending.announced_on)),
        ("end_of_stay", _("The stay ends on"), date_long(ending.effective_on)),
    ]
    return announced if ending.left_on is None else [*announced, *_real_end(ending)]


def shown(known: Iterable[Known], reader: Reader, stage: Stage) -> list[Fact]:
    """What this reader is shown at this stage."""
    return [(term, value) for field, term, value in known if shows(field, reader, stage)]


def _real_end(ending: StayEnd) -> list[Known]:
    damage = euros(ending.damage_euros) if ending.damage_euros else yes_no(ending.has_damage)
    facts = [
        ("end_of_stay", _("The residents left on"), date_long(ending.left_on)),
        ("end_of_stay", _("Keys given back"), str(ending.keys_returned)),
        ("end_of_stay", _("Damage"), damage),
        ("forwarding_consent", _("Mail may be forwarded"), yes_no(ending.forwards_mail)),
    ]
    if ending.outcome:
        facts.append(("exit_outcome", _("Where they live now"), _(ending.outcome.label)))
    return facts


def _accessibility(referral: Any) -> str:
    needs_access = (
        referral.needs_step_free or referral.needs_adapted_bathroom or referral.needs_lift
    )
    return str(_("Accessible home required") if needs_access else _("No need"))
