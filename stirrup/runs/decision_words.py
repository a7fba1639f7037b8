"""A decision in words: what was decided and why, who and when, and who undid it."""

from flask_babel import gettext as _

from stirrup.runs.decline_reasons import words_of
from stirrup.runs.enums import AcceptReason, DecisionKind, PostponeReason
from stirrup.runs.models import Decision
from stirrup.ui.filters import date_and_time
from stirrup.wording import N_

DECIDED = {
    DecisionKind.ACCEPT: N_("Accepted: %(reason)s"),
    DecisionKind.DECLINE: N_("Declined: %(reason)s"),
    DecisionKind.POSTPONE: N_("Postponed: %(reason)s"),
}


def told(decision: Decision) -> dict[str, str]:
    """One line of a timeline; the note comes behind who and when."""
    said = f"{decision.decided_by.display_name}, {date_and_time(decision.decided_at)}"
    if decision.note:
        said = f"{said}. {decision.note}"
    undone = _undone(decision)
    return {
        "title": str(_(DECIDED[decision.kind], reason=reason_words(decision))),
        "by": f"{said} {undone}" if undone else said,
        "state": "later" if undone else "done",
    }


def reason_words(decision: Decision) -> str:
    """Its motive in the reader's language."""
    if decision.kind == DecisionKind.ACCEPT:
        return str(_(AcceptReason(decision.reason).label))
    if decision.kind == DecisionKind.POSTPONE:
        return str(_(PostponeReason(decision.reason).label))
    return words_of(decision.reason)


def _undone(decision: Decision) -> str:
    if decision.undone_by is None:
        return ""
    when = date_and_time(decision.undone_at)
    return str(_("Undone by %(name)s, %(when)s.", name=decision.undone_by.display_name, when=when))
