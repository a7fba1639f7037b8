"""Stays that cannot overlap, and their papers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LIVE = "'scheduled', 'active', 'ending'"
NEVER_TWICE = {
    "place_id": "one_stay_a_day_in_a_place",
    "referral_id": "one_stay_a_day_for_a_household",
}
EXCLUSION = """
ALTER TABLE placement ADD CONSTRAINT {name} EXCLUDE USING gist
  ({key} WITH =, daterange(first_day, end_day) WITH &&) WHERE (state IN ({live}))
"""
TRIGGER = """
CREATE TRIGGER placement_{key}_{moment} BEFORE {moment} ON placement
WHEN NEW.state IN ({live})
BEGIN
  SELECT RAISE(ABORT, 'double booking: {key}')
  WHERE EXISTS (
    SELECT 1 FROM placement AS other
    WHERE other.{key} = NEW.{key} AND other.id IS NOT NEW.id AND other.state IN ({live})
      AND other.first_day < NEW.end_day AND NEW.first_day < other.end_day
  );
END
"""


def forbid_double_booking() -> None:
    """An exclusion constraint on PostgreSQL, triggers with the same rule on SQLite."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        for key, name in NEVER_TWICE.items():
            op.execute(EXCLUSION.format(key=key, name=name, live=LIVE))
        return
    for key in NEVER_TWICE:
        for moment in ("INSERT", "UPDATE"):
            op.execute(TRIGGER.format(key=key, moment=moment, live=LIVE))


def upgrade() -> None:
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "scheduled",
                "active",
                "ending",
                "ended_planned",
                "ended_early",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "legal_basis",
            sa.Enum(
                "tripartite",
                "via_association",
                "residence_temporaire",
                name="legal_basis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("matched_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=False),
        sa.Column("household_yes_on", sa.Date(), nullable=True),
        sa.Column("landlord_yes_on", sa.Date(), nullable=True),
        sa.Column(
            "cancel_reason",
            sa.Enum(
                "person_other_solution",
                "person_declined",
                "landlord_declined",
                "unit_sold",
                "unit_unfit",
                "data_error",
                name="cancel_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("end_day > first_day", name=op.f("ck_placement_period_is_open")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_placement_decided_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_placement_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_placement_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_placement_referral_id_referral")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_placement_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_placement_proposal_id")),
    )
    op.create_index(op.f("ix_placement_referral_id"), "placement", ["referral_id"], unique=False)
    op.create_index(op.f("ix_placement_unit_id"), "placement", ["unit_id"], unique=False)
    op.create_table(
        "agreement_facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("lenders", sa.Text(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("owner_insurance", sa.String(length=200), nullable=True),
        sa.Column("resident_insurance", sa.String(length=200), nullable=True),
        sa.Column("electricity_meter", sa.Text(), nullable=True),
        sa.Column("gas_meter", sa.Text(), nullable=True),
        sa.Column("water_meter", sa.Text(), nullable=True),
        sa.Column("keys_count", sa.Integer(), nullable=True),
        sa.Column("badges_count", sa.Integer(), nullable=True),
        sa.Column("payers", sa.JSON(), nullable=False),
        sa.Column("known_defects", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name=op.f("fk_agreement_facts_placement_id_placement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_facts")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_agreement_facts_placement_id")),
    )
    op.create_table(
        "document_number",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agreement",
                "owner_summary",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name=op.f("fk_document_number_placement_id_placement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_number")),
        sa.UniqueConstraint(
            "placement_id", "kind", name=op.f("uq_document_number_placement_id_kind")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "placement_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agreement",
                "owner_summary",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("template_version", sa.String(length=20), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "generated",
                "superseded",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_placement_document_created_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name=op.f("fk_placement_document_placement_id_placement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_document")),
        sa.UniqueConstraint(
            "placement_id",
            "kind",
            "version",
            name=op.f("uq_placement_document_placement_id_kind_version"),
        ),
    )
    op.create_index(
        op.f("ix_placement_document_reference"), "placement_document", ["reference"], unique=False
    )
    op.create_table(
        "placement_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opened",
                "dates_changed",
                "household_yes",
                "landlord_yes",
                "facts_completed",
                "document_produced",
                "cancelled",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user.id"], name=op.f("fk_placement_event_actor_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name=op.f("fk_placement_event_placement_id_placement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_event")),
    )
    op.create_index(
        op.f("ix_placement_event_placement_id"), "placement_event", ["placement_id"], unique=False
    )
    forbid_double_booking()


def downgrade() -> None:
    op.drop_index(op.f("ix_placement_event_placement_id"), table_name="placement_event")
    op.drop_table("placement_event")
    op.drop_index(op.f("ix_placement_document_reference"), table_name="placement_document")
    op.drop_table("placement_document")
    op.drop_table("document_number")
    op.drop_table("agreement_facts")
    op.drop_index(op.f("ix_placement_unit_id"), table_name="placement")
    op.drop_index(op.f("ix_placement_referral_id"), table_name="placement")
    op.drop_table("placement")
