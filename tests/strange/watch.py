"""What a request wrote for good, and the way back to what there was before."""

import re
from collections import Counter

from sqlalchemy import event, func, insert, select

from stirrup.extensions import db
from tests.conftest import empty

WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


class Watch:
    """Listens to one database; `written` counts the committed rows by table."""

    def __init__(self) -> None:
        self.engine = db.engine
        self.written: Counter[str] = Counter()
        self._pending: Counter[str] = Counter()
        self._before = self._rows()

    def __enter__(self) -> "Watch":
        for name, listener in self._listeners():
            event.listen(self.engine, name, listener)
        return self

    def __exit__(self, *_error) -> None:
        for name, listener in self._listeners():
            event.remove(self.engine, name, listener)

    def keep(self) -> None:
        """What there is now is what to come back to."""
        self._before = self._rows()
        self.written.clear()

    def put_back(self) -> None:
        """Undo what was committed since, and begin to count again."""
        if self.written:
            db.session.remove()
            empty(self.engine)
            with self.engine.begin() as connection:
                for table, rows in self._before:
                    if rows:
                        connection.execute(insert(table), rows)
        self.written.clear()
        self._pending.clear()

    def counts(self) -> Counter[str]:
        """How many rows each table holds."""
        with self.engine.connect() as connection:
            return Counter(
                {
                    table.name: connection.scalar(select(func.count()).select_from(table))
                    for table in db.metadata.sorted_tables
                }
            )

    def _rows(self):
        with self.engine.connect() as connection:
            return [
                (table, [dict(row) for row in connection.execute(_all_of(table)).mappings()])
                for table in db.metadata.sorted_tables
            ]

    def _listeners(self):
        return (
            ("after_cursor_execute", self._note),
            ("commit", self._commit),
            ("rollback", self._rollback),
        )

    def _note(self, _connection, cursor, statement, *_more):
        found = WRITE.match(statement)
        if found and cursor.rowcount:
            self._pending[found[1]] += 1

    def _commit(self, _connection):
        self.written += self._pending
        self._pending.clear()

    def _rollback(self, _connection):
        self._pending.clear()


def _all_of(table):
    return select(table).order_by(*table.primary_key.columns)
