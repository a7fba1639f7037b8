"""The papers of a stay, their numbers, who signs them, and batches of yearly summaries."""

from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import DDL, ForeignKey, Select, String, UniqueConstraint, event, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stirrup.clock import now
from stirrup.database import EncryptedBytes, EncryptedText, Model, UtcInstant, enum_column
from stirrup.disclosure import Reader
from stirrup.permissions import Role
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import (
    DocumentKind,
    DocumentState,
    IdentityCheck,
    SignatureState,
    SigningMethod,
    SigningParty,
)
from stirrup.placements.papers.readers import readers_of


class SummaryBatch(Model):
    """All the owners' summaries of one year, ordered at once."""

    __tablename__ = "summary_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    ordered_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    ordered_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Administrators alone."""
        query = select(cls)
        return query if person.role == Role.ADMINISTRATOR else query.where(cls.id.is_(None))


class PlacementDocument(Model):
    """A produced file with its digest and the data it was made from; never changed afterwards."""

    __tablename__ = "placement_document"
    __table_args__ = (UniqueConstraint("placement_id", "kind", "slot", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    kind: Mapped[DocumentKind] = mapped_column(enum_column(DocumentKind, "kind"))
    slot: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    """Tells papers of a kind apart: a side (`landlord`), a language (`ar`), a year, a number."""
    reference: Mapped[str] = mapped_column(String(20), index=True)
    version: Mapped[int]
    template_version: Mapped[str] = mapped_column(String(40))
    state: Mapped[DocumentState] = mapped_column(
        enum_column(DocumentState, "state"), default=DocumentState.PENDING
    )
    verification_code: Mapped[str | None] = mapped_column(String(16), unique=True)
    data: Mapped[str] = mapped_column(EncryptedText("placement_document.data"))
    """The content as JSON: what the file was made from, and what is embedded in it."""
    content: Mapped[bytes | None] = mapped_column(EncryptedBytes("placement_document.content"))
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    """Digest of `content`: the file that people read before they signed."""
    sealed_content: Mapped[bytes | None] = mapped_column(
        EncryptedBytes("placement_document.sealed_content")
    )
    sealed_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    sealed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    evidence: Mapped[str | None] = mapped_column(EncryptedText("placement_document.evidence"))
    """The evidence file of all signatures as JSON; its digest alone is in the sealed file."""
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(String(500))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcInstant)
    """Until when the process that makes the file has it for itself; nobody has it: None."""
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("summary_batch.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)

    placement: Mapped[Placement] = relationship(back_populates="documents")
    signatures: Mapped[list["DocumentSignature"]] = relationship(
        order_by="DocumentSignature.position",
        back_populates="document",
        cascade="all, delete-orphan",
    )

    @property
    def readers(self) -> frozenset[Reader]:
        """The sides of the stay that may read it."""
        return readers_of(self.kind, self.slot)

    @property
    def file(self) -> bytes | None:
        """What is downloaded: sealed once all have signed."""
        return self.sealed_content or self.content

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """The documents of the stays this person sees."""
        stays = Placement.visible_to(person).with_only_columns(Placement.id)
        return select(cls).where(cls.placement_id.in_(stays))


class DocumentSignature(Model):
    """One signature of one document: awaited, then given by an explicit act, with its evidence."""

    __tablename__ = "document_signature"
    __table_args__ = (UniqueConstraint("document_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("placement_document.id"))
    position: Mapped[int]
    party: Mapped[SigningParty] = mapped_column(enum_column(SigningParty, "party"))
    signer_name: Mapped[str] = mapped_column(EncryptedText("document_signature.signer_name"))
    capacity: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[SignatureState] = mapped_column(
        enum_column(SignatureState, "state"), default=SignatureState.AWAITED
    )
    method: Mapped[SigningMethod | None] = mapped_column(enum_column(SigningMethod, "method"))
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """The account that signed, or the case worker who was the witness."""
    identity_check: Mapped[IdentityCheck | None] = mapped_column(
        enum_column(IdentityCheck, "identity_check")
    )
    identity_checked_on: Mapped[date | None]
    code_hash: Mapped[str | None] = mapped_column(String(64))
    code_sent_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    code_attempts: Mapped[int] = mapped_column(default=0)
    signed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    evidence: Mapped[str | None] = mapped_column(EncryptedText("document_signature.evidence"))
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))

    document: Mapped[PlacementDocument] = relationship(back_populates="signatures")

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """The signatures of the documents of the stays this person sees."""
        papers = PlacementDocument.visible_to(person).with_only_columns(PlacementDocument.id)
        return select(cls).where(cls.document_id.in_(papers))


class DocumentScan(Model):
    """A scan of the paper that was signed by hand, kept beside the file it shows."""

    __tablename__ = "document_scan"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("placement_document.id"), index=True)
    content: Mapped[bytes] = mapped_column(EncryptedBytes("document_scan.content"))
    sha256: Mapped[str] = mapped_column(String(64))
    pages_count: Mapped[int]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)


class DocumentNumber(Model):
    """The numbering of documents: a number that was given is never given again (LD-01)."""

    __tablename__ = "document_number"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    year: Mapped[int]
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    kind: Mapped[DocumentKind] = mapped_column(enum_column(DocumentKind, "kind"))
    slot: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))

    __table_args__ = (
        UniqueConstraint("placement_id", "kind", "slot"),
        {"sqlite_autoincrement": True},
    )

    @property
    def reference(self) -> str:
        return f"ST-{self.year}-{self.id:06d}"


_CHANGED = """OLD.sha256 IS NOT NULL AND (
    NEW.sha256 IS NULL OR NEW.sha256 <> OLD.sha256 OR NEW.reference <> OLD.reference
    OR NEW.version <> OLD.version OR NEW.kind <> OLD.kind OR NEW.slot <> OLD.slot
    OR NEW.placement_id <> OLD.placement_id
    OR (OLD.sealed_sha256 IS NOT NULL
        AND (NEW.sealed_sha256 IS NULL OR NEW.sealed_sha256 <> OLD.sealed_sha256)))"""
ON_SQLITE = f"""
CREATE TRIGGER placement_document_stands BEFORE UPDATE ON placement_document
WHEN {_CHANGED}
BEGIN SELECT RAISE(ABORT, 'a produced document never changes'); END
"""
FUNCTION_ON_POSTGRESQL = """
CREATE FUNCTION refuse_changed_document() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a produced document never changes'; END $$
"""
ON_POSTGRESQL = f"""
CREATE TRIGGER placement_document_stands BEFORE UPDATE ON placement_document
FOR EACH ROW WHEN ({_CHANGED}) EXECUTE FUNCTION refuse_changed_document()
"""

for _dialect, _statement in (
    ("sqlite", ON_SQLITE),
    ("postgresql", FUNCTION_ON_POSTGRESQL.replace("CREATE", "CREATE OR REPLACE", 1)),
    ("postgresql", ON_POSTGRESQL),
):
    event.listen(
        PlacementDocument.__table__,
        "after_create",
        DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
    )
