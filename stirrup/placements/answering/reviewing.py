"""The team reads a refusal that had to be reviewed, and says whether its reason justifies it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.permissions import Permission, require
from stirrup.placements.answering.refusals import ReviewedAlreadyError
from stirrup.placements.correspondents import people_of
from stirrup.placements.declined_pairs import lift
from stirrup.placements.lanes.enums import ReviewOutcome, Side
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.models import Placement
from stirrup.units.models import Unit


def review_refusal(answer: StepAnswer, outcome: ReviewOutcome, *, by: User, note: str) -> None:
    """Store what the team made of a refusal; overturned, the pair may be proposed again.

    The landlord's people are then told why. Raises ReviewedAlreadyError.
    """
    require(by, Permission.PLACEMENT_PREPARE, answer.placement)
    if not answer.needs_review or answer.review is not None:
        raise ReviewedAlreadyError
    answer.review, answer.review_note = outcome, note
    answer.reviewed_by_id, answer.reviewed_at = by.id, now()
    audit.record(by, "refusal_reviewed", answer.placement, answer=answer.id, outcome=outcome.value)
    if outcome == ReviewOutcome.OVERTURNED:
        lift(answer.placement)
        _tell_landlord(answer.placement, note)
    db.session.commit()


def refusals_to_review(page: int, size: int) -> tuple[Sequence[StepAnswer], int]:
    """One page of the refusals that nobody has reviewed, the oldest first; how many there are."""
    query = (
        select(StepAnswer)
        .where(*_awaiting())
        .options(
            joinedload(StepAnswer.placement)
            .joinedload(Placement.unit)
            .joinedload(Unit.organisation),
            joinedload(StepAnswer.by),
        )
        .order_by(StepAnswer.id)
    )
    found = db.session.scalars(query.offset((page - 1) * size).limit(size)).unique().all()
    return found, count_to_review()


def count_to_review() -> int:
    """How many refusals wait for the team."""
    query = select(func.count()).select_from(StepAnswer).where(*_awaiting())
    return db.session.scalar(query) or 0


def _awaiting() -> tuple[Any, ...]:
    return StepAnswer.needs_review.is_(True), StepAnswer.review.is_(None)


def _tell_landlord(placement: Placement, note: str) -> None:
    for person in people_of(placement, Side.LANDLORD):
        enqueue(
            person.email,
            person.language,
            "placements/overturned",
            placement_id=placement.id,
            reference=placement.reference,
            note=note,
        )
