"""One thing on a line of the day: the facts that tell it from the next, for those who see it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload

from stirrup.geography import get_commune
from stirrup.placements.models import Placement
from stirrup.referrals import plain_words
from stirrup.referrals.models import Referral
from stirrup.runs.models import Proposal
from stirrup.runs.sides import home_in, urgency_of, waiting_days
from stirrup.ui.filters import day_count, in_sentence
from stirrup.units.models import Unit


def of_stays() -> list[Any]:
    """What `stay_in_short` reads beside a stay."""
    return [joinedload(Placement.unit).load_only(Unit.commune_code)]


def proposal_in_short(proposal: Proposal) -> str:
    """T2, Roubaix, 318 days of wait, no shelter tonight."""
    waited = _("%(days)s of wait", days=day_count(waiting_days(proposal.referral)))
    return ", ".join((home_in(proposal.unit), waited, in_sentence(urgency_of(proposal.referral))))


def stay_in_short(placement: Placement) -> str:
    """M-0001, Roubaix: never a name or an address."""
    return f"M-{placement.referral_id:04d}, {get_commune(placement.unit.commune_code).name}"


def referral_in_short(referral: Referral) -> str:
    """2 people, 1 bedroom, ends within 30 days; of a draft only what is written."""
    people = referral.people
    told = (
        ngettext("%(num)s person", "%(num)s people", people) if people else "",
        plain_words.bedrooms(referral.bedrooms_needed),
        in_sentence(urgency_of(referral)) if referral.urgency else "",
    )
    return ", ".join(filter(None, told))
