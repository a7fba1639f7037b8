"""What models and queries share: base class, column types, counts, settings of each database."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from sqlalchemy import (
    CursorResult,
    DateTime,
    Enum,
    LargeBinary,
    Select,
    Text,
    Update,
    event,
    func,
    select,
)
from sqlalchemy.engine import Engine
from sqlalchemy.types import TypeDecorator

from stirrup.encryption import keyring
from stirrup.extensions import Base, db

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

Item = TypeVar("Item")


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC on both databases; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs its time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class EncryptedText(TypeDecorator[str]):
    """Text that a stolen dump does not show; `context` binds it to its column."""

    impl = Text
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        if value is None:
            return None
        return base64.b64encode(keyring.encrypt(value.encode(), self.context)).decode()

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        if value is None:
            return None
        return keyring.decrypt(base64.b64decode(value), self.context).decode()


class EncryptedJson(EncryptedText):
    """Lists and dictionaries of plain values, stored as encrypted JSON."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        text = None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
        return super().process_bind_param(text, dialect)

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        text = super().process_result_value(value, dialect)
        return None if text is None else json.loads(text)


class EncryptedBytes(TypeDecorator[bytes]):
    """A file or a snapshot that a stolen dump does not show."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: bytes | None, dialect: Any) -> bytes | None:
        return None if value is None else keyring.encrypt(value, self.context)

    def process_result_value(self, value: bytes | None, dialect: Any) -> bytes | None:
        return None if value is None else keyring.decrypt(bytes(value), self.context)


def enum_column(labelled: type[StrEnum], name: str) -> Enum:
    """Store the value, not the name, with a CHECK that knows every value."""
    return Enum(
        labelled,
        native_enum=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
        create_constraint=True,
        name=name,
    )


@dataclass(frozen=True, slots=True)
class Shortlist(Generic[Item]):
    """The first ones of a list, and how many it holds in all."""

    first: tuple[Item, ...] = ()
    total: int = 0

    def __bool__(self) -> bool:
        return bool(self.first)


def shortlist(
    query: Select[*tuple[Any, ...]], most: int, told: Callable[[Any], Item]
) -> Shortlist[Item]:
    """The first rows of a query, each as `told` makes it, and how many it finds: one question."""
    rows = db.session.execute(with_total(query).limit(most)).all()
    return Shortlist(tuple(told(row) for row in rows), rows[0].total if rows else 0)


def with_total(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The same rows, each with a column `total`: how many there are without a limit."""
    found = query.order_by(None).subquery()
    counted = select(func.count()).select_from(found).scalar_subquery()
    return query.add_columns(counted.label("total"))


def rows_changed(change: Update) -> int:
    """Run an UPDATE; how many rows were as its conditions say, and are changed now.

    Of two that want the same row at once, the second one waits for the first, then finds it
    otherwise: it is told 0, and knows that it came too late.
    """
    return cast("CursorResult[Any]", db.session.execute(change)).rowcount


@event.listens_for(Engine, "connect")
def prepare_sqlite(connection: Any, _record: Any) -> None:
    """Give SQLite what PostgreSQL has by itself: foreign keys, readers beside a writer, waiting."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA busy_timeout = 10000")
