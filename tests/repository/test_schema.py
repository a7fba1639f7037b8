"""Migrations and models agree, CHECK constraints included, on both databases."""

import re
from uuid import uuid4

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, text

from config import ROOT, Testing
from stirrup.application import create_app
from stirrup.extensions import db
from tests.conftest import new_postgres_database


@pytest.fixture(params=["sqlite", "postgresql"])
def two_databases(request, tmp_path):
    """The addresses of two empty databases of one kind."""
    if request.param == "sqlite":
        return [f"sqlite:///{tmp_path / name}.sqlite3" for name in ("migrated", "created")]
    server = request.getfixturevalue("postgres_server")
    names = (f"schema_{uuid4().hex}" for _database in range(2))
    return [new_postgres_database(server, name) for name in names]


def test_migrations_build_what_the_models_say(two_databases, tmp_path):
    migrated, created = two_databases
    app = create_app(Testing({"DATABASE_URL": migrated, "STIRRUP_INSTANCE": str(tmp_path)}))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        db.engine.dispose()
    create_everything(created)

    from_migrations, from_models = described(migrated), described(created)

    assert from_migrations == from_models


def test_migrations_go_down_and_up_again(two_databases, tmp_path):
    app = create_app(Testing({"DATABASE_URL": two_databases[0], "STIRRUP_INSTANCE": str(tmp_path)}))
    with app.app_context():
        folder = str(ROOT / "migrations")
        upgrade(directory=folder)
        before = described(two_databases[0])
        downgrade(directory=folder, revision="base")
        upgrade(directory=folder)
        db.engine.dispose()

    assert described(two_databases[0]) == before


def create_everything(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("CREATE EXTENSION btree_gist"))
        db.metadata.create_all(connection)
    engine.dispose()


def described(url: str) -> dict:
    """Tables, columns, keys, indexes, CHECKs, exclusions and triggers, in a comparable form."""
    engine = create_engine(url)
    inspector = inspect(engine)
    tables = {
        name: {
            "columns": sorted(
                (column["name"], str(column["type"]), column["nullable"])
                for column in inspector.get_columns(name)
            ),
            "checks": sorted(
                (check["name"], plain(check["sqltext"]))
                for check in inspector.get_check_constraints(name)
            ),
            "uniques": sorted(
                (unique["name"], tuple(unique["column_names"]))
                for unique in inspector.get_unique_constraints(name)
            ),
            "foreign": sorted(
                (tuple(key["constrained_columns"]), key["referred_table"])
                for key in inspector.get_foreign_keys(name)
            ),
            "indexes": sorted(
                (index["name"], bool(index["unique"]), where_of(index))
                for index in inspector.get_indexes(name)
            ),
        }
        for name in inspector.get_table_names()
        if name != "alembic_version"
    }
    with engine.connect() as connection:
        tables["beyond"] = sorted(connection.execute(text(BEYOND[engine.dialect.name])).all())
    engine.dispose()
    return tables


def where_of(index: dict) -> str:
    """The condition of a partial index."""
    options = index.get("dialect_options", {})
    return " ".join(str(value) for key, value in sorted(options.items()) if key.endswith("_where"))


BEYOND = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype IN ('x', 'c', 'f')"
    ),
}


def plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql)
