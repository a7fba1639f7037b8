"""Steps of one's own: codes beyond the program's; what was left out is read in the answers."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STEPS = (
    "association_answer",
    "household_answer",
    "landlord_answer",
    "visit_booking",
    "visit",
    "agreement",
    "signatures",
    "keys",
)
EVENTS = (
    "opened",
    "dates_changed",
    "association_yes",
    "household_yes",
    "landlord_yes",
    "visit_booked",
    "visit_done",
    "step_left_out",
    "step_taken_back",
    "reminded",
    "escalated",
    "facts_completed",
    "document_produced",
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
    "reopened",
)
KNOWN = ", ".join(f"'{step}'" for step in STEPS)
OWN = "substr({column}, 1, 4) = 'own_'"
LIVE = "'scheduled', 'active', 'ending'"
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
RULES = {
    "side": "side IN ('association', 'household', 'landlord', 'team', 'nobody')",
    "follows": f"follows IN ({KNOWN})",
    "own_steps_are_asked_of_a_side": f"(side IS NOT NULL) = ({OWN.format(column='code')})",
    "side_is_asked": "side IN ('association', 'landlord', 'team')",
    "own_steps_have_a_rank": "(rank IS NOT NULL) = (side IS NOT NULL)",
    "place_before_the_keys": "follows IS NULL OR (side IS NOT NULL AND follows <> 'keys')",
    "only_own_steps_retire": "side IS NOT NULL OR NOT retired",
}


def upgrade() -> None:
    _change_codes({"placement": "step", "step_answer": "step", "step_setting": "code"}, own=True)
    with op.batch_alter_table("placement") as batch:
        batch.drop_column("left_out_steps")
    _guard_double_bookings()
    _change_events((*EVENTS[:7], "step_done", *EVENTS[7:]))
    with op.batch_alter_table("step_setting") as batch:
        batch.add_column(sa.Column("side", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("follows", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("rank", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("retired", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        for name, rule in RULES.items():
            batch.create_check_constraint(op.f(f"ck_step_setting_{name}"), rule)


def downgrade() -> None:
    """Steps of one's own and what was answered at them are lost: the former tables knew none."""
    op.execute("DELETE FROM step_answer WHERE substr(step, 1, 4) = 'own_'")
    op.execute("DELETE FROM step_setting WHERE substr(code, 1, 4) = 'own_'")
    op.execute("DELETE FROM placement_event WHERE kind = 'step_done'")
    _change_events(EVENTS)
    op.execute(
        "UPDATE placement SET step = NULL, step_since = NULL, step_due_on = NULL,"
        " step_reminded_at = NULL, step_escalated_at = NULL"
        " WHERE substr(step, 1, 4) = 'own_'"
    )
    with op.batch_alter_table("step_setting") as batch:
        for name in RULES:
            batch.drop_constraint(op.f(f"ck_step_setting_{name}"), type_="check")
        for column in ("retired", "rank", "follows", "side"):
            batch.drop_column(column)
    with op.batch_alter_table("placement") as batch:
        left_out = sa.Column("left_out_steps", sa.JSON(), server_default="[]", nullable=False)
        batch.add_column(left_out)
    _change_codes({"placement": "step", "step_answer": "step", "step_setting": "code"}, own=False)
    _guard_double_bookings()
    _restore_left_out_steps()


def _change_codes(columns: dict[str, str], *, own: bool) -> None:
    """Whether the codes of steps may be others than the program's eight."""
    for table, column in columns.items():
        rule = f"{column} IN ({KNOWN})" + (f" OR {OWN.format(column=column)}" if own else "")
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_{column}"), rule)


def _change_events(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("placement_event") as batch:
        batch.drop_constraint(op.f("ck_placement_event_kind"), type_="check")
        batch.create_check_constraint(
            op.f("ck_placement_event_kind"), f"kind IN ({', '.join(map(repr, kinds))})"
        )


def _guard_double_bookings() -> None:
    """SQLite builds a changed table again, without its triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for key in ("place_id", "referral_id"):
            for moment in ("INSERT", "UPDATE"):
                op.execute(TRIGGER.format(key=key, moment=moment, live=LIVE))


def _restore_left_out_steps() -> None:
    """What was left out last, stay by stay."""
    answers = sa.text("SELECT placement_id, step, kind FROM step_answer ORDER BY id")
    last = {(stay, step): kind for stay, step, kind in op.get_bind().execute(answers)}
    left_out: dict[int, list[str]] = {}
    for (stay, step), kind in last.items():
        if kind == "skipped":
            left_out.setdefault(stay, []).append(step)
    change = sa.text("UPDATE placement SET left_out_steps = :steps WHERE id = :id").bindparams(
        sa.bindparam("steps", type_=sa.JSON())
    )
    for stay, steps in left_out.items():
        op.get_bind().execute(change, {"steps": steps, "id": stay})
