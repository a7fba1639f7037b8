"""Long lists that wait for the scheduler to check them or to take them over."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "list_task",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('check', 'confirm')", name=op.f("ck_list_task_kind")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["uploaded_list.id"], name=op.f("fk_list_task_list_id_uploaded_list")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_list_task_asked_by_id_user")
        ),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_list_task")),
    )


def downgrade() -> None:
    op.drop_table("list_task")
