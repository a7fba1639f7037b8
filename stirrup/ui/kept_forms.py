"""Forms that were begun: what was typed is kept on the server until it is sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from stirrup.clock import now
from stirrup.database import EncryptedJson, Model, UtcInstant


class KeptForm(Model):
    """What one person typed on one page; encrypted, for that person alone."""

    __tablename__ = "kept_form"
    __table_args__ = (UniqueConstraint("user_id", "page"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    page: Mapped[str] = mapped_column(String(200))
    """The address of the page, without what follows the question mark."""
    values: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("kept_form.values"))
    kept_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
