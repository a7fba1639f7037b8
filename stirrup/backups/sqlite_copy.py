"""A copy of a SQLite database that is in use, and a database made of it again.

The file must not be copied while it is in use: what was committed last may still stand beside it.
The copy is of one instant, the one whose contents are read.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, NullPool, create_engine

from stirrup.backups.contents import Contents, contents_of
from stirrup.backups.refusals import CopyDamagedError

FILE_NAME = "database.sqlite3"


def copy_database(engine: Engine, folder: Path) -> Contents:
    """Write the database into `folder` and return what it held at that instant."""
    with engine.connect() as source:
        source.exec_driver_sql("BEGIN")
        told = contents_of(source)
        with closing(sqlite3.connect(folder / FILE_NAME)) as copy:
            _driver(source).backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
    return told


def restore_database(folder: Path, engine: Engine) -> None:
    """Fill an empty database from the copy of a folder."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as copy, engine.connect() as target:
        copy.backup(_driver(target))


def contents_restored(folder: Path, _engine: Engine) -> Contents:
    """Restore the copy beside itself, have it checked, read it. Raises CopyDamagedError."""
    trial = folder / "trial.sqlite3"
    engine = create_engine(f"sqlite:///{trial}", poolclass=NullPool)
    try:
        restore_database(folder, engine)
        with engine.connect() as connection:
            _require_sound(connection)
            return contents_of(connection)
    except sqlite3.DatabaseError as failure:
        raise CopyDamagedError from failure
    finally:
        for file in folder.glob(f"{trial.name}*"):
            file.unlink()


def _require_sound(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
        raise CopyDamagedError


def _driver(connection: Connection) -> sqlite3.Connection:
    return cast(sqlite3.Connection, connection.connection.driver_connection)
