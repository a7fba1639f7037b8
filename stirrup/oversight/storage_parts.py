"""Where the data live: the database, the disk, the last backup."""

import shutil
from datetime import timedelta
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import text

from stirrup.backups.copies import Backup, last_backup
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.oversight.conditions import Condition, Part, as_lines
from stirrup.oversight.sizes import file_size
from stirrup.ui.filters import date_and_time, decimal, percent

FREE_TO_WATCH, FREE_TOO_LITTLE = 0.15, 0.05
OLDEST_BACKUP = timedelta(hours=26)
"""A daily backup, with two hours to finish."""
LOST_BACKUP = timedelta(days=3)
SIZES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def database_part() -> Part:
    """Its kind, version and size; it answers, since the page is shown."""
    dialect = db.engine.dialect
    version = ".".join(map(str, dialect.server_version_info or ()))
    size = db.session.scalar(text(SIZES[dialect.name])) or 0
    return Part(
        str(_("Database")),
        Condition.WELL,
        str(_("It answers.")),
        as_lines(
            [
                (_("Kind"), f"{NAMES[dialect.name]} {version}".strip()),
                (_("Size"), file_size(int(size))),
            ]
        ),
    )


def disk_part() -> Part:
    """What is left where files are written."""
    usage = shutil.disk_usage(current_app.config["INSTANCE"])
    free = usage.free / usage.total
    if free < FREE_TOO_LITTLE:
        condition = Condition.BROKEN
    else:
        condition = Condition.WATCH if free < FREE_TO_WATCH else Condition.WELL
    return Part(
        str(_("Disk")),
        condition,
        str(_("%(share)s is free.", share=percent(round(free, 2)))),
        as_lines([(_("Free"), file_size(usage.free)), (_("In all"), file_size(usage.total))]),
        advice="" if condition == Condition.WELL else str(_("Make room: files can be lost.")),
    )


def backup_part() -> Part:
    """The last backup that was restored elsewhere and found identical: no other one counts."""
    title = str(_("Backups"))
    folder = current_app.config["BACKUP_FOLDER"]
    if not folder:
        return Part(
            title,
            Condition.UNKNOWN,
            str(_("This site is not told where its backups are.")),
            advice=str(_("Set BACKUP_FOLDER: the page on operations says how.")),
        )
    backup = last_backup(Path(folder))
    if backup is None:
        advice = str(_("Run flask backup: it says what prevents it."))
        return Part(title, Condition.BROKEN, str(_("No backup was found.")), advice=advice)
    condition = backup_condition(now() - backup.made_at)
    return Part(
        title,
        condition,
        str(_("The last one is of %(when)s.", when=date_and_time(backup.made_at))),
        _backup_lines(backup),
        advice="" if condition == Condition.WELL else str(_("Look at what makes the backups.")),
    )


def _backup_lines(backup: Backup) -> tuple[tuple[str, str], ...]:
    rows = sum(backup.contents.rows.values())
    return as_lines(
        [
            (_("Proof"), _("Restored elsewhere, %(count)s rows identical", count=decimal(rows, 0))),
            (_("Size"), file_size(backup.bytes)),
        ]
    )


def backup_condition(age: timedelta) -> Condition:
    """A day is well, three days are too long."""
    if age > LOST_BACKUP:
        return Condition.BROKEN
    return Condition.WATCH if age > OLDEST_BACKUP else Condition.WELL
