"""Tables of NumPy columns: read from raw tuples, checked one by one, then frozen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
Flags = NDArray[np.bool_]
RawRows = Iterable[Sequence[Any]]

LARGEST_ID = 2**53


class ProblemRefused(ValueError):  # noqa: N818 (it says what happened to the problem)
    """The night cannot start on this input: the message names the table, the column and why."""


@dataclass(frozen=True)
class Kind:
    """What a column holds: its type, what it may be read from, and bounds, both included."""

    type: type[Any]
    reads: str
    low: float
    high: float


# No truth from numbers, no number from text, no default for a missing value: each is refused.
FLAG = Kind(np.bool_, "b", 0, 1)
FlagColumn = Annotated[Column, FLAG]


def whole(low: int, high: int) -> Kind:
    """Return the kind of an int64 column."""
    return Kind(np.int64, "i", low, high)


def measure(low: float, high: float) -> Kind:
    """Return the kind of a float64 column, always finite."""
    return Kind(np.float64, "if", low, high)


IdColumn = Annotated[Column, whole(1, LARGEST_ID)]


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of equal length, one row per id, in rising order of id; they cannot be written to."""

    id: IdColumn

    def __post_init__(self) -> None:
        for name, kind in declared_columns(type(self)).items():
            column = getattr(self, name)
            _check(f"{type(self).__name__}.{name}", kind, column, len(self.id))
            column.flags.writeable = False
        if (np.diff(self.id) <= 0).any():
            raise ProblemRefused(f"{type(self).__name__}.id: the ids must rise, each once")

    def __len__(self) -> int:
        return len(self.id)


def declared_columns(schema: type[Any]) -> dict[str, Kind]:
    """Return the columns that a raw tuple holds, in the order in which a loader selects them."""
    hints = get_type_hints(schema, include_extras=True)
    return {
        name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")
    }


def read_columns(schema: type[Any], rows: RawRows) -> dict[str, Column]:
    """Transpose raw tuples into the declared columns of a schema, each of them checked."""
    kinds = declared_columns(schema)
    rows = list(rows)
    if any(len(row) != len(kinds) for row in rows):
        raise ProblemRefused(f"{schema.__name__}: each row must have {len(kinds)} values")
    raw: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(kinds)
    return {
        name: _read(f"{schema.__name__}.{name}", kind, values)
        for (name, kind), values in zip(kinds.items(), raw, strict=True)
    }


def read_table(schema: type[Table], rows: RawRows) -> dict[str, Column]:
    """Read the columns of a table and put its rows in rising order of id."""
    columns = read_columns(schema, rows)
    order = np.argsort(columns["id"], kind="stable")
    return {name: column[order] for name, column in columns.items()}


def find_rows(ids: Column, wanted: Column) -> Column:
    """Return the row of each wanted id among rising ids, or -1 where there is none."""
    if not len(ids):
        return np.full(np.shape(wanted), -1)
    at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.where(ids[at] == wanted, at, -1)


def get_row(table: Table, id_: int) -> int:
    """Return the row of one id; LookupError when the table has none."""
    row = int(find_rows(table.id, np.array(id_)))
    if row < 0:
        raise LookupError(f"{type(table).__name__} of this night have no id {id_}")
    return row


def runs(column: Column) -> tuple[Column, Column]:
    """Return where each run of equal values begins, and how long it is."""
    first = np.flatnonzero(np.diff(column, prepend=column[:1] - 1))
    return first, np.diff(first, append=len(column))


def stretched(first: Column, size: Column) -> Column:
    """Return the positions of stretches, one stretch after another."""
    before = np.cumsum(size) - size
    positions: Column = np.arange(int(size.sum())) + np.repeat(first - before, size)
    return positions


def _read(name: str, kind: Kind, values: Sequence[Any]) -> Column:
    array = _array(values) if values else np.empty(0, kind.type)
    if array.ndim != 1 or array.dtype.kind not in kind.reads:
        wanted = np.dtype(kind.type).name
        raise ProblemRefused(f"{name}: each value must be {wanted}, none missing")
    column = array.astype(kind.type)
    _check(name, kind, column, len(values))
    return column


def _array(values: Sequence[Any]) -> Column:
    """Return the values as an array; lists of several lengths make one that no kind reads."""
    try:
        return np.array(values)
    except ValueError:
        return np.array(values, dtype=object)


def _check(name: str, kind: Kind, column: Column, length: int) -> None:
    if column.dtype != kind.type or column.shape != (length,):
        raise ProblemRefused(f"{name}: {length} values of {np.dtype(kind.type).name} expected")
    if not ((column >= kind.low) & (column <= kind.high)).all():
        raise ProblemRefused(f"{name}: outside {kind.low} to {kind.high}, or not finite")
