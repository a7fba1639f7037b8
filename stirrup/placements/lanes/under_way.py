"""What a change of the steps means for the stays under way: none is stuck, none is called back."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.placements.announcing import go_on
from stirrup.placements.enums import EventKind, PlacementState
from stirrup.placements.events import tell
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import AnswerKind, Side
from stirrup.placements.lanes.following import steps_done
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.models import Placement
from stirrup.placements.papers.models import PlacementDocument


def lead_on(code: str, by: User) -> None:
    """Let the stays follow a step that was added, changed, moved, switched on or off.

    Those that wait at it go on when it is asked no more. It binds the stays whose open step stands
    before it; for those whose open step stands behind, it is left out in the name of whoever
    changed it, so that no stay goes back behind what is done. The caller commits.
    """
    lanes = lanes_in_force()
    for stay in _being_prepared():
        if stay.step == code:
            go_on(stay)
        elif stay.step and lanes.step(code).is_asked and lanes.precedes(code, stay.step):
            _leave_out_if_open(stay, code, by)


def _leave_out_if_open(stay: Placement, code: str, by: User) -> None:
    if code not in steps_done(stay):
        said = {"step": code, "side": Side.TEAM, "kind": AnswerKind.SKIPPED, "by_id": by.id}
        db.session.add(StepAnswer(placement=stay, **said))
        tell(stay, EventKind.STEP_LEFT_OUT, by, step=code)


def _being_prepared() -> Iterator[Placement]:
    papers = selectinload(Placement.documents)
    query = (
        select(Placement)
        .where(Placement.state == PlacementState.SCHEDULED)
        .options(
            selectinload(Placement.answers),
            papers.defer(PlacementDocument.content),
            papers.defer(PlacementDocument.sealed_content),
        )
        .order_by(Placement.id)
    )
    yield from db.session.scalars(query).all()
