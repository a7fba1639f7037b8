"""Papers of every kind, their signatures and seal; prolongations, inventories, the end; votes."""

from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FORMER_KINDS = ("agreement", "owner_summary")
KINDS = (
    "agreement",
    "housing_agreement",
    "amendment",
    "end_notice",
    "end_certificate",
    "resident_attestation",
    "occupation_certificate",
    "owner_summary",
    "entry_inventory",
    "exit_inventory",
    "key_receipt",
    "contacts_sheet",
    "data_notice",
    "personal_plan",
    "easy_summary",
)
FORMER_STATES = ("pending", "generated", "superseded", "failed")
STATES = ("pending", "generated", "sent", "signed", "sealed", "superseded", "failed")
FORMER_EVENTS = (
    "opened",
    "dates_changed",
    "household_yes",
    "landlord_yes",
    "facts_completed",
    "document_produced",
    "cancelled",
)
EVENTS = (
    *FORMER_EVENTS[:-1],
    "documents_withdrawn",
    "document_sent",
    "document_signed",
    "document_refused",
    "document_sealed",
    "legal_basis_chosen",
    "inventory_recorded",
    "started",
    "extension_asked",
    "extension_withdrawn",
    "extended",
    "end_announced",
    "ended",
    "cancelled",
)
CHANGED = """OLD.sha256 IS NOT NULL AND (
    NEW.sha256 IS NULL OR NEW.sha256 <> OLD.sha256 OR NEW.reference <> OLD.reference
    OR NEW.version <> OLD.version OR NEW.kind <> OLD.kind OR NEW.slot <> OLD.slot
    OR NEW.placement_id <> OLD.placement_id
    OR (OLD.sealed_sha256 IS NOT NULL
        AND (NEW.sealed_sha256 IS NULL OR NEW.sealed_sha256 <> OLD.sealed_sha256)))"""
STANDS_ON_SQLITE = f"""
CREATE TRIGGER placement_document_stands BEFORE UPDATE ON placement_document
WHEN {CHANGED}
BEGIN SELECT RAISE(ABORT, 'a produced document never changes'); END
"""
REFUSE_ON_POSTGRESQL = """
CREATE FUNCTION refuse_changed_document() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a produced document never changes'; END $$
"""
STANDS_ON_POSTGRESQL = f"""
CREATE TRIGGER placement_document_stands BEFORE UPDATE ON placement_document
FOR EACH ROW WHEN ({CHANGED}) EXECUTE FUNCTION refuse_changed_document()
"""


def upgrade() -> None:
    _create_votes_and_batches()
    _create_stay_tables()
    _widen_documents()
    _create_signatures()
    op.add_column("agreement_facts", sa.Column("explained_in", sa.String(length=2), nullable=True))
    op.add_column("agreement_facts", sa.Column("interpreter", sa.Text(), nullable=True))
    for column in (
        sa.Column("approval_number", sa.String(length=60), nullable=True),
        sa.Column("approval_expires_on", sa.Date(), nullable=True),
        sa.Column("is_eligible_for_gifts", sa.Boolean(), nullable=True),
    ):
        op.add_column("organisation", column)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(REFUSE_ON_POSTGRESQL)
        op.execute(STANDS_ON_POSTGRESQL)
    else:
        op.execute(STANDS_ON_SQLITE)


def _widen_documents() -> None:
    with _changed("document_number", {"kind": KINDS}) as batch:
        batch.add_column(_slot())
        batch.drop_constraint("uq_document_number_placement_id_kind", type_="unique")
        batch.create_unique_constraint(
            op.f("uq_document_number_placement_id_kind_slot"), ["placement_id", "kind", "slot"]
        )
    with _changed("placement_document", {"kind": KINDS, "state": STATES}) as batch:
        for column in (
            _slot(),
            sa.Column("verification_code", sa.String(length=16), nullable=True),
            sa.Column("sealed_content", sa.LargeBinary(), nullable=True),
            sa.Column("sealed_sha256", sa.String(length=64), nullable=True),
            sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("evidence", sa.Text(), nullable=True),
            sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
            sa.Column("batch_id", sa.Integer(), nullable=True),
            sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        ):
            batch.add_column(column)
        batch.alter_column("template_version", type_=sa.String(40), existing_nullable=False)
        batch.drop_constraint("uq_placement_document_placement_id_kind_version", type_="unique")
        batch.create_unique_constraint(
            op.f("uq_placement_document_placement_id_kind_slot_version"),
            ["placement_id", "kind", "slot", "version"],
        )
        batch.create_unique_constraint(
            op.f("uq_placement_document_verification_code"), ["verification_code"]
        )
        batch.create_foreign_key(
            op.f("fk_placement_document_batch_id_summary_batch"),
            "summary_batch",
            ["batch_id"],
            ["id"],
        )
    for column in ("batch_id", "sha256", "sealed_sha256"):
        op.create_index(op.f(f"ix_placement_document_{column}"), "placement_document", [column])
    with _changed("placement_event", {"kind": EVENTS}):
        pass


def _slot():
    return sa.Column("slot", sa.String(length=20), server_default=sa.text("''"), nullable=False)


@contextmanager
def _changed(table, choices):
    """A batch on `table` with other CHECKs: SQLite builds the table again, PostgreSQL alters it."""
    numbered = {"sqlite_autoincrement": True} if table == "document_number" else {}
    with op.batch_alter_table(table, table_kwargs=numbered) as batch:
        for column, values in choices.items():
            batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_{column}"), _among(column, values))
        yield batch


def _among(column, values):
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _create_votes_and_batches() -> None:
    op.create_table(
        "commune_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=False),
        sa.Column("tax_year", sa.Integer(), nullable=False),
        sa.Column("first_rate", sa.Numeric(precision=6, scale=5), nullable=False),
        sa.Column("next_rate", sa.Numeric(precision=6, scale=5), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("voted_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "first_rate BETWEEN 0 AND 1", name=op.f("ck_commune_vote_first_rate_is_a_share")
        ),
        sa.CheckConstraint(
            "next_rate BETWEEN 0 AND 1", name=op.f("ck_commune_vote_next_rate_is_a_share")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["user.id"], name=op.f("fk_commune_vote_entered_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune_vote")),
    )
    op.create_index(
        "uq_commune_vote_one_for_a_year",
        "commune_vote",
        ["commune_code", "tax_year"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "summary_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordered_by_id", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ordered_by_id"], ["user.id"], name=op.f("fk_summary_batch_ordered_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_batch")),
    )


def _create_stay_tables() -> None:
    op.create_table(
        "placement_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "in_force",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "social_housing_coming",
                "winter_truce",
                "support_in_progress",
                "landlord_offer",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("former_end_day", sa.Date(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "end_day > former_end_day", name=op.f("ck_placement_extension_ends_later")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_placement_extension_asked_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name=op.f("fk_placement_extension_placement_id_placement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_extension")),
        sa.UniqueConstraint(
            "placement_id", "number", name=op.f("uq_placement_extension_placement_id_number")
        ),
    )
    op.create_table(
        "stay_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "term",
                "residents_leave",
                "association_hands_over",
                "pressing_need",
                "serious_breach",
                "unfit_home",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column(
            "delivery",
            sa.Enum(
                "hand",
                "registered_letter",
                "electronic",
                name="delivery",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("help_offered", sa.String(length=500), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_at", sa.Time(), nullable=True),
        sa.Column("keys_returned", sa.Integer(), nullable=True),
        sa.Column("has_damage", sa.Boolean(), nullable=False),
        sa.Column("damage_euros", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("forwards_mail", sa.Boolean(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "social_housing",
                "private_home",
                "intermediation",
                "family",
                "health_or_shelter",
                "unknown",
                "street",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_stay_end_placement_id_placement")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_stay_end_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_end")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_stay_end_placement_id")),
    )
    op.create_table(
        "stay_inventory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column(
            "moment",
            sa.Enum(
                "entry", "exit", name="moment", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("present", sa.Text(), nullable=False),
        sa.Column("rooms", sa.Text(), nullable=False),
        sa.Column("furniture", sa.Text(), nullable=False),
        sa.Column("meters", sa.Text(), nullable=False),
        sa.Column("keys_count", sa.Integer(), nullable=False),
        sa.Column("badges_count", sa.Integer(), nullable=False),
        sa.Column("photos_digest", sa.String(length=64), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name=op.f("fk_stay_inventory_placement_id_placement"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_stay_inventory_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_inventory")),
        sa.UniqueConstraint(
            "placement_id", "moment", name=op.f("uq_stay_inventory_placement_id_moment")
        ),
    )


def _create_signatures() -> None:
    op.create_table(
        "document_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pages_count", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user.id"], name=op.f("fk_document_scan_added_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["placement_document.id"],
            name=op.f("fk_document_scan_document_id_placement_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_scan")),
    )
    op.create_index(
        op.f("ix_document_scan_document_id"), "document_scan", ["document_id"], unique=False
    )
    op.create_table(
        "document_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "landlord",
                "association",
                "residents",
                "assistant",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("capacity", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "awaited",
                "signed",
                "refused",
                "void",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "code",
                "assisted",
                "wet",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "identity_check",
            sa.Enum(
                "identity_card",
                "passport",
                "residence_permit",
                "known_in_person",
                "account",
                name="identity_check",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("identity_checked_on", sa.Date(), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_attempts", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["placement_document.id"],
            name=op.f("fk_document_signature_document_id_placement_document"),
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["user.id"], name=op.f("fk_document_signature_signed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_signature")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_document_signature_document_id_position")
        ),
    )


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(
        "DROP TRIGGER placement_document_stands" + ("" if sqlite else " ON placement_document")
    )
    if not sqlite:
        op.execute("DROP FUNCTION refuse_changed_document()")
    for column in ("is_eligible_for_gifts", "approval_expires_on", "approval_number"):
        op.drop_column("organisation", column)
    op.drop_column("agreement_facts", "interpreter")
    op.drop_column("agreement_facts", "explained_in")
    op.drop_table("document_signature")
    op.drop_index(op.f("ix_document_scan_document_id"), table_name="document_scan")
    op.drop_table("document_scan")
    _narrow_documents()
    for table in ("stay_inventory", "stay_end", "placement_extension", "summary_batch"):
        op.drop_table(table)
    op.drop_index("uq_commune_vote_one_for_a_year", table_name="commune_vote")
    op.drop_table("commune_vote")


def _narrow_documents() -> None:
    """Papers that the former tables did not know are lost."""
    kinds, states = _among("kind", FORMER_KINDS), _among("state", FORMER_STATES)
    events = _among("kind", FORMER_EVENTS)
    for statement in (
        f"DELETE FROM placement_document WHERE NOT ({kinds}) OR slot <> ''",  # noqa: S608 our own words
        f"UPDATE placement_document SET state = 'generated' WHERE NOT ({states})",  # noqa: S608
        f"DELETE FROM document_number WHERE NOT ({kinds}) OR slot <> ''",  # noqa: S608
        f"DELETE FROM placement_event WHERE NOT ({events})",  # noqa: S608
    ):
        op.execute(statement)
    with _changed("placement_event", {"kind": FORMER_EVENTS}):
        pass
    for column in ("sealed_sha256", "sha256", "batch_id"):
        op.drop_index(op.f(f"ix_placement_document_{column}"), table_name="placement_document")
    document = {"kind": FORMER_KINDS, "state": FORMER_STATES}
    with _changed("placement_document", document) as batch:
        batch.drop_constraint("fk_placement_document_batch_id_summary_batch", type_="foreignkey")
        batch.drop_constraint("uq_placement_document_verification_code", type_="unique")
        batch.drop_constraint(
            "uq_placement_document_placement_id_kind_slot_version", type_="unique"
        )
        for column in (
            "claimed_until",
            "batch_id",
            "evidence_sha256",
            "evidence",
            "sealed_at",
            "sealed_sha256",
            "sealed_content",
            "verification_code",
            "slot",
        ):
            batch.drop_column(column)
        batch.create_unique_constraint(
            op.f("uq_placement_document_placement_id_kind_version"),
            ["placement_id", "kind", "version"],
        )
    with _changed("document_number", {"kind": FORMER_KINDS}) as batch:
        batch.drop_constraint("uq_document_number_placement_id_kind_slot", type_="unique")
        batch.drop_column("slot")
        batch.create_unique_constraint(
            op.f("uq_document_number_placement_id_kind"), ["placement_id", "kind"]
        )
