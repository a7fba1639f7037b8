"""Lists that people uploaded, and the columns that an organisation chose for its own tool."""

from datetime import datetime
from typing import Any, Self

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stirrup.clock import now
from stirrup.database import EncryptedBytes, EncryptedJson, EncryptedText, Model, UtcInstant
from stirrup.database import enum_column as enum
from stirrup.spreadsheets.enums import ListKind, TaskKind, UploadState


class UploadedList(Model):
    """One file, kept encrypted until it is confirmed or given up; nothing is written before."""

    __tablename__ = "uploaded_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ListKind] = mapped_column(enum(ListKind, "kind"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    file_name: Mapped[str] = mapped_column(EncryptedText("uploaded_list.file_name"))
    content: Mapped[bytes | None] = mapped_column(
        EncryptedBytes("uploaded_list.content"), deferred=True
    )
    columns: Mapped[dict[str, str]] = mapped_column(
        EncryptedJson("uploaded_list.columns"), default=dict
    )
    """Field to the heading of the file that fills it; encrypted: a file may have no headings."""
    state: Mapped[UploadState] = mapped_column(
        enum(UploadState, "state"), default=UploadState.UPLOADED
    )
    report: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("uploaded_list.report"))
    """What the last check found: counts, and one entry for each fault."""
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Those of one's own organisation."""
        return select(cls).where(cls.organisation_id == person.organisation_id)


class ListTask(Model):
    """A long list that waits for the scheduler, or is in its hands; gone once it is done."""

    __tablename__ = "list_task"

    list_id: Mapped[int] = mapped_column(ForeignKey("uploaded_list.id"), primary_key=True)
    kind: Mapped[TaskKind] = mapped_column(enum(TaskKind, "kind"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    rows_done: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)

    asked_by: Mapped[Any] = relationship("User")
    uploaded: Mapped[UploadedList] = relationship()


class ImportedRow(Model):
    """The fingerprint of a row that was taken over: the same row twice changes nothing."""

    __tablename__ = "imported_row"
    __table_args__ = (UniqueConstraint("organisation_id", "kind", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[ListKind] = mapped_column(enum(ListKind, "kind"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    list_id: Mapped[int] = mapped_column(ForeignKey("uploaded_list.id"), index=True)
    subject_id: Mapped[int]
    """Of the unit or the referral that the row became."""
