"""Why a referral or a home was not part of a night, and which night looks at it next."""

from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.referrals import standing
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.runs.enums import UNDECIDED_STATES
from stirrup.runs.models import MatchRun, Proposal
from stirrup.units.enums import TAKES_PART
from stirrup.units.models import Unit


def why_not_there(referral: Referral) -> str:
    """What keeps a referral out of the nights, or kept it out of the last one."""
    if referral.state != ReferralState.READY:
        return standing.sentence(referral)
    if _has_an_undecided_proposal(Proposal.referral_id == referral.id):
        return str(_("A proposal made earlier for this household still waits for a decision."))
    return str(_("This referral was not ready that night. The next one looks at it."))


def why_home_not_there(unit: Unit) -> str:
    """What keeps a home out of the nights, or kept it out of the last one."""
    if unit.state not in TAKES_PART:
        state = _(unit.state.label)
        return str(_("The nights look at open homes. State of this one: %(state)s.", state=state))
    if _has_an_undecided_proposal(Proposal.unit_id == unit.id):
        return str(_("A proposal made earlier for this home still waits for a decision."))
    return str(_("This home was not open yet that night: come back tomorrow morning."))


def next_night(run: MatchRun | None) -> date:
    """The date of the next night: today's, unless it is done."""
    if run is None:
        return today()
    return max(today(), run.business_date + timedelta(days=1))


def _has_an_undecided_proposal(about: ColumnElement[bool]) -> bool:
    waits = Proposal.state.in_(UNDECIDED_STATES)
    return db.session.scalar(select(Proposal.id).where(about, waits).limit(1)) is not None
