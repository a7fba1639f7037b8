"""Times of the pages of 25 rows, beside what they cannot do without, in the same run.

The floor of a page is its own SQL sent bare, its own template rendered again with the same values,
and a route that answers nothing. Printed: both, their ratio, and how many questions were asked.
"""

import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager

import pytest
from flask import template_rendered
from sqlalchemy import event, select

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.demo.territory import load_territory
from stirrup.extensions import db
from stirrup.permissions import Role
from stirrup.runs.nightly import run_night

REPEATED = 60
MOST_QUESTIONS = 10
"""Whatever the number of rows; times are printed, never judged."""
HOUSEHOLDS, HOMES = 2000, 800
PAGES = (
    (Role.ADMINISTRATOR, "/review"),
    (Role.ADMINISTRATOR, "/units"),
    (Role.ADMINISTRATOR, "/today"),
    (Role.ADMINISTRATOR, "/oversight/journal"),
    (Role.CASE_WORKER, "/referrals/"),
    (Role.CASE_WORKER, "/board"),
    (Role.CASE_WORKER, "/board/table"),
    (Role.LANDLORD, "/units"),
)


@pytest.fixture
def territory(app):
    """A large territory after its night."""
    load_territory("!", households=HOUSEHOLDS, units=HOMES)
    run_night(today(), owner="benchmark")


def test_pages_of_25_rows_beside_their_floor(app, client, territory):
    for role, path in PAGES:
        person = db.session.scalars(select(User).where(User.role == role).limit(1)).one()
        client.sign_in(person)
        page = p95(lambda path=path: client.get(path))
        questions, rendered = seen(client, path)
        floor = (
            p95(lambda questions=questions: send_bare(questions))
            + p95(lambda rendered=rendered: render_again(app, *rendered))
            + p95(lambda: client.get("/healthz"))
        )
        print(  # noqa: T201 (for the docs)
            f"{role.value} {path}: p95 {1000 * page:.1f} ms, floor {1000 * floor:.1f} ms,"
            f" ratio {page / floor:.1f}, {len(questions)} questions"
        )
        assert len(questions) <= MOST_QUESTIONS, path


def p95(act: Callable[[], object]) -> float:
    """Seconds, after a few rounds that do not count."""
    passed = []
    for _round in range(5):
        act()
    for _round in range(REPEATED):
        start = time.perf_counter()
        act()
        passed.append(time.perf_counter() - start)
    return statistics.quantiles(passed, n=20)[-1]


def seen(client, path: str) -> tuple[list, tuple]:
    """The SQL that a page sends, and its template with what it is given."""
    rendered: list = []

    def keep(_sender, template, context, **_more):
        rendered.append((template, context))

    with questions_asked() as questions, template_rendered.connected_to(keep):
        assert client.get(path, follow_redirects=True).status_code == 200
    return questions, rendered[-1]


@contextmanager
def questions_asked():
    questions: list = []

    def keep(_connection, _cursor, statement, parameters, _context, _many):
        if statement.lstrip().upper().startswith("SELECT"):
            questions.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", keep)
    yield questions
    event.remove(db.engine, "before_cursor_execute", keep)


def send_bare(questions: list) -> None:
    raw = db.engine.raw_connection()
    cursor = raw.cursor()
    for statement, parameters in questions:
        cursor.execute(statement, parameters)
        cursor.fetchall()
    raw.close()


def render_again(app, template, context) -> None:
    with app.test_request_context():
        template.render(context)
