"""Links in mails that open one thing once, and stop working."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.database import Model, UtcInstant


class ActionLink(Model):
    """A link that leads one person to one stay; only its hash is stored (security R10)."""

    __tablename__ = "action_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcInstant)
    used_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    user: Mapped[User] = relationship()
