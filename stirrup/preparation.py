"""`flask prepare`: everything between a fresh clone and a page that answers; harmless twice."""

import socket
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from stirrup.accounts.demo_sign_in import DEMO_PASSWORD
from stirrup.accounts.models import User
from stirrup.accounts.passwords import hash_password
from stirrup.clock import today
from stirrup.demo.story import tell_story
from stirrup.demo.territory import is_empty, load_territory
from stirrup.documents.engine import pdf_engine_status
from stirrup.extensions import db
from stirrup.placements.papers.enums import DocumentState
from stirrup.placements.papers.models import PlacementDocument
from stirrup.runs.commands import report_table
from stirrup.runs.nightly import run_night
from stirrup.runs.queries import last_published_run
from stirrup.serving import port_from_environment

console = Console(highlight=False)


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Migrate, load the demonstration if the database is empty, match tonight, say where to go."""
    with console.status("Bringing the database up to date ..."):
        upgrade()
    if is_empty() and current_app.config["DEMO_ACCOUNTS_ALLOWED"]:
        _load_demo()
    _match_tonight()
    _say_documents()
    _say_where_to_go()


def _load_demo() -> None:
    with console.status("Inventing a territory: the metropole of Lille ..."):
        loaded = load_territory(hash_password(DEMO_PASSWORD))
    console.print(f"Demonstration: {loaded.units} homes, {loaded.households} households, invented.")


def _match_tonight() -> None:
    if last_published_run(today()) is None:
        with console.status("Matching tonight's homes and households ..."):
            run_night(today(), owner=f"prepare on {socket.gethostname()}")
    run = last_published_run(today())
    if run is not None:
        console.print(report_table(run))


def _say_documents() -> None:
    """The paths of the demonstration’s documents, or what they still need."""
    engine = pdf_engine_status()
    if not engine.ready:
        console.print("[bold]PDF documents are off[/]: " + engine.reason.splitlines()[0])
        console.print("To turn them on:\n" + engine.repair, soft_wrap=True)
        return
    with console.status("Telling some stays and producing their documents ..."):
        papers = tell_story() if current_app.config["DEMO_ACCOUNTS_ALLOWED"] else []
    for paper in papers:
        if paper.state == DocumentState.GENERATED:
            console.print(f"{paper.kind.label}: {_copy_of(paper)}", soft_wrap=True)


def _copy_of(paper: PlacementDocument) -> Path:
    """A copy on disk of an invented document, to be opened without signing in."""
    folder: Path = current_app.config["INSTANCE"] / "demo"
    folder.mkdir(exist_ok=True)
    path = folder / f"{paper.kind.value}-{paper.reference}-v{paper.version}.pdf"
    if not path.exists():
        path.write_bytes(paper.content or b"")
    return path


def _say_where_to_go() -> None:
    console.print(f"\nOpen [bold]http://127.0.0.1:{port_from_environment()}[/]  (Ctrl-C stops)")
    accounts = db.session.scalars(select(User).where(User.is_demo).order_by(User.role)).all()
    if not accounts:
        return
    table = Table("Role", "E-mail", "Password", box=None)
    for person in accounts:
        table.add_row(person.role.label, person.email, DEMO_PASSWORD)
    console.print(table)
