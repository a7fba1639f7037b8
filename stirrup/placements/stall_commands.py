"""Command line: read the clock of every step before the keys."""

import click
from flask.cli import with_appcontext

from stirrup.clock import today
from stirrup.placements.answering.stalls import list_stalls, watch_stalls


@click.command("stalls")
@click.option("--dry-run", is_flag=True, help="Say what is due today and write nothing.")
@with_appcontext
def stalls(dry_run: bool) -> None:
    """Remind, tell the team, let fall what nobody answered; the scheduler does it at 07:30."""
    if dry_run:
        for stall in list_stalls(today()):
            asked = " ".join(sorted(stall.asked))
            click.echo(f"{stall.reference} {stall.step.code} {asked}")
        return
    done = sorted(watch_stalls(today()).items())
    click.echo(", ".join(f"{ring}: {count}" for ring, count in done) or "Nothing is due.")
