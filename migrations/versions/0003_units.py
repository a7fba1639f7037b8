"""Homes, their places and photos."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "checking",
                "open",
                "held",
                "works_needed",
                "rejected",
                "reserved",
                "occupied",
                "handback_due",
                "paused",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("address_complement", sa.Text(), nullable=True),
        sa.Column("postcode", sa.String(length=5), nullable=True),
        sa.Column("commune_code", sa.String(length=5), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "studio",
                "t1",
                "t2",
                "t3",
                "t4",
                "t5",
                "house",
                "shared_room",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("surface_m2", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("main_rooms", sa.Integer(), nullable=True),
        sa.Column("bedrooms", sa.Integer(), nullable=True),
        sa.Column("min_people", sa.Integer(), nullable=True),
        sa.Column("max_people", sa.Integer(), nullable=True),
        sa.Column("places_count", sa.Integer(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=True),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("lift", sa.Boolean(), nullable=False),
        sa.Column("adapted_bathroom", sa.Boolean(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("parking", sa.Boolean(), nullable=False),
        sa.Column("cot_possible", sa.Boolean(), nullable=False),
        sa.Column(
            "kitchen",
            sa.Enum(
                "none",
                "corner",
                "full",
                name="kitchen",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "furnishing",
            sa.Enum(
                "empty",
                "equipped_kitchen",
                "full",
                name="furnishing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "heating",
            sa.Enum(
                "electric",
                "gas",
                "collective",
                "wood",
                "heat_pump",
                "other",
                name="heating",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column(
            "energy_class",
            sa.Enum(
                "A",
                "B",
                "C",
                "D",
                "E",
                "F",
                "G",
                name="energy_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("energy_diagnosed_on", sa.Date(), nullable=True),
        sa.Column("energy_exception", sa.String(length=500), nullable=True),
        sa.Column(
            "pets_allowed",
            sa.Enum(
                "none",
                "small",
                "any",
                name="pets_allowed",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("smoking_allowed", sa.Boolean(), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("available_until", sa.Date(), nullable=True),
        sa.Column("vacant_since", sa.Date(), nullable=True),
        sa.Column(
            "vacancy_cause",
            sa.Enum(
                "between_lets",
                "for_sale",
                "succession",
                "works",
                "financing_lacking",
                "bad_experience",
                "kept",
                "dispute",
                "other",
                name="vacancy_cause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("vacancy_involuntary", sa.Boolean(), nullable=False),
        sa.Column("furnished_while_vacant", sa.Boolean(), nullable=False),
        sa.Column("owner_since", sa.Date(), nullable=True),
        sa.Column("property_tax_base", sa.Integer(), nullable=True),
        sa.Column("property_tax_base_year", sa.Integer(), nullable=True),
        sa.Column("tax_number", sa.Text(), nullable=True),
        sa.Column("readiness", sa.JSON(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("check_note", sa.String(length=1000), nullable=True),
        sa.Column(
            "pause_reason",
            sa.Enum(
                "works",
                "own_use",
                "sale",
                "undecided",
                "other",
                name="pause_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("truce_notice_version", sa.String(length=20), nullable=True),
        sa.Column("truce_notice_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (kind IS NOT NULL AND surface_m2 IS NOT NULL AND bedrooms IS NOT NULL AND max_people IS NOT NULL AND min_people IS NOT NULL AND floor IS NOT NULL AND available_from IS NOT NULL AND available_until IS NOT NULL)",
            name=op.f("ck_unit_an_offered_unit_is_described"),
        ),
        sa.CheckConstraint("available_until > available_from", name=op.f("ck_unit_window_is_open")),
        sa.CheckConstraint("bedrooms BETWEEN 0 AND 12", name=op.f("ck_unit_bedrooms_in_range")),
        sa.CheckConstraint("floor BETWEEN -1 AND 60", name=op.f("ck_unit_floor_in_range")),
        sa.CheckConstraint("main_rooms BETWEEN 1 AND 15", name=op.f("ck_unit_main_rooms_in_range")),
        sa.CheckConstraint("max_people BETWEEN 1 AND 20", name=op.f("ck_unit_max_people_in_range")),
        sa.CheckConstraint(
            "min_people BETWEEN 1 AND max_people", name=op.f("ck_unit_min_people_in_range")
        ),
        sa.CheckConstraint("places_count BETWEEN 1 AND 12", name=op.f("ck_unit_places_in_range")),
        sa.CheckConstraint(
            "property_tax_base BETWEEN 1 AND 1000000", name=op.f("ck_unit_tax_base_in_range")
        ),
        sa.CheckConstraint("surface_m2 BETWEEN 9 AND 500", name=op.f("ck_unit_surface_in_range")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["user.id"], name=op.f("fk_unit_checked_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_unit_created_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_unit_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_index(op.f("ix_unit_commune_code"), "unit", ["commune_code"], unique=False)
    op.create_index(op.f("ix_unit_organisation_id"), "unit", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_unit_state"), "unit", ["state"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_place_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("unit_id", "number", name=op.f("uq_place_unit_id_number")),
    )
    op.create_table(
        "unit_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_photo_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_photo")),
        sa.UniqueConstraint("file_name", name=op.f("uq_unit_photo_file_name")),
    )
    op.create_index(op.f("ix_unit_photo_unit_id"), "unit_photo", ["unit_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_unit_photo_unit_id"), table_name="unit_photo")
    op.drop_table("unit_photo")
    op.drop_table("place")
    op.drop_index(op.f("ix_unit_state"), table_name="unit")
    op.drop_index(op.f("ix_unit_organisation_id"), table_name="unit")
    op.drop_index(op.f("ix_unit_commune_code"), table_name="unit")
    op.drop_table("unit")
