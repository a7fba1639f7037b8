"""What the page of a proposal says of the households linked with its own."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from stirrup.runs.linked import Companion, companions_of
from stirrup.runs.models import Proposal


@dataclass(frozen=True)
class LinkedLine:
    """One of them, with the proposal that stands for it."""

    reference: str
    words: str
    tone: str
    url: str
    """Of its proposal, or of the referral when there is none."""


def linked_lines(proposal: Proposal) -> list[LinkedLine]:
    """The households of the same group, by reference; empty for a household alone."""
    return [_line(companion) for companion in companions_of(proposal)]


def references_to_decide(proposal: Proposal) -> list[str]:
    """Of the proposals of the group that still wait for a decision."""
    companions = companions_of(proposal)
    return [each.proposal.reference for each in companions if each.proposal and each.is_undecided]


def _line(companion: Companion) -> LinkedLine:
    referral, proposal = companion.referral, companion.proposal
    if proposal is None:
        url = url_for("referrals.show", referral_id=referral.id)
        return LinkedLine(referral.reference, str(_("No proposal stands")), "bad", url)
    return LinkedLine(
        referral.reference,
        f"{proposal.reference}, {_(proposal.state.label)}",
        "ok" if companion.is_accepted else "go",
        url_for("runs.show_proposal", proposal_id=proposal.id),
    )
