"""Command line: produce the documents that wait, check those that exist, order a batch."""

import json
import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from stirrup.accounts.people import find_person
from stirrup.documents.checker import findings
from stirrup.extensions import db
from stirrup.placements.papers.batches.services import order_batch
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.production import produce_pending
from stirrup.refusals import RefusedError


@click.group("documents", invoke_without_command=True)
@click.pass_context
def documents(context: click.Context) -> None:
    """Produce the documents that were ordered and still wait; or one of the commands below."""
    if context.invoked_subcommand is None:
        context.invoke(produce)


@documents.command("produce")
@with_appcontext
def produce() -> None:
    """Produce the documents that were ordered and still wait."""
    click.echo(f"{produce_pending()} document(s) produced.")


@documents.command("check")
@with_appcontext
def check() -> None:
    """Run the checker over every stored file; 1 when a file breaks a rule."""
    files = select(PlacementDocument.id).where(PlacementDocument.content.is_not(None))
    numbers = db.session.scalars(files.order_by(PlacementDocument.id)).all()
    faulty = sum(not _is_sound(number) for number in numbers)
    click.echo(f"{len(numbers)} file(s) checked, {faulty} with findings.")
    sys.exit(1 if faulty else 0)


@documents.command("batch")
@click.argument("year", type=int)
@click.option("--by", "email", required=True, help="The administrator in whose name.")
@with_appcontext
def batch(year: int, email: str) -> None:
    """Order all the owners' summaries of a year that are new or have changed, and produce them."""
    person = find_person(email)
    if person is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    try:
        ordered = order_batch(year, by=person)
    except RefusedError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo("Every summary is up to date." if ordered is None else f"Batch {ordered.id}.")
    click.echo(f"{produce_pending()} document(s) produced.")


def _is_sound(number: int) -> bool:
    """One file at a time in memory; the sealed one too, when there is one."""
    paper = db.session.get_one(PlacementDocument, number)
    language = json.loads(paper.data).get("language", "fr")
    broken = [
        (name, rule)
        for name, file in (("file", paper.content), ("sealed file", paper.sealed_content))
        if file is not None
        for rule in findings(file, reference=paper.reference, language=language)
    ]
    for name, rule in broken:
        click.echo(f"{paper.reference} version {paper.version}, {name}: {rule}")
    db.session.expunge_all()
    return not broken
