"""Command line: deliver the mail that waits."""

import click
from flask import current_app
from flask.cli import with_appcontext

from stirrup.outbox.mailers import mailer_for
from stirrup.outbox.services import deliver_due


@click.command("outbox")
@with_appcontext
def outbox() -> None:
    """Send the messages that are due, once; the scheduler does it every minute."""
    click.echo(f"{deliver_due(mailer_for(current_app.config))} message(s) sent.")
