"""Command line: the first administrator."""

import click
from flask.cli import with_appcontext

from stirrup.accounts.invitations import create_first_administrator
from stirrup.refusals import RefusedError


@click.command("create-admin")
@click.argument("email")
@click.option("--force", is_flag=True, help="Even if an administrator exists already.")
@with_appcontext
def create_admin(email: str, force: bool) -> None:
    """Invite an administrator: prints a link that works once, for 72 hours."""
    try:
        link = create_first_administrator(email, force=force)
    except RefusedError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"Open this link once, within 72 hours, to choose a name and a password:\n{link}")
