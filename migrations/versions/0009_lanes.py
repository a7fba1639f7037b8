"""Lanes of a proposal, lists uploaded, mails chosen, forms kept, referrals handed over."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FORMER_REASONS = (
    "person_other_solution",
    "person_declined",
    "landlord_declined",
    "unit_sold",
    "unit_unfit",
    "data_error",
)
REASON_NOW = {
    "person_other_solution": "other_solution",
    "person_declined": "person_other",
    "landlord_declined": "landlord_other",
    "unit_sold": "sold",
    "unit_unfit": "unfit_on_visit",
}
NEW_EVENTS = (
    "association_yes",
    "visit_booked",
    "visit_done",
    "step_left_out",
    "step_taken_back",
    "reminded",
    "escalated",
    "reopened",
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
FORMER_EVENTS = tuple(event for event in EVENTS if event not in NEW_EVENTS)
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
SIDES = ("association", "household", "landlord", "team", "nobody")
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


def upgrade() -> None:
    _create_settings_of_lanes()
    _create_lists_and_links()
    _create_transfers()
    _change_placements()
    _create_answers()
    _change_events(EVENTS)
    op.add_column("referral", sa.Column("awaited_since", sa.Date(), nullable=True))
    op.add_column(
        "outbox_message", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True)
    )
    with op.batch_alter_table("decision") as batch:
        batch.add_column(sa.Column("pair_before", sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(sa.Column("undone_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(
            op.f("fk_decision_undone_by_id_user"), "user", ["undone_by_id"], ["id"]
        )
    with op.batch_alter_table("proposal") as batch:
        batch.add_column(sa.Column("reserve_of_id", sa.Integer(), nullable=True))
        batch.create_index(op.f("ix_proposal_reserve_of_id"), ["reserve_of_id"])
        batch.create_foreign_key(
            op.f("fk_proposal_reserve_of_id_proposal"), "proposal", ["reserve_of_id"], ["id"]
        )
    with op.batch_alter_table("user") as batch:
        batch.add_column(
            sa.Column("wants_digest", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        batch.add_column(sa.Column("digest_sent_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("calendar_hash", sa.String(length=64), nullable=True))
        batch.create_unique_constraint(op.f("uq_user_calendar_hash"), ["calendar_hash"])


def _change_placements() -> None:
    """Columns of the way to the keys; a proposal accepted again after an undo has a new stay."""
    with op.batch_alter_table("placement") as batch:
        for column in (
            sa.Column("association_yes_on", sa.Date(), nullable=True),
            sa.Column("visit_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("visit_done_on", sa.Date(), nullable=True),
            sa.Column("left_out_steps", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
            sa.Column("step", sa.String(length=40), nullable=True),
            sa.Column("step_since", sa.DateTime(timezone=True), nullable=True),
            sa.Column("step_due_on", sa.Date(), nullable=True),
            sa.Column("step_reminded_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("step_escalated_at", sa.DateTime(timezone=True), nullable=True),
        ):
            batch.add_column(column)
        batch.create_check_constraint(op.f("ck_placement_step"), _among("step", STEPS))
        batch.drop_constraint(op.f("ck_placement_cancel_reason"), type_="check")
        batch.drop_constraint("uq_placement_proposal_id", type_="unique")
    _guard_double_bookings()
    for column in ("proposal_id", "step", "step_due_on"):
        op.create_index(op.f(f"ix_placement_{column}"), "placement", [column], unique=False)
    op.create_index(
        "uq_placement_one_for_a_proposal",
        "placement",
        ["proposal_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'cancelled'"),
        postgresql_where=sa.text("state <> 'cancelled'"),
    )
    for former, reason in REASON_NOW.items():
        op.execute(
            sa.text(
                "UPDATE placement SET cancel_reason = :now WHERE cancel_reason = :former"
            ).bindparams(now=reason, former=former)
        )


def _guard_double_bookings() -> None:
    """SQLite builds a changed table again, without its triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for key in ("place_id", "referral_id"):
            for moment in ("INSERT", "UPDATE"):
                op.execute(TRIGGER.format(key=key, moment=moment, live=LIVE))


def _change_events(kinds) -> None:
    with op.batch_alter_table("placement_event") as batch:
        batch.drop_constraint(op.f("ck_placement_event_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_placement_event_kind"), _among("kind", kinds))


def _among(column, values):
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _create_settings_of_lanes() -> None:
    op.create_table(
        "step_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "code",
            sa.Enum(
                "association_answer",
                "household_answer",
                "landlord_answer",
                "visit_booking",
                "visit",
                "agreement",
                "signatures",
                "keys",
                name="code",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("delay", sa.Integer(), nullable=False),
        sa.Column(
            "unit",
            sa.Enum(
                "days",
                "working_days",
                name="unit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("remind_after", sa.Integer(), nullable=False),
        sa.Column("escalate_after", sa.Integer(), nullable=False),
        sa.Column(
            "timeout",
            sa.Enum(
                "release",
                "flag",
                name="timeout",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("delay BETWEEN 1 AND 60", name=op.f("ck_step_setting_delay_in_range")),
        sa.CheckConstraint(
            "escalate_after BETWEEN 0 AND 60", name=op.f("ck_step_setting_escalation_in_range")
        ),
        sa.CheckConstraint(
            "remind_after BETWEEN 0 AND 60", name=op.f("ck_step_setting_reminder_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user.id"], name=op.f("fk_step_setting_changed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_setting")),
        sa.UniqueConstraint("code", name=op.f("uq_step_setting_code")),
    )
    op.create_table(
        "reason_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "association",
                "household",
                "landlord",
                "team",
                "nobody",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("forbids_days", sa.Integer(), nullable=True),
        sa.Column(
            "home",
            sa.Enum(
                "open",
                "paused",
                "withdrawn",
                name="home",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "household",
            sa.Enum(
                "ready",
                "parked",
                "closed",
                name="household",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("needs_note", sa.Boolean(), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "forbids_days BETWEEN 0 AND 3650", name=op.f("ck_reason_setting_term_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user.id"], name=op.f("fk_reason_setting_changed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason_setting")),
        sa.UniqueConstraint("code", name=op.f("uq_reason_setting_code")),
    )


def _create_lists_and_links() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "action_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_action_link_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_action_link_token_hash")),
    )
    op.create_index(op.f("ix_action_link_user_id"), "action_link", ["user_id"], unique=False)
    op.create_table(
        "morning_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "brief",
                "list",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_morning_sheet")),
        sa.UniqueConstraint("day", "kind", "part", name=op.f("uq_morning_sheet_day_kind_part")),
    )
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_kept_form_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
        sa.UniqueConstraint("user_id", "page", name=op.f("uq_kept_form_user_id_page")),
    )
    op.create_table(
        "uploaded_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "units",
                "referrals",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "confirmed",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_uploaded_list_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_uploaded_list_uploaded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploaded_list")),
    )
    op.create_index(
        op.f("ix_uploaded_list_organisation_id"), "uploaded_list", ["organisation_id"], unique=False
    )
    op.create_table(
        "imported_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "units",
                "referrals",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["uploaded_list.id"], name=op.f("fk_imported_row_list_id_uploaded_list")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_imported_row_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_row")),
        sa.UniqueConstraint(
            "organisation_id",
            "kind",
            "fingerprint",
            name=op.f("uq_imported_row_organisation_id_kind_fingerprint"),
        ),
    )
    op.create_index(op.f("ix_imported_row_list_id"), "imported_row", ["list_id"], unique=False)


def _create_transfers() -> None:
    op.create_table(
        "referral_transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("from_organisation_id", sa.Integer(), nullable=False),
        sa.Column("to_organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "taken",
                "refused",
                "taken_back",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_referral_transfer_answered_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_referral_transfer_asked_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["from_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_referral_transfer_from_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_referral_transfer_referral_id_referral")
        ),
        sa.ForeignKeyConstraint(
            ["to_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_referral_transfer_to_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_transfer")),
    )
    op.create_index(
        op.f("ix_referral_transfer_referral_id"), "referral_transfer", ["referral_id"], unique=False
    )
    op.create_index(
        op.f("ix_referral_transfer_to_organisation_id"),
        "referral_transfer",
        ["to_organisation_id"],
        unique=False,
    )
    op.create_index(
        "uq_referral_transfer_one_asked",
        "referral_transfer",
        ["referral_id"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )


def _create_answers() -> None:
    op.create_table(
        "step_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "association_answer",
                "household_answer",
                "landlord_answer",
                "visit_booking",
                "visit",
                "agreement",
                "signatures",
                "keys",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum(
                "association",
                "household",
                "landlord",
                "team",
                "nobody",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "yes",
                "no",
                "skipped",
                "taken_back",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column(
            "review",
            sa.Enum(
                "upheld",
                "overturned",
                name="review",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind <> 'no' OR reason IS NOT NULL", name=op.f("ck_step_answer_a_no_has_a_reason")
        ),
        sa.CheckConstraint(
            "(review IS NULL) = (reviewed_at IS NULL)",
            name=op.f("ck_step_answer_a_review_has_its_instant"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_step_answer_by_id_user")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_step_answer_placement_id_placement")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["user.id"], name=op.f("fk_step_answer_reviewed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_answer")),
    )
    op.create_index(
        op.f("ix_step_answer_placement_id_step"),
        "step_answer",
        ["placement_id", "step"],
        unique=False,
    )


def downgrade() -> None:
    """Reasons and events that the former tables did not know become their nearest, or are lost."""
    for table in (
        *("step_answer", "referral_transfer", "imported_row", "uploaded_list", "step_setting"),
        *("reason_setting", "kept_form", "action_link", "morning_sheet", "heartbeat"),
    ):
        op.drop_table(table)
    with op.batch_alter_table("user") as batch:
        batch.drop_constraint("uq_user_calendar_hash", type_="unique")
        for column in ("calendar_hash", "digest_sent_on", "wants_digest"):
            batch.drop_column(column)
    with op.batch_alter_table("proposal") as batch:
        batch.drop_constraint("fk_proposal_reserve_of_id_proposal", type_="foreignkey")
        batch.drop_index("ix_proposal_reserve_of_id")
        batch.drop_column("reserve_of_id")
    with op.batch_alter_table("decision") as batch:
        batch.drop_constraint("fk_decision_undone_by_id_user", type_="foreignkey")
        batch.drop_column("undone_at")
        batch.drop_column("undone_by_id")
        batch.drop_column("pair_before")
    op.drop_column("outbox_message", "withdrawn_at")
    op.execute(f"DELETE FROM placement_event WHERE NOT ({_among('kind', FORMER_EVENTS)})")  # noqa: S608 our own words
    _change_events(FORMER_EVENTS)
    op.drop_column("referral", "awaited_since")
    _restore_placements()


def _restore_placements() -> None:
    op.drop_index("uq_placement_one_for_a_proposal", table_name="placement")
    for column in ("step_due_on", "step", "proposal_id"):
        op.drop_index(op.f(f"ix_placement_{column}"), table_name="placement")
    for former, reason in REASON_NOW.items():
        op.execute(
            sa.text(
                "UPDATE placement SET cancel_reason = :former WHERE cancel_reason = :now"
            ).bindparams(now=reason, former=former)
        )
    known = _among("cancel_reason", FORMER_REASONS)
    op.execute(f"UPDATE placement SET cancel_reason = 'data_error' WHERE NOT ({known})")  # noqa: S608
    with op.batch_alter_table("placement") as batch:
        batch.drop_constraint(op.f("ck_placement_step"), type_="check")
        for column in (
            *("step_escalated_at", "step_reminded_at", "step_due_on", "step_since", "step"),
            *("left_out_steps", "visit_done_on", "visit_at", "association_yes_on"),
        ):
            batch.drop_column(column)
        batch.create_check_constraint(op.f("ck_placement_cancel_reason"), known)
        batch.create_unique_constraint("uq_placement_proposal_id", ["proposal_id"])
    _guard_double_bookings()
