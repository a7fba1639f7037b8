"""A referral that changes hands between associations: asked by one, taken by the other."""

from datetime import datetime
from typing import Any, Self

from sqlalchemy import ForeignKey, Index, Select, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stirrup.accounts.models import Organisation, User
from stirrup.clock import now
from stirrup.database import EncryptedText, Model, UtcInstant, enum_column
from stirrup.permissions import Role
from stirrup.referrals.enums import TransferState
from stirrup.referrals.models import Referral

ASKED = text("state = 'asked'")


class ReferralTransfer(Model):
    """Asked once at a time; until it is taken the first association keeps the referral."""

    __tablename__ = "referral_transfer"
    __table_args__ = (
        Index(
            "uq_referral_transfer_one_asked",
            "referral_id",
            unique=True,
            sqlite_where=ASKED,
            postgresql_where=ASKED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    from_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    to_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[TransferState] = mapped_column(
        enum_column(TransferState, "state"), default=TransferState.ASKED
    )
    note: Mapped[str | None] = mapped_column(EncryptedText("referral_transfer.note"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    referral: Mapped[Referral] = relationship()
    from_organisation: Mapped[Organisation] = relationship(foreign_keys=[from_organisation_id])
    to_organisation: Mapped[Organisation] = relationship(foreign_keys=[to_organisation_id])
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """What is, or was, offered to one's association; who asked sees it on the referral."""
        if person.role in (Role.CASE_WORKER, Role.ASSOCIATION_MANAGER):
            return select(cls).where(cls.to_organisation_id == person.organisation_id)
        return select(cls).where(cls.id.is_(None))
