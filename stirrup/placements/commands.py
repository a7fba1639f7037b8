"""Command line: produce the documents that wait."""

import click
from flask.cli import with_appcontext

from stirrup.placements.papers.production import produce_pending


@click.command("documents")
@with_appcontext
def documents() -> None:
    """Produce the documents that were ordered and still wait."""
    click.echo(f"{produce_pending()} document(s) produced.")
