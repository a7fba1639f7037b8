"""What every step of a stay leaves: a line on its timeline, one in the journal, one commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from sqlalchemy.exc import IntegrityError

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.placements.announcing import go_on
from stirrup.placements.enums import EventKind
from stirrup.placements.models import Placement, PlacementEvent
from stirrup.refusals import RefusedError
from stirrup.wording import N_


class DoubleBookingError(RefusedError):
    """The database refused: the place or the household is already taken on one of these days."""

    sentence = N_("This home or this household is already taken on these days.")
    status = HTTPStatus.CONFLICT


def tell(
    placement: Placement,
    kind: EventKind,
    by: User | None,
    *,
    on_behalf: bool = False,
    **details: Any,
) -> None:
    """One line on the stay's timeline, one in the journal; what is awaited next follows.

    `by`: None is the platform itself. Raises DoubleBookingError.
    """
    with _booked_once():
        actor_id = by.id if by else None
        placement.events.append(PlacementEvent(kind=kind, actor_id=actor_id, on_behalf=on_behalf))
        audit.record(by, f"placement_{kind.value}", placement, on_behalf=on_behalf, **details)
        go_on(placement, in_undo_window=kind == EventKind.OPENED)


def commit() -> None:
    """Store the step, or nothing of it. Raises DoubleBookingError."""
    with _booked_once():
        db.session.commit()


@contextmanager
def _booked_once() -> Iterator[None]:
    try:
        yield
    except IntegrityError as refused:
        db.session.rollback()
        raise DoubleBookingError from refused
