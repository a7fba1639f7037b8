"""Mail that waits to be delivered, written in the transaction that caused it."""

from datetime import datetime
from typing import Any, Self

from sqlalchemy import Select, String, Text, false, select
from sqlalchemy.orm import Mapped, mapped_column

from stirrup.clock import now
from stirrup.database import EncryptedText, Model, UtcInstant
from stirrup.permissions import Role


class OutboxMessage(Model):
    """One mail; `key` is its Message-ID, so that a receiver recognises a repetition."""

    __tablename__ = "outbox_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    recipient: Mapped[str] = mapped_column(EncryptedText("outbox_message.recipient"))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(EncryptedText("outbox_message.body"))
    """Encrypted: it may hold a single-use link."""
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    due_at: Mapped[datetime] = mapped_column(UtcInstant, default=now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    """Taken back before it left: what it announced was undone."""
    given_up_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    last_error: Mapped[str | None] = mapped_column(Text)

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Administrators see what became of mail; nobody else does."""
        if person.role == Role.ADMINISTRATOR:
            return select(cls)
        return select(cls).where(false())
