"""A mail that was given up, sent again by an administrator once its cause is repaired."""

from typing import Any

from sqlalchemy import update

from stirrup import audit
from stirrup.clock import now
from stirrup.database import rows_changed
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.permissions import Permission, require
from stirrup.refusals import RefusedError
from stirrup.wording import N_


class NotGivenUpError(RefusedError):
    """The mail left, waits already, or was withdrawn."""

    sentence = N_("This mail is not one that was given up: nothing had to be sent again.")


def send_again(message: OutboxMessage, *, by: Any) -> None:
    """Let the mail leave within the minute, with all its attempts before it. One line of audit."""
    require(by, Permission.MAIL_RETRY, message)
    revived = (
        update(OutboxMessage)
        .where(
            OutboxMessage.id == message.id,
            OutboxMessage.given_up_at.is_not(None),
            OutboxMessage.withdrawn_at.is_(None),
        )
        .values(given_up_at=None, attempts=0, due_at=now())
    )
    if not rows_changed(revived):
        db.session.rollback()
        raise NotGivenUpError
    audit.record(by, "mail_sent_again", message)
    db.session.commit()
