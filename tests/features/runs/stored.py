"""All that is stored, column by column, and other values for it: found from the models."""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Enum,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Table,
    Time,
    UniqueConstraint,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from stirrup.database import EncryptedBytes, EncryptedJson, EncryptedText, UtcInstant
from stirrup.extensions import db
from stirrup.wording import Labelled

ENCRYPTED = (EncryptedText, EncryptedJson, EncryptedBytes)
BOUNDS = re.compile(r"(\w+) BETWEEN (-?\d+) AND (-?\d+)")
BEGINNINGS = re.compile(r"substr\((\w+), 1, \d+\) = '(\w+)'")
LETTERS = "abcdefghijklmnopqrstuvwxyzàéèçñøßабвљ漢字אבגع0123456789 -'"
FIRST_DAY = date(1930, 1, 1)
MOST_DRAWS = 40


def tables() -> list[Table]:
    """Every table, those before it to which it refers."""
    return list(db.metadata.sorted_tables)


def columns_beside(may_enter: Iterable[str]) -> list[str]:
    """`table.column` of all that is stored but keys, links of one row to one, and what may enter.

    A foreign key that may name any row of its table counts: whose work it is must not matter.
    """
    entering = set(may_enter)
    return [
        str(column)
        for table in tables()
        for column in table.columns
        if str(column) not in entering and not _is_structural(column)
    ]


def encrypted_columns() -> set[str]:
    """`table.column` of what is stored encrypted."""
    return {str(column) for table in tables() for column in table.columns if _is_encrypted(column)}


@contextmanager
def noting_columns() -> Iterator[set[str]]:
    """Note `table.column` of all that the statements name, whichever clause names it."""
    named: set[str] = set()
    known = {str(column) for table in tables() for column in table.columns}

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        said = statement.replace('"', "")
        aliases = dict(re.findall(r"(\w+) AS (\w+)", said))
        names = {alias: table for table, alias in aliases.items()}
        for table, column in re.findall(r"\b(\w+)\.(\w+)", said):
            named.add(f"{names.get(table, table)}.{column}")

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield named
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
        named &= known


def fill_empty_tables(draw: random.Random, *, but: Iterable[str]) -> None:
    """Give one row, with values of every column, to each table that has none, but for some."""
    left = set(but)
    for table in tables():
        if table.name not in left and _is_empty(table):
            _until_accepted(lambda table=table: insert(table).values(_row(table, draw)))
    db.session.commit()


def _row(table: Table, draw: random.Random) -> dict[str, Any]:
    return {
        column.name: _any_linked(column, draw) if column.foreign_keys else _value(column, draw, 0)
        for column in table.columns
        if not _is_numbered(column)
    }


def _until_accepted(statement: Callable[[], Any]) -> None:
    """Draw again what the CHECK constraints of two columns together refuse."""
    for _draw in range(MOST_DRAWS - 1):
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.execute(statement())
            return
    db.session.execute(statement())


def rewrite(names: Iterable[str], draw: random.Random) -> int:
    """Give other values to these columns in every row; return how many cells were written.

    Nothing is committed: a rollback brings the first values back.
    """
    by_table: dict[Table, list[Column[Any]]] = {}
    for name in sorted(names):
        table_name, column_name = name.split(".")
        table = db.metadata.tables[table_name]
        by_table.setdefault(table, []).append(table.columns[column_name])
    return sum(_rewrite_table(table, columns, draw) for table, columns in by_table.items())


def _rewrite_table(table: Table, columns: list[Column[Any]], draw: random.Random) -> int:
    (key,) = table.primary_key.columns
    rows = db.session.scalars(select(key).order_by(key)).all()
    for position, row in enumerate(rows):
        _until_accepted(
            lambda row=row, position=position: (
                update(table).where(key == row).values(_other_values(columns, draw, position))
            )
        )
    return len(rows) * len(columns)


def _other_values(columns: list[Column[Any]], draw: random.Random, position: int) -> dict[str, Any]:
    return {
        column.name: _any_linked(column, draw)
        if column.foreign_keys
        else _value(column, draw, position)
        for column in columns
    }


def _is_empty(table: Table) -> bool:
    return not db.session.scalar(select(func.count()).select_from(table))


def _is_structural(column: Column[Any]) -> bool:
    return column.primary_key or (bool(column.foreign_keys) and _is_unique(column))


def _is_numbered(column: Column[Any]) -> bool:
    """Whether the database gives the value by itself."""
    counted = isinstance(column.type, Integer) and not column.foreign_keys
    return column.primary_key and counted


def _is_encrypted(column: Column[Any]) -> bool:
    return isinstance(column.type, ENCRYPTED)


def _is_unique(column: Column[Any]) -> bool:
    together = [
        constraint.columns
        for constraint in column.table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    together += [index.columns for index in column.table.indexes if index.unique]
    return any(column.name in columns for columns in together)


def _may_be_empty(column: Column[Any]) -> bool:
    asked_for = f"{column.name} IS NOT NULL" in _checks(column)
    return bool(column.nullable) and not asked_for and not _is_unique(column)


def _checks(column: Column[Any]) -> str:
    """All that the CHECK constraints of the column's table say."""
    constraints = column.table.constraints
    return "; ".join(str(each.sqltext) for each in constraints if isinstance(each, CheckConstraint))


def _any_linked(column: Column[Any], draw: random.Random) -> Any:
    (key,) = column.foreign_keys
    known = db.session.scalars(select(key.column).order_by(key.column)).all()
    return draw.choice(known) if known else None


def _value(column: Column[Any], draw: random.Random, position: int) -> Any:
    """Another value that the column can hold; of its own where no two rows may share one."""
    unique = _is_unique(column)
    if _may_be_empty(column) and draw.random() < 0.1:
        return None
    for kind, make in MAKERS:
        if isinstance(column.type, kind):
            value = make(column, draw)
            return _apart(value, position) if unique else value
    raise AssertionError(f"no other value is known for {column}, a {column.type!r}")


def _apart(value: Any, position: int) -> Any:
    if isinstance(value, Labelled):
        return value
    if isinstance(value, str):
        number = f"{position}"
        return value[: -len(number)] + number if len(value) > 3 else number
    if isinstance(value, int):
        return 1_000 + position
    return value + timedelta(days=position)


def _text(column: Column[Any], draw: random.Random) -> str:
    longest = min(getattr(column.type, "length", None) or 80, 80)
    drawn = "".join(draw.choices(LETTERS, k=draw.randint(1, longest))).lower()
    beginning = dict(BEGINNINGS.findall(_checks(column))).get(column.name, "")
    return f"{beginning}{drawn}"[:longest]


def _whole(column: Column[Any], draw: random.Random) -> int:
    for name, low, high in BOUNDS.findall(_checks(column)):
        if name == column.name:
            return draw.randint(int(low), int(high))
    return draw.randint(1, 10_000)


def _instant(_column: Column[Any], draw: random.Random) -> datetime:
    return datetime(1990, 1, 1, tzinfo=UTC) + timedelta(seconds=draw.randrange(10**9))


def _json(column: Column[Any], draw: random.Random) -> Any:
    return draw.choice([[_text(column, draw)], {_text(column, draw): draw.randint(0, 9)}])


def _blob(_column: Column[Any], draw: random.Random) -> bytes:
    return draw.randbytes(20)


MAKERS: tuple[tuple[Any, Callable[[Column[Any], random.Random], Any]], ...] = (
    (UtcInstant, _instant),
    (EncryptedJson, _json),
    (EncryptedText, _text),
    (EncryptedBytes, _blob),
    (Enum, lambda column, draw: draw.choice(list(column.type.enum_class))),
    (Boolean, lambda column, draw: draw.random() < 0.5),
    (Integer, _whole),
    (Float, lambda column, draw: draw.uniform(0, 40)),
    (Numeric, lambda column, draw: Decimal(_whole(column, draw))),
    (Date, lambda column, draw: FIRST_DAY + timedelta(days=draw.randrange(36_000))),
    (Time, lambda column, draw: time(draw.randrange(24), draw.randrange(60))),
    (JSON, _json),
    (String, _text),
    (LargeBinary, _blob),
)
