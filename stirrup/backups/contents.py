"""What a database holds, so that two can be compared: rows by table, and one digest of them all."""

import hashlib
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, inspect

DIGEST_BITS = 256


@dataclass(frozen=True, slots=True)
class Contents:
    """`revision`: the last migration; `rows`: how many rows each table has."""

    revision: str
    rows: dict[str, int]
    digest: str

    def as_json(self) -> dict[str, object]:
        """Plain values, to be stored beside a copy."""
        return asdict(self)


def contents_of(connection: Connection) -> Contents:
    """Read every row once, table by table, in the transaction of this connection.

    The digest is the sum of the rows' own digests: no order is asked of the database.
    """
    rows, total = {}, 0
    for table in sorted(inspect(connection).get_table_names()):
        rows[table], digest = _read(connection, table)
        total += digest
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    return Contents(revision, rows, f"{total % 2**DIGEST_BITS:064x}")


def _read(connection: Connection, table: str) -> tuple[int, int]:
    name = connection.dialect.identifier_preparer.quote(table)
    every_row = f"SELECT * FROM {name}"  # noqa: S608 (a table that the database named)
    count, total = 0, 0
    for row in connection.exec_driver_sql(every_row, execution_options={"yield_per": 1_000}):
        count += 1
        total += int(hashlib.sha256(f"{table} {tuple(row)!r}".encode()).hexdigest(), 16)
    return count, total
