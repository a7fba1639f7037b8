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
    """Write the last list for paper into a file that only its owner can read.

    A long list has several parts: FILE, FILE-2 and so on.
    """
    if made_now or not latest_list():
        try:
            make_sheets(today())
        except RenderFailed as failure:
            raise click.ClickException(f"The list could not be printed: {failure}") from failure
    for sheet in latest_list():
        path = out if sheet.part == 1 else out.with_stem(f"{out.stem}-{sheet.part}")
        _write(path, sheet.content)
        click.echo(f"{path}: the list of {sheet.day}. It names organisations: keep it under lock.")


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, OWNER_ONLY)
        file.write(content)
