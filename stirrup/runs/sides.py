"""The two sides of a proposal in words: a household by its reference, a home by its commune."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.clock import today
from stirrup.geography import get_commune
from stirrup.referrals.models import Referral
from stirrup.ui.filters import day_count, in_sentence, month, surface
from stirrup.units.models import Unit

Side = dict[str, Any]


def household_side(referral: Referral) -> Side:
    """Size, wait, urgency and association: neither names nor ways to reach anybody."""
    people = ngettext("%(num)s person", "%(num)s people", referral.people or 0)
    waited = _("waiting for %(days)s", days=day_count(waiting_days(referral)))
    urgency = _("Urgency: %(urgency)s", urgency=in_sentence(urgency_of(referral)))
    return {
        "heading": _("Household"),
        "title": referral.reference,
        "url": url_for("referrals.show", referral_id=referral.id),
        "lines": [f"{people}, {waited}", urgency, referral.association.name],
    }


def unit_side(unit: Unit) -> Side:
    """Kind, surface, commune, energy class, since when it is empty."""
    facts = [home_in(unit), surface(unit.surface_m2)]
    if unit.energy_class:
        facts.append(_("DPE %(letter)s", letter=unit.energy_class.value))
    return {
        "heading": _("Home"),
        "title": unit.reference,
        "url": url_for("units.show", unit_id=unit.id),
        "lines": [", ".join(facts), _("Empty since: %(month)s", month=month(unit.vacant_since))],
    }


def home_in(unit: Unit) -> str:
    """The kind of home and its commune: where exactly is not needed to decide."""
    kind = _(unit.kind.label) if unit.kind else _("Home")
    return f"{kind}, {get_commune(unit.commune_code).name}"


def urgency_of(referral: Referral) -> str:
    """The level of the published grid."""
    return str(_(referral.urgency.label)) if referral.urgency else str(_("not known"))


def waiting_days(referral: Referral) -> int:
    """How long a household has waited, in days."""
    return max((today() - (referral.waiting_since or today())).days, 0)
