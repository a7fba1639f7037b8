"""A copy of a PostgreSQL database that is in use, and a database made of it again.

`pg_dump` copies the very snapshot whose contents are read; the copy is restored into a database of
its own on the same server, which is dropped afterwards.
"""

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from stirrup.backups.contents import Contents, contents_of
from stirrup.backups.refusals import (
    CopyDamagedError,
    NoRoomForTheProofError,
    ToolFailedError,
    ToolMissingError,
)

FILE_NAME = "database.dump"


def copy_database(engine: Engine, folder: Path) -> Contents:
    """Write the database into `folder` and return what it held at that instant.

    Raises ToolMissingError, ToolFailedError.
    """
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as source:
        snapshot = source.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        told = contents_of(source)
        file, at = f"--file={folder / FILE_NAME}", f"--snapshot={snapshot}"
        _run(engine.url, "pg_dump", "--format=custom", "--no-owner", at, file)
    return told


def restore_database(folder: Path, engine: Engine) -> None:
    """Fill an empty database from the copy of a folder.

    Raises ToolMissingError, ToolFailedError.
    """
    strict = ("--no-owner", "--exit-on-error", "--single-transaction")
    _run(engine.url, "pg_restore", *strict, str(folder / FILE_NAME))


def contents_restored(folder: Path, engine: Engine) -> Contents:
    """Restore the copy into a database of its own and read it.

    Raises NoRoomForTheProofError, CopyDamagedError, ToolMissingError.
    """
    with _scratch_database(engine) as scratch:
        try:
            restore_database(folder, scratch)
        except ToolFailedError as failure:
            raise CopyDamagedError from failure
        with scratch.connect() as connection:
            return contents_of(connection)


@contextmanager
def _scratch_database(engine: Engine) -> Iterator[Engine]:
    name = f"stirrup_proof_{secrets.token_hex(8)}"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
        try:
            server.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
        except DBAPIError as failure:
            raise NoRoomForTheProofError from failure
        scratch = create_engine(engine.url.set(database=name), poolclass=NullPool)
        try:
            yield scratch
        finally:
            server.exec_driver_sql(f'DROP DATABASE "{name}"')


def _run(url: URL, program: str, *arguments: str) -> None:
    """Run a client program against a database; the password stands on no command line."""
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    try:
        done = subprocess.run(  # noqa: S603 (no shell; the arguments are ours)
            [program, *arguments, f"--dbname={address}"],
            env={**os.environ, **secret},
            capture_output=True,
        )
    except FileNotFoundError as missing:
        raise ToolMissingError(program) from missing
    if done.returncode:
        raise ToolFailedError(program, done.stderr.decode(errors="replace"))
