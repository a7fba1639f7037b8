"""What may still be undone, in words: one's last decision, until when, and where to undo it."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, contains_eager, defer

from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.runs.enums import DecisionKind
from stirrup.runs.models import Decision, Proposal
from stirrup.runs.undoing import undo_until, undo_window
from stirrup.ui.filters import time
from stirrup.wording import N_

BY_ME = {
    DecisionKind.ACCEPT: N_("%(reference)s accepted by you at %(at)s."),
    DecisionKind.DECLINE: N_("%(reference)s declined by you at %(at)s."),
    DecisionKind.POSTPONE: N_("%(reference)s postponed by you at %(at)s."),
}


@dataclass(frozen=True)
class UndoNotice:
    """One decision that may still be undone."""

    said: str
    until: str
    """In words, an hour of Paris."""
    until_iso: str
    """The same instant, for a script that counts down."""
    url: str
    version: int
    """Of the proposal, as the page shows it."""


def last_undoable(person: User, **arguments: Any) -> UndoNotice | None:
    """The person's own last decision that stands and may be undone; `arguments` of its address."""
    decision = db.session.scalars(_last_standing_of(person)).first()
    return notice_of(decision, **arguments) if decision else None


def undoable(proposal: Proposal, **arguments: Any) -> UndoNotice | None:
    """The decision that stands on a proposal, whoever took it, while it may be undone."""
    decision = proposal.standing_decision
    if decision is None or now() > undo_until(decision):
        return None
    return notice_of(decision, **arguments)


def notice_of(decision: Decision, **arguments: Any) -> UndoNotice:
    """In words, for whoever took the decision."""
    proposal, until = decision.proposal, undo_until(decision)
    names = {"reference": proposal.reference, "at": time(decision.decided_at)}
    return UndoNotice(
        said=str(_(BY_ME[decision.kind], **names)),
        until=time(until),
        until_iso=until.isoformat(),
        url=url_for("runs.undo", proposal_id=proposal.id, **arguments),
        version=proposal.version,
    )


def _last_standing_of(person: User) -> Any:
    """With its proposal: the newest decision of a person, unless another one came after it."""
    later = aliased(Decision)
    followed = exists().where(
        later.proposal_id == Decision.proposal_id,
        later.id > Decision.id,
        later.undone_at.is_(None),
    )
    recent = Decision.decided_at >= now() - undo_window()
    mine = Decision.decided_by_id == person.id, Decision.undone_at.is_(None), recent, ~followed
    proposal = contains_eager(Decision.proposal).options(defer(Proposal.explanation))
    query = select(Decision).join(Decision.proposal).where(*mine).options(proposal)
    return query.order_by(Decision.id.desc()).limit(1)
