"""The application on both databases, built by the migrations; nobody's network, nobody's mail."""

import os
import pickle
import socket
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
from flask_migrate import upgrade
from hypothesis import settings
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Engine, create_engine, event, text

from config import ROOT, Testing
from stirrup.accounts import passwords
from stirrup.application import create_app
from stirrup.extensions import db
from tests import postgres
from tests.client import SignedInClient

LOOPBACK = ("127.0.0.1", "::1", "localhost")

# What always holds holds on a busy machine too: time is not what properties are about.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@event.listens_for(Engine, "connect")
def trust_the_machine(connection, _record):
    """SQLite waits for no disk, like the private PostgreSQL: no test outlives a power cut."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA synchronous = OFF")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Browsers first: what takes longest must not be what everybody waits for at the end."""
    items.sort(key=lambda item: "browser" not in item.keywords)


def missing(what: str) -> None:
    """Skip on a developer's machine, fail where nothing may be missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"missing here: {what}")
    pytest.skip(f"missing here: {what}")


@pytest.fixture(autouse=True)
def no_outside_network(monkeypatch):
    """A test that reaches for another machine fails."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test reached for {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def costly_hasher():
    """Passwords cost next to nothing, save where this one is put back: in their own tests."""
    costly = passwords._hasher
    passwords._hasher = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    yield costly
    passwords._hasher = costly


@pytest.fixture(scope="session")
def made_once(tmp_path_factory, worker_id):
    """Make what is costly in one of the processes of a run; the others wait and read it."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def made(name, make):
        path = shared / f"{name}.pickle"
        with path.with_suffix(".lock").open("w") as lock:
            flock(lock, LOCK_EX)
            if not path.exists():
                path.write_bytes(pickle.dumps(make()))
        return pickle.loads(path.read_bytes())

    return made


@pytest.fixture(scope="session")
def postgres_server():
    if postgres.binaries() is None:
        missing("PostgreSQL server binaries (make test installs them when root)")
    with postgres.server() as address:
        yield address


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request, tmp_path_factory):
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'stirrup.sqlite3'}"
    name = f"stirrup_{uuid4().hex}"
    return new_postgres_database(request.getfixturevalue("postgres_server"), name)


def new_postgres_database(server: str, name: str) -> str:
    """Create an empty database on the private server and return its address."""
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return f"{server}/{name}"


@pytest.fixture(scope="session")
def migrated_app(database_url, tmp_path_factory):
    """One application for each database, its tables made by the migrations."""
    folder = tmp_path_factory.mktemp("instance")
    app = create_app(Testing({"DATABASE_URL": database_url, "STIRRUP_INSTANCE": str(folder)}))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(migrated_app):
    """The application in a context of its own; every table is emptied afterwards."""
    with migrated_app.app_context():
        yield migrated_app
        db.session.remove()
        empty(db.engine)


def empty(engine: Engine) -> None:
    """Delete every row; PostgreSQL is asked once, since it is another process."""
    one_by_one = engine.dialect.name == "sqlite"
    with engine.begin() as connection:
        for statement in deletions() if one_by_one else ["; ".join(deletions())]:
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


@cache
def deletions() -> list[str]:
    return [str(table.delete()) for table in reversed(db.metadata.sorted_tables)]


@pytest.fixture
def client(app):
    """A browser without scripts; `client.sign_in(person)` opens a real session."""
    app.test_client_class = SignedInClient
    return app.test_client()


@pytest.fixture
def repository() -> Path:
    """The top of the project."""
    return ROOT
