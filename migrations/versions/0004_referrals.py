"""Referrals, and apart from them the persons."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("referent_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "to_complete",
                "ready",
                "proposed",
                "to_confirm",
                "parked",
                "housed",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("notice_version", sa.String(length=20), nullable=True),
        sa.Column("consent_given_on", sa.Date(), nullable=True),
        sa.Column(
            "consent_method",
            sa.Enum(
                "signed",
                "spoken",
                "interpreted",
                name="consent_method",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("consent_to_statistics", sa.Boolean(), nullable=False),
        sa.Column("consent_expires_on", sa.Date(), nullable=True),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column("last_confirmed_on", sa.Date(), nullable=True),
        sa.Column("waiting_since", sa.Date(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("bedrooms_needed", sa.Integer(), nullable=True),
        sa.Column("cots", sa.Integer(), nullable=False),
        sa.Column(
            "pets",
            sa.Enum(
                "none",
                "small",
                "large",
                name="pets",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("needs_step_free", sa.Boolean(), nullable=False),
        sa.Column("needs_lift", sa.Boolean(), nullable=False),
        sa.Column("needs_ground_floor", sa.Boolean(), nullable=False),
        sa.Column("needs_adapted_bathroom", sa.Boolean(), nullable=False),
        sa.Column("needs_own_kitchen", sa.Boolean(), nullable=False),
        sa.Column("needs_quiet", sa.Boolean(), nullable=False),
        sa.Column("needs_parking", sa.Boolean(), nullable=False),
        sa.Column("max_floor_without_lift", sa.Integer(), nullable=True),
        sa.Column("accepts_shared", sa.Boolean(), nullable=False),
        sa.Column("earliest_entry", sa.Date(), nullable=True),
        sa.Column("latest_entry", sa.Date(), nullable=True),
        sa.Column(
            "situation",
            sa.Enum(
                "street",
                "emergency_shelter",
                "insertion_shelter",
                "hosted",
                "unfit",
                "tenancy_at_risk",
                "reception_centre",
                "institution",
                "other",
                name="situation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "urgency",
            sa.Enum(
                "no_shelter",
                "within_7_days",
                "within_30_days",
                "stable",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "support_level",
            sa.Enum(
                "light",
                "medium",
                "strong",
                name="support_level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("referent_commits", sa.Boolean(), nullable=False),
        sa.Column("protected_address", sa.Boolean(), nullable=False),
        sa.Column(
            "park_reason",
            sa.Enum(
                "other_solution",
                "unreachable",
                "support_unavailable",
                "person_asks",
                "other",
                name="park_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("parked_until", sa.Date(), nullable=True),
        sa.Column(
            "close_reason",
            sa.Enum(
                "other_solution",
                "moved_away",
                "consent_withdrawn",
                "contact_lost",
                "duplicate",
                "other",
                name="close_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("question", sa.String(length=500), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'closed') OR (people IS NOT NULL AND bedrooms_needed IS NOT NULL AND urgency IS NOT NULL AND earliest_entry IS NOT NULL AND latest_entry IS NOT NULL AND consent_given_on IS NOT NULL AND waiting_since IS NOT NULL)",
            name=op.f("ck_referral_a_sent_referral_is_complete"),
        ),
        sa.CheckConstraint(
            "bedrooms_needed BETWEEN 0 AND 12", name=op.f("ck_referral_bedrooms_in_range")
        ),
        sa.CheckConstraint("cots BETWEEN 0 AND 6", name=op.f("ck_referral_cots_in_range")),
        sa.CheckConstraint(
            "latest_entry >= earliest_entry", name=op.f("ck_referral_entry_window_is_open")
        ),
        sa.CheckConstraint(
            "max_floor_without_lift BETWEEN 0 AND 60", name=op.f("ck_referral_max_floor_in_range")
        ),
        sa.CheckConstraint("people BETWEEN 1 AND 20", name=op.f("ck_referral_people_in_range")),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["organisation.id"],
            name=op.f("fk_referral_association_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["referent_id"], ["user.id"], name=op.f("fk_referral_referent_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index(
        op.f("ix_referral_association_id"), "referral", ["association_id"], unique=False
    )
    op.create_index(op.f("ix_referral_referent_id"), "referral", ["referent_id"], unique=False)
    op.create_index(op.f("ix_referral_state"), "referral", ["state"], unique=False)
    op.create_table(
        "anchor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("max_km", sa.Integer(), nullable=False),
        sa.CheckConstraint("max_km BETWEEN 1 AND 100", name=op.f("ck_anchor_max_km_in_range")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_anchor_referral_id_referral")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anchor")),
    )
    op.create_index(op.f("ix_anchor_referral_id"), "anchor", ["referral_id"], unique=False)
    op.create_table(
        "commune_preference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "accepted",
                "refused",
                name="stance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_commune_preference_referral_id_referral"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune_preference")),
        sa.UniqueConstraint(
            "referral_id",
            "commune_code",
            name=op.f("uq_commune_preference_referral_id_commune_code"),
        ),
    )
    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("current_address", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_household_referral_id_referral")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_household_referral_id")),
    )
    op.create_table(
        "safety_zone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_safety_zone_referral_id_referral")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_zone")),
    )
    op.create_index(
        op.f("ix_safety_zone_referral_id"), "safety_zone", ["referral_id"], unique=False
    )
    op.create_table(
        "household_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_adult", sa.Boolean(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("birth_date", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_household_member_household_id_household"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_member")),
        sa.UniqueConstraint(
            "household_id", "position", name=op.f("uq_household_member_household_id_position")
        ),
    )


def downgrade() -> None:
    op.drop_table("household_member")
    op.drop_index(op.f("ix_safety_zone_referral_id"), table_name="safety_zone")
    op.drop_table("safety_zone")
    op.drop_table("household")
    op.drop_table("commune_preference")
    op.drop_index(op.f("ix_anchor_referral_id"), table_name="anchor")
    op.drop_table("anchor")
    op.drop_index(op.f("ix_referral_state"), table_name="referral")
    op.drop_index(op.f("ix_referral_referent_id"), table_name="referral")
    op.drop_index(op.f("ix_referral_association_id"), table_name="referral")
    op.drop_table("referral")
