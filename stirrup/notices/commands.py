"""Command line: the list for paper, for the day on which the site does not answer."""

import os
from pathlib import Path

import click
from flask.cli import with_appcontext

from stirrup.clock import today
from stirrup.documents.print_job import RenderFailed
from stirrup.notices.sheets import latest_list, make_sheets

OWNER_ONLY = 0o600


@click.command("paper-list")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--now", "made_now", is_flag=True, help="Make it again first, as things stand.")
@with_appcontext
def paper_list(out: Path, made_now: bool) -> None:
    """Write the last list for paper into a file that only its owner can read."""
    if made_now or latest_list() is None:
        try:
            make_sheets(today())
        except RenderFailed as failure:
            raise click.ClickException(f"The list could not be printed: {failure}") from failure
    sheet = latest_list()
    if sheet is None:
        raise click.ClickException("Another process is making the list: try again.")
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, OWNER_ONLY)
        file.write(sheet.content)
    click.echo(f"{out}: the list of {sheet.day}. It names organisations: keep it under lock.")
