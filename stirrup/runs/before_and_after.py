"""Who comes before the chosen household for a home, with the reason; and who comes after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from stirrup.matching.explanations import passed_over as reasons
from stirrup.matching.explanations.passed_over import PassedOver, passed_over
from stirrup.matching.explanations.reserve import reserve
from stirrup.referrals.enums import Urgency
from stirrup.referrals.models import Referral
from stirrup.runs import queries
from stirrup.runs.models import Proposal
from stirrup.runs.stored_night import StoredNight
from stirrup.ui.filters import day_count
from stirrup.wording import N_

MOST_LINES = 5
URGENCIES = list(Urgency)

WHY = {
    reasons.BETTER_HOME: N_("The home proposed to it suits it better."),
    reasons.AS_GOOD_HOME: N_("The home proposed to it suits it as well."),
    reasons.UNSUITABLE: N_(
        "It has a proposal too, for a home where the household chosen here could not live."
    ),
    reasons.SUPPORT: N_("Its association can support nobody more for now."),
    reasons.LINKED: N_("Linked households are housed near each other, or not at all."),
    reasons.TOGETHER: N_("All proposals weighed together, giving it this home brings less."),
}
EXCHANGES = {
    "suitability": N_("It has a proposal too: exchanging the two homes would suit less well."),
    "stability": N_("It has a proposal too: an exchange would only undo a proposal of yesterday."),
    "pins": N_("It has a proposal too: the Stirrup team asked for one of the two pairs."),
    "lots": N_("It has a proposal too: an exchange is worth as much, and a draw decided."),
}
"""By the level at which the exchange would lose."""


class Line(NamedTuple):
    """One household, by its reference alone."""

    reference: str
    url: str
    about: str
    why: str
    proposal: str
    """The reference of its own proposal, or nothing."""
    proposal_url: str


@dataclass(frozen=True)
class BeforeAndAfter:
    """The first ones of both lists, and how many there are in all."""

    before: list[Line]
    before_count: int
    after: list[Line]
    after_count: int


def before_and_after(proposal: Proposal, night: StoredNight | None) -> BeforeAndAfter | None:
    """Both lists as the night left them; None once its input is forgotten."""
    if night is None:
        return None
    pair = proposal.referral_id, proposal.unit_id
    ahead = passed_over(night.problem, night.solution, *pair)
    behind = reserve(night.problem, night.solution, *pair)
    return BeforeAndAfter(
        before=_before(night, ahead[:MOST_LINES]),
        before_count=len(ahead),
        after=[_line(night, one.referral_id) for one in behind[:MOST_LINES]],
        after_count=len(behind),
    )


def _before(night: StoredNight, ahead: Sequence[PassedOver]) -> list[Line]:
    own = queries.proposals_for(night.run, [one.referral_id for one in ahead])
    return [
        _line(night, one.referral_id, why=_why(one), proposal=own.get(one.referral_id))
        for one in ahead
    ]


def _why(one: PassedOver) -> str:
    if one.reason == reasons.EXCHANGE:
        return str(_(EXCHANGES.get(one.level or "", WHY[reasons.TOGETHER])))
    return str(_(WHY[one.reason]))


def _line(
    night: StoredNight, referral_id: int, why: str = "", proposal: Proposal | None = None
) -> Line:
    """Urgency and wait as they were that night."""
    households = night.problem.households
    row = int(households.id.searchsorted(referral_id))
    urgency = _(URGENCIES[int(households.urgency[row])].label)
    waited = _("waiting for %(days)s", days=day_count(int(households.waiting_days[row])))
    return Line(
        reference=Referral(id=referral_id).reference,
        url=url_for("referrals.show", referral_id=referral_id),
        about=f"{urgency}, {waited}",
        why=why,
        proposal=proposal.reference if proposal else "",
        proposal_url=url_for("runs.show_proposal", proposal_id=proposal.id) if proposal else "",
    )
