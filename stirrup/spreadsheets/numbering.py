"""Numbers of many new rows, asked for at once.

PostgreSQL answers each row of an INSERT with its number, in statements so long that reading them
takes the driver more time than all else; rows that know their numbers are sent without.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from stirrup.extensions import db


def number_ahead(subjects: Sequence[Any]) -> None:
    """Give rows of one model, not yet in the session, the next numbers of its sequence.

    SQLite has none, and would gain nothing.
    """
    if not subjects or db.session.get_bind().dialect.name != "postgresql":
        return
    sequence = func.pg_get_serial_sequence(subjects[0].__tablename__, "id")
    asked = select(func.nextval(sequence)).select_from(func.generate_series(1, len(subjects)))
    for subject, number in zip(subjects, db.session.scalars(asked), strict=True):
        subject.id = number
