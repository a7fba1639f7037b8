"""What the tests of accounts share."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from stirrup.extensions import db


@pytest.fixture
def count_queries(app):
    """A context that lists the statements sent to the database."""

    @contextmanager
    def counting():
        statements = []

        def note(_connection, _cursor, statement, *_rest):
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        yield statements
        event.remove(db.engine, "before_cursor_execute", note)

    return counting
