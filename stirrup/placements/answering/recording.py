"""What every answer leaves behind: one row, never changed, with who said it and for whom."""

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.permissions import Role
from stirrup.placements.lanes.enums import AnswerKind, Side
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.lanes.steps import Reason
from stirrup.placements.lifecycle import PlacementInWrongStateError
from stirrup.placements.models import Placement


def record_answer(
    placement: Placement,
    step: str,
    side: Side,
    kind: AnswerKind,
    by: User,
    *,
    note: str | None = None,
    reason: Reason | None = None,
) -> None:
    """Keep what was answered at a step. The caller commits."""
    db.session.add(
        StepAnswer(
            placement=placement,
            step=step,
            side=side,
            kind=kind,
            reason=reason.code if reason else None,
            note=note or None,
            by_id=by.id,
            on_behalf=speaks_for_others(by) and side != Side.TEAM,
            needs_review=bool(reason and reason.needs_review),
        )
    )


def speaks_for_others(by: User) -> bool:
    """Whether this person answers in the name of a side that is not theirs."""
    return by.role == Role.ADMINISTRATOR


def require_preparation(placement: Placement) -> None:
    """Raises PlacementInWrongStateError once the stay has begun, or fell through."""
    if not placement.is_being_prepared:
        raise PlacementInWrongStateError
