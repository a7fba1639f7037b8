"""Runs the numbered migrations on the application's database, SQLite and PostgreSQL alike."""

from alembic import context
from flask import current_app

from stirrup.database import EncryptedBytes, EncryptedJson, EncryptedText, UtcInstant
from stirrup.extensions import db

engine = current_app.extensions["migrate"].db.engine
STORED_AS = {
    UtcInstant: "sa.DateTime(timezone=True)",
    EncryptedBytes: "sa.LargeBinary()",
    EncryptedText: "sa.Text()",
    EncryptedJson: "sa.Text()",
}
"""Migrations name plain types: they must still run when the application has changed."""


def render_plain_type(kind, item, _context):
    return STORED_AS.get(type(item), False) if kind == "type" else False


def let_tables_be_built_again(connection):
    """SQLite changes a table by building it again: its children must not notice meanwhile."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()


def require_every_parent(connection):
    """Put the watch on foreign keys back, and refuse what went wrong without it."""
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.commit()
        if orphans:
            raise RuntimeError(f"rows without a parent after the migration: {orphans[:5]}")


with engine.connect() as connection:
    let_tables_be_built_again(connection)
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        compare_type=True,
        transaction_per_migration=True,
        render_item=render_plain_type,
    )
    with context.begin_transaction():
        context.run_migrations()
    require_every_parent(connection)
