"""What the page of a proposal prints: both sides, hard needs, reasons, alternatives, decisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from stirrup.extensions import db
from stirrup.matching.explanations.explanation import PairExplanation
from stirrup.matching.scoring import PARTS, PLACED, STABILITY, URGENCY
from stirrup.placements.lifecycle import last_day
from stirrup.placements.models import Placement
from stirrup.referrals.transfer_models import ReferralTransfer
from stirrup.runs.before_and_after import BeforeAndAfter, before_and_after
from stirrup.runs.criteria_words import CriterionLine, labels_not_asked, lines_asked
from stirrup.runs.decision_words import told
from stirrup.runs.explanations import explain_proposal
from stirrup.runs.models import Proposal
from stirrup.runs.other_choices import other_choices
from stirrup.runs.sides import Side, household_side, unit_side
from stirrup.runs.stored_night import open_night_of
from stirrup.runs.transferred import taken_over_since
from stirrup.runs.undo_notice import UndoNotice, undoable
from stirrup.runs.what_if_links import Try, tries_of
from stirrup.ui.filters import date_long
from stirrup.wording import N_

PART_LABELS = {part.code: part.sentence for part in PARTS}
SAID_IN_WORDS = (URGENCY.code, PLACED.code)
"""No points among others: they come before all of them."""


@dataclass(frozen=True)
class ProposalPage:
    """Everything the template prints, in the reader's language."""

    household: Side
    unit: Side
    stay: str
    criteria: list[CriterionLine]
    not_asked: list[str]
    why: str
    bars: list[dict[str, Any]]
    traded_off: str | None
    alternatives: list[dict[str, Any]]
    in_line: BeforeAndAfter | None
    decisions: list[dict[str, str]]
    stay_url: str | None
    tries: list[Try]
    undo: UndoNotice | None
    reserve_of: Proposal | None
    """The proposal whose home came free, when this one comes from its reserve list."""
    taken_over: ReferralTransfer | None
    """The transfer of its referral to another association since it was proposed."""


def proposal_page(proposal: Proposal, arguments: dict[str, Any]) -> ProposalPage:
    """The page of one proposal, for an administrator; `arguments`: filters that forms keep."""
    night = open_night_of(proposal)
    found = explain_proposal(proposal, night)
    first, last = proposal.first_day, last_day(proposal.first_day)
    return ProposalPage(
        household=household_side(proposal.referral),
        unit=unit_side(proposal.unit),
        stay=_(
            "The stay would go from %(first)s to %(last)s.",
            first=date_long(first),
            last=date_long(last),
        ),
        criteria=lines_asked(proposal),
        not_asked=labels_not_asked(proposal),
        why=_why(found, proposal),
        bars=list(_bars(proposal)),
        traded_off=_traded_off(found),
        alternatives=other_choices(proposal, found),
        in_line=before_and_after(proposal, night),
        decisions=[told(decision) for decision in proposal.decisions],
        stay_url=_stay_url(proposal),
        tries=tries_of(proposal, found, night),
        undo=undoable(proposal, **arguments),
        reserve_of=_reserve_of(proposal),
        taken_over=taken_over_since(proposal),
    )


def _reserve_of(proposal: Proposal) -> Proposal | None:
    number = proposal.reserve_of_id
    return db.session.get(Proposal, number) if number else None


def _why(found: PairExplanation | None, proposal: Proposal) -> str:
    if found is None and proposal.reserve_of_id:
        return str(_("It is the next household that this home suits, on today’s data."))
    if found is None:
        return str(_("The input of this run is no longer kept: other choices are not known."))
    if found.options == 1:
        return str(_("It is the only open home that meets every need of this household."))
    if found.rank == 1:
        sentence = N_(
            "Of the %(count)s open homes that meet every need of this household,"
            " this one suits it best."
        )
    else:
        sentence = N_(
            "Of the %(count)s open homes that meet every need of this household,"
            " this one comes number %(rank)s."
        )
    return str(_(sentence, count=found.options, rank=found.rank))


def _bars(proposal: Proposal) -> Iterator[dict[str, Any]]:
    for part in proposal.explanation.get("points", []):
        code, points = part["code"], part["points"]
        if code in SAID_IN_WORDS or (code == STABILITY.code and not points):
            continue
        yield {"label": _(PART_LABELS[code]), "value": points, "maximum": part["maximum"]}


def _traded_off(found: PairExplanation | None) -> str | None:
    """What this household gives up, when a home that suits it better goes to somebody else."""
    if found is None or found.rank == 1:
        return None
    return str(
        ngettext(
            "%(num)s home suited this household better: it is proposed to another one.",
            "%(num)s homes suited this household better: they are proposed to others.",
            found.rank - 1,
        )
    )


def _stay_url(proposal: Proposal) -> str | None:
    if not proposal.decisions:
        return None
    stays = select(Placement.id).filter_by(proposal_id=proposal.id)
    number = db.session.scalar(stays.order_by(Placement.id.desc()).limit(1))
    return url_for("placements.show", placement_id=number) if number else None
