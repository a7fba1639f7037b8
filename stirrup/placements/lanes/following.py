"""Where a stay stands on its way to the keys: it follows from its facts; kept for its clock."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from stirrup.accounts.action_links import spend_action_links
from stirrup.clock import local, now, today
from stirrup.placements.enums import LegalBasis
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.codes import is_own
from stirrup.placements.lanes.enums import AnswerKind, StepCode
from stirrup.placements.lanes.steps import Lanes, Step, due_on, first_open
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind, DocumentState

ON_ITS_WAY = (DocumentState.SENT, DocumentState.SIGNED, DocumentState.SEALED)
BY_ALL = (DocumentState.SIGNED, DocumentState.SEALED)


def follow(placement: Placement) -> Step | None:
    """Keep the step that is open now, and start its clock when it is another one.

    Returns the step when it has just begun. The caller commits.
    """
    if placement.step is None and not placement.is_being_prepared:
        return None
    step = open_step(placement, lanes_in_force())
    if placement.step == (step.code if step else None):
        return None
    spend_action_links(placement)
    placement.step = step.code if step else None
    placement.step_since = now() if step else None
    placement.step_due_on = due_on(step, today()) if step else None
    placement.step_reminded_at = placement.step_escalated_at = None
    return step


def open_step(placement: Placement, lanes: Lanes) -> Step | None:
    """What is awaited now; None once the keys are handed over, or when the stay fell through."""
    if not placement.is_being_prepared:
        return None
    return first_open(lanes, steps_done(placement))


def steps_done(placement: Placement) -> set[str]:
    """What lies behind: answered, done, or left out by a named person."""
    return {*_done(placement), *_said(placement)}


def left_out(placement: Placement) -> set[str]:
    """The steps that a named person decided to leave out."""
    return {code for code, kind in _last_said(placement) if kind == AnswerKind.SKIPPED}


def done_at(placement: Placement, code: str) -> datetime:
    """When a step was answered last."""
    return max(answer.at for answer in placement.answers if answer.step == code)


def is_late(placement: Placement) -> bool:
    """Whether what is awaited is not in time any more."""
    return placement.step_due_on is not None and today() > placement.step_due_on


def days_waited(placement: Placement) -> int:
    """For how many days the step has been open."""
    since = placement.step_since
    return (today() - local(since).date()).days if since else 0


def _said(placement: Placement) -> Iterator[str]:
    """What was left out; and the steps of one's own that are done: they have no other fact."""
    for code, kind in _last_said(placement):
        if kind == AnswerKind.SKIPPED or (kind == AnswerKind.YES and is_own(code)):
            yield code


def _last_said(placement: Placement) -> Iterable[tuple[str, AnswerKind]]:
    """The last answer at each step."""
    return {answer.step: answer.kind for answer in placement.answers}.items()


def _done(placement: Placement) -> Iterator[StepCode]:
    facts = {
        StepCode.ASSOCIATION_ANSWER: placement.association_yes_on,
        StepCode.HOUSEHOLD_ANSWER: placement.household_yes_on,
        StepCode.LANDLORD_ANSWER: placement.landlord_yes_on,
        StepCode.VISIT_BOOKING: placement.visit_at or placement.visit_done_on,
        StepCode.VISIT: placement.visit_done_on,
        StepCode.AGREEMENT: _agreements_in(placement, ON_ITS_WAY),
        StepCode.SIGNATURES: _agreements_in(placement, BY_ALL),
    }
    return (code for code, fact in facts.items() if fact)


def _agreements_in(placement: Placement, states: tuple[DocumentState, ...]) -> bool:
    """Whether each agreement that this form of loan has stands in one of these states."""
    found = {paper.kind for paper in placement.documents if paper.state in states}
    return _agreements_of(placement.legal_basis) <= found


def _agreements_of(basis: LegalBasis) -> set[DocumentKind]:
    """Two agreements when the association stands between the landlord and the residents."""
    if basis == LegalBasis.VIA_ASSOCIATION:
        return {DocumentKind.AGREEMENT, DocumentKind.HOUSING_AGREEMENT}
    return {DocumentKind.AGREEMENT}
