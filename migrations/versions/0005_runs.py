"""Runs, proposals, decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "nightly",
                "manual",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("territory", sa.String(length=2000), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "claimed",
                "published",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("weights_version", sa.String(length=40), nullable=True),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("input_digest", sa.String(length=64), nullable=True),
        sa.Column("input_snapshot", sa.LargeBinary(), nullable=True),
        sa.Column("output_digest", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=True),
        sa.Column("value", sa.String(length=60), nullable=True),
        sa.Column("bound", sa.String(length=60), nullable=True),
        sa.Column("gap", sa.Double(), nullable=True),
        sa.Column("households_count", sa.Integer(), nullable=True),
        sa.Column("units_count", sa.Integer(), nullable=True),
        sa.Column("eligible_pairs", sa.Integer(), nullable=True),
        sa.Column("price_of_urgency", sa.Integer(), nullable=True),
        sa.Column("proposals_count", sa.Integer(), nullable=True),
        sa.Column("durations", sa.JSON(), nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(kind = 'nightly') = (number = 0)", name=op.f("ck_match_run_the_night_is_number_zero")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["user.id"], name=op.f("fk_match_run_started_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_run")),
        sa.UniqueConstraint(
            "business_date", "number", name=op.f("uq_match_run_business_date_number")
        ),
    )
    op.create_index(
        op.f("ix_match_run_business_date"), "match_run", ["business_date"], unique=False
    )
    op.create_index(
        "uq_match_run_one_night_a_date",
        "match_run",
        ["business_date"],
        unique=True,
        sqlite_where=sa.text("kind = 'nightly'"),
        postgresql_where=sa.text("kind = 'nightly'"),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "postponed",
                "accepted",
                "declined",
                "discarded",
                "void",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_proposal_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_proposal_referral_id_referral")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["match_run.id"], name=op.f("fk_proposal_run_id_match_run")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_proposal_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_proposal_run_id_number")),
    )
    op.create_index(op.f("ix_proposal_referral_id"), "proposal", ["referral_id"], unique=False)
    op.create_index(op.f("ix_proposal_state"), "proposal", ["state"], unique=False)
    op.create_index(op.f("ix_proposal_unit_id"), "proposal", ["unit_id"], unique=False)
    op.create_index(
        "uq_proposal_one_undecided_for_a_household",
        "proposal",
        ["referral_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('submitted', 'postponed')"),
        postgresql_where=sa.text("state IN ('submitted', 'postponed')"),
    )
    op.create_index(
        "uq_proposal_one_undecided_for_a_place",
        "proposal",
        ["place_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('submitted', 'postponed')"),
        postgresql_where=sa.text("state IN ('submitted', 'postponed')"),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "accept",
                "decline",
                "postpone",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("input_digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_decision_decided_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_decision_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_proposal_id"), "decision", ["proposal_id"], unique=False)
    op.create_table(
        "declined_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_declined_pair_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_declined_pair_referral_id_referral")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_declined_pair_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declined_pair")),
        sa.UniqueConstraint(
            "referral_id", "unit_id", name=op.f("uq_declined_pair_referral_id_unit_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("declined_pair")
    op.drop_index(op.f("ix_decision_proposal_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index(
        "uq_proposal_one_undecided_for_a_place",
        table_name="proposal",
        sqlite_where=sa.text("state IN ('submitted', 'postponed')"),
        postgresql_where=sa.text("state IN ('submitted', 'postponed')"),
    )
    op.drop_index(
        "uq_proposal_one_undecided_for_a_household",
        table_name="proposal",
        sqlite_where=sa.text("state IN ('submitted', 'postponed')"),
        postgresql_where=sa.text("state IN ('submitted', 'postponed')"),
    )
    op.drop_index(op.f("ix_proposal_unit_id"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_state"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_referral_id"), table_name="proposal")
    op.drop_table("proposal")
    op.drop_index(
        "uq_match_run_one_night_a_date",
        table_name="match_run",
        sqlite_where=sa.text("kind = 'nightly'"),
        postgresql_where=sa.text("kind = 'nightly'"),
    )
    op.drop_index(op.f("ix_match_run_business_date"), table_name="match_run")
    op.drop_table("match_run")
