"""A landlord asks the team something before answering."""

from hashlib import sha256

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.outbox.services import enqueue, is_written
from stirrup.permissions import Permission, require
from stirrup.placements.correspondents import people_of
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lifecycle import PlacementInWrongStateError
from stirrup.placements.models import Placement
from stirrup.units.rules import check_words


def ask_question(placement: Placement, question: str, *, by: User) -> None:
    """Send a question to the team by mail: the same words once.

    Raises RefusedCriterionError when it chooses people.
    """
    require(by, Permission.ANSWER_AS_LANDLORD, placement)
    if not placement.is_being_prepared:
        raise PlacementInWrongStateError
    check_words("question", question)
    asked = sha256(question.encode()).hexdigest()[:16]
    key = f"stay-{placement.id}-question-{by.id}-{asked}"
    if is_written(key):
        return
    audit.record(by, "landlord_question_asked", placement)
    for person in people_of(placement, Side.TEAM):
        enqueue(
            person.email,
            person.language,
            "placements/question",
            key=f"{key}-{person.id}",
            placement_id=placement.id,
            reference=placement.reference,
            question=question,
            email=by.email,
        )
    db.session.commit()
