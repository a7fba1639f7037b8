"""Weights, choices and holds of the nights; linked households, buildings and their limits."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BRANCHES = (
    ("unit", "building_id", "building"),
    ("referral", "link_group_id", "link_group"),
    ("match_run", "parameters_id", "match_parameters"),
)
NOT_ENDED = sa.text("ended_at IS NULL")
PINS_NOT_ENDED = sa.text("kind = 'pin' AND ended_at IS NULL")
NOT_RELEASED = sa.text("released_at IS NULL")


def upgrade() -> None:
    _create_groups()
    _create_choices()
    _create_holds()
    # Written out: one statement that both databases take, without building a table again.
    for table, column, other in BRANCHES:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER"
            f" CONSTRAINT fk_{table}_{column}_{other} REFERENCES {other} (id)"
        )
    op.execute(
        "ALTER TABLE organisation ADD COLUMN most_stays INTEGER"
        " CONSTRAINT ck_organisation_most_stays_in_range CHECK (most_stays BETWEEN 0 AND 10000)"
    )
    op.add_column("unit", sa.Column("opened_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_unit_building_id"), "unit", ["building_id"], unique=False)
    op.create_index(op.f("ix_referral_link_group_id"), "referral", ["link_group_id"], unique=False)
    op.add_column(
        "match_run",
        sa.Column("replayable", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.add_column(
        "match_run",
        sa.Column("unmet_pins", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
    )


def _create_groups() -> None:
    op.create_table(
        "match_parameters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("adopted_by_id", sa.Integer(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["adopted_by_id"], ["user.id"], name=op.f("fk_match_parameters_adopted_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_parameters")),
        sa.UniqueConstraint("version", name=op.f("uq_match_parameters_version")),
    )
    op.create_table(
        "building",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("most_stays", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "most_stays BETWEEN 0 AND 10000", name=op.f("ck_building_most_stays_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_building_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_building")),
    )
    op.create_index(
        op.f("ix_building_organisation_id"), "building", ["organisation_id"], unique=False
    )
    op.create_table(
        "link_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("max_km", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("max_km BETWEEN 1 AND 100", name=op.f("ck_link_group_max_km_in_range")),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["organisation.id"],
            name=op.f("fk_link_group_association_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_link_group_created_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_group")),
    )
    op.create_index(
        op.f("ix_link_group_association_id"), "link_group", ["association_id"], unique=False
    )


def _create_choices() -> None:
    op.create_table(
        "pair_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pin", "ban", name="kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_pair_choice_made_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_pair_choice_referral_id_referral")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_pair_choice_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_choice")),
    )
    op.create_index(op.f("ix_pair_choice_unit_id"), "pair_choice", ["unit_id"], unique=False)
    op.create_index(
        "uq_pair_choice_one_for_a_pair",
        "pair_choice",
        ["referral_id", "unit_id"],
        unique=True,
        sqlite_where=NOT_ENDED,
        postgresql_where=NOT_ENDED,
    )
    op.create_index(
        "uq_pair_choice_one_pin_for_a_household",
        "pair_choice",
        ["referral_id"],
        unique=True,
        sqlite_where=PINS_NOT_ENDED,
        postgresql_where=PINS_NOT_ENDED,
    )


def _create_holds() -> None:
    op.create_table(
        "unit_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until_date", sa.Date(), nullable=False),
        sa.Column("kept_for", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "scarce",
                "reviewer",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until_date > from_date", name=op.f("ck_unit_hold_hold_is_open")),
        sa.CheckConstraint(
            "kept_for BETWEEN 1 AND 32", name=op.f("ck_unit_hold_kept_for_in_range")
        ),
        sa.CheckConstraint(
            "(reason = 'scarce') = (made_by_id IS NULL)",
            name=op.f("ck_unit_hold_a_reviewer_has_a_name"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_unit_hold_made_by_id_user")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_hold_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_hold")),
    )
    op.create_index(
        "uq_unit_hold_one_for_a_home",
        "unit_hold",
        ["unit_id"],
        unique=True,
        sqlite_where=NOT_RELEASED,
        postgresql_where=NOT_RELEASED,
    )


def downgrade() -> None:
    op.drop_column("match_run", "unmet_pins")
    op.drop_column("match_run", "replayable")
    op.drop_index(op.f("ix_referral_link_group_id"), table_name="referral")
    op.drop_index(op.f("ix_unit_building_id"), table_name="unit")
    op.drop_column("unit", "opened_on")
    op.drop_column("organisation", "most_stays")
    for table, column, _other in reversed(BRANCHES):
        op.drop_column(table, column)
    op.drop_index("uq_unit_hold_one_for_a_home", table_name="unit_hold")
    op.drop_table("unit_hold")
    op.drop_index("uq_pair_choice_one_pin_for_a_household", table_name="pair_choice")
    op.drop_index("uq_pair_choice_one_for_a_pair", table_name="pair_choice")
    op.drop_index(op.f("ix_pair_choice_unit_id"), table_name="pair_choice")
    op.drop_table("pair_choice")
    op.drop_index(op.f("ix_link_group_association_id"), table_name="link_group")
    op.drop_table("link_group")
    op.drop_index(op.f("ix_building_organisation_id"), table_name="building")
    op.drop_table("building")
    op.drop_table("match_parameters")
