"""Times of the main pages, on both databases, beside what they cannot do without, in one run.

The floor of a page is its own SQL sent bare, its own template rendered again with the same values,
and a route that answers nothing. Printed: both, their ratio, and how many questions were asked.
Times are those of this process: what a database server spends is on neither side.
"""

import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress

import pytest
from flask import template_rendered
from sqlalchemy import event, select

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.demo.territory import load_territory
from stirrup.extensions import db
from stirrup.permissions import Role
from stirrup.placements.models import Placement
from stirrup.runs.enums import AcceptReason, ProposalState
from stirrup.runs.models import Proposal
from stirrup.runs.nightly import run_night
from stirrup.runs.refusals import DecisionRefusedError
from stirrup.runs.services import accept_proposal

REPEATED = 20
HOUSEHOLDS, HOMES, STAYS = 2000, 800, 40
PAGES = (
    (Role.ADMINISTRATOR, "/review", 9),
    (Role.ADMINISTRATOR, "/proposals/{proposal}", 14),
    (Role.ADMINISTRATOR, "/units", 4),
    (Role.ADMINISTRATOR, "/today", 7),
    (Role.ADMINISTRATOR, "/stays", 5),
    (Role.ADMINISTRATOR, "/stays/{stay}", 6),
    (Role.ADMINISTRATOR, "/oversight/journal", 5),
    (Role.ADMINISTRATOR, "/morning-brief", 8),
    (Role.CASE_WORKER, "/today", 6),
    (Role.CASE_WORKER, "/referrals/", 2),
    (Role.CASE_WORKER, "/board", 6),
    (Role.CASE_WORKER, "/board/table", 6),
    (Role.CASE_WORKER, "/referrals/{referral}", 9),
    (Role.CASE_WORKER, "/stays/{stay}", 7),
    (Role.LANDLORD, "/today", 7),
    (Role.LANDLORD, "/units", 5),
    (Role.LANDLORD, "/units/{unit}", 9),
    (Role.LANDLORD, "/stays/{stay}", 7),
)
"""Who opens which page, and the most questions it may ask, whatever the number of rows.

Times are printed, never judged.
"""


@pytest.fixture
def stay(app):
    """One of the stays being prepared in a large territory after its night."""
    load_territory("!", households=HOUSEHOLDS, units=HOMES)
    run_night(today(), owner="benchmark")
    team = the_first(User.role == Role.ADMINISTRATOR)
    for proposal in db.session.scalars(select(Proposal).order_by(Proposal.id).limit(STAYS)).all():
        with suppress(DecisionRefusedError):
            decision = {"reason": AcceptReason.BEST_ANSWER, "note": None}
            accept_proposal(proposal, by=team, version=proposal.version, **decision)
    return db.session.scalars(select(Placement).order_by(Placement.id).limit(1)).one()


def test_the_main_pages_beside_their_floor(app, client, stay):
    numbers = {
        "stay": stay.id,
        "unit": stay.unit_id,
        "referral": stay.referral_id,
        "proposal": db.session.scalar(
            select(Proposal.id).where(Proposal.state == ProposalState.SUBMITTED).limit(1)
        ),
    }
    people = {
        Role.ADMINISTRATOR: the_first(User.role == Role.ADMINISTRATOR),
        Role.CASE_WORKER: stay.referral.referent,
        Role.LANDLORD: the_first(User.organisation_id == stay.unit.organisation_id),
    }
    for role, pattern, most in PAGES:
        path = pattern.format(**numbers)
        client.sign_in(people[role])
        page = p95(lambda path=path: client.get(path))
        questions, rendered = seen(client, path)
        floor = (
            p95(lambda questions=questions: send_bare(questions))
            + p95(lambda rendered=rendered: render_again(app, *rendered))
            + p95(lambda: client.get("/healthz"))
        )
        print(  # noqa: T201 (for the docs)
            f"{db.engine.name} {role.value} {pattern}: p95 {1000 * page:.1f} ms,"
            f" floor {1000 * floor:.1f} ms,"
            f" ratio {page / floor:.1f}, {len(questions)} questions"
        )
        assert len(questions) <= most, path


def the_first(which) -> User:
    return db.session.scalars(select(User).where(which).order_by(User.id).limit(1)).one()


def p95(act: Callable[[], object]) -> float:
    """Seconds of this processor, after a few rounds that do not count: others may be busy too."""
    spent = []
    for _round in range(5):
        act()
    for _round in range(REPEATED):
        start = time.process_time()
        act()
        spent.append(time.process_time() - start)
    return statistics.quantiles(spent, n=20)[-1]


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
