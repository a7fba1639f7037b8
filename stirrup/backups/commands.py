"""Command line: back up, and bring a backup back."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from stirrup.backups.copies import Backup, make_backup
from stirrup.backups.refusals import BackupError
from stirrup.backups.restoring import restore_backup
from stirrup.clock import now
from stirrup.extensions import db

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("backup")
@click.option("--folder", type=FOLDER, help="Where to; BACKUP_FOLDER when nothing is said.")
@with_appcontext
def backup(folder: Path | None) -> None:
    """Copy the database and the photos, and restore the copy elsewhere to prove it."""
    chosen = folder or current_app.config["BACKUP_FOLDER"]
    if not chosen:
        raise click.UsageError("Say --folder, or set BACKUP_FOLDER.")
    try:
        made = make_backup(Path(chosen), db.engine, current_app.config["PHOTOS"], now())
    except BackupError as failure:
        raise click.ClickException(str(failure)) from failure
    click.echo(f"{made.folder}: {_told(made)}; restored elsewhere, identical.")


@click.command("restore")
@click.argument("folder", type=FOLDER)
@with_appcontext
def restore(folder: Path) -> None:
    """Fill an EMPTY database from the backup in FOLDER; everybody signs in again."""
    try:
        brought_back = restore_backup(folder, current_app.config["PHOTOS"])
    except BackupError as failure:
        raise click.ClickException(str(failure)) from failure
    click.echo(f"Restored, identical: {_told(brought_back)}. Mail that was waiting stays here.")


def _told(made: Backup) -> str:
    rows = sum(made.contents.rows.values())
    return f"{len(made.contents.rows)} tables, {rows} rows, {made.photos} files of photos"
