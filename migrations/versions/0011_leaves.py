"""Days on which somebody of an association is away, and who stands in for them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_leave_days_in_order")),
        sa.CheckConstraint("deputy_id <> person_id", name=op.f("ck_leave_deputy_is_somebody_else")),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_leave_person_id_user")),
        sa.ForeignKeyConstraint(["deputy_id"], ["user.id"], name=op.f("fk_leave_deputy_id_user")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["user.id"], name=op.f("fk_leave_entered_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_index(op.f("ix_leave_deputy_id"), "leave", ["deputy_id"], unique=False)
    op.create_index(op.f("ix_leave_last_day"), "leave", ["last_day"], unique=False)
    op.create_index(
        "uq_leave_one_from_a_day",
        "leave",
        ["person_id", "first_day"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("leave")
