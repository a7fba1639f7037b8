"""Columns as bytes and back, exactly, without pickle; and their digest."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from stirrup.matching.columns import Column, ProblemRefused

HEADER = "header"


def columns_of(table: Any, name: str) -> Iterator[tuple[str, Column]]:
    """Name every column of a table and of the tables inside it, by its path."""
    for part in fields(table):
        value, path = getattr(table, part.name), f"{name}.{part.name}"
        if is_dataclass(value):
            yield from columns_of(value, path)
        else:
            yield path, np.asarray(value)


def table_from(schema: Any, name: str, columns: dict[str, Column]) -> Any:
    """Build a table again from its named columns; it checks itself."""
    values: dict[str, Any] = {}
    for part in fields(schema):
        path = f"{name}.{part.name}"
        if is_dataclass(part.type):
            values[part.name] = table_from(part.type, path, columns)
        elif path not in columns:
            raise ProblemRefused(f"Problem: the stored column {path} is missing")
        else:
            values[part.name] = int(columns[path]) if part.type is int else columns[path]
    return schema(**values)


def digest(header: dict[str, Any], columns: dict[str, Column]) -> str:
    """Return the SHA-256 of the header and of every name, type, shape and value."""
    canonical = hashlib.sha256(_as_json(header))
    for name in sorted(columns):
        column = columns[name]
        little = np.ascontiguousarray(column, column.dtype.newbyteorder("<"))
        canonical.update(f"\n{name} {little.dtype.str} {column.shape}\n".encode())
        canonical.update(little.tobytes())
    return canonical.hexdigest()


def pack(header: dict[str, Any], columns: dict[str, Column]) -> bytes:
    """Compress the columns and their header."""
    buffer = io.BytesIO()
    stored: dict[str, Any] = {HEADER: np.frombuffer(_as_json(header), np.uint8), **columns}
    np.savez_compressed(buffer, allow_pickle=False, **stored)
    return buffer.getvalue()


def unpack(content: bytes) -> tuple[dict[str, Any], dict[str, Column]]:
    """Return what was packed; anything else is refused."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            columns = {name: stored[name] for name in stored.files}
        return json.loads(columns.pop(HEADER).tobytes()), columns
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise ProblemRefused("Problem: these bytes are not a stored problem") from error


def _as_json(header: dict[str, Any]) -> bytes:
    return json.dumps(header, sort_keys=True).encode()
