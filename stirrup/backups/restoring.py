"""A backup brought back: into an empty database, compared, and kept from speaking of the past."""

import shutil
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import Engine, inspect, update

from stirrup.accounts.models import AccountToken, ActionLink, Invitation, SignedInSession
from stirrup.audit import AuditEntry
from stirrup.backups.contents import contents_of
from stirrup.backups.copies import KINDS, Backup, read_backup
from stirrup.backups.refusals import CopyDiffersError, DatabaseNotEmptyError, OtherDatabaseError
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.services import withdraw_all


def restore_backup(folder: Path, photos: Path) -> Backup:
    """Fill the application's empty database and its folder of photos.

    A copy made by a former release is brought to this one. Everybody signs in again, no link of a
    former mail works, and mail that was waiting does not leave: most of it left after the copy was
    made. Raises BackupError.
    """
    backup, engine = read_backup(folder), db.engine
    _require_empty(engine, backup)
    KINDS[backup.kind].restore_database(folder, engine)
    with engine.connect() as connection:
        if contents_of(connection) != backup.contents:
            raise CopyDiffersError
    upgrade()
    shutil.copytree(folder / "photos", photos, dirs_exist_ok=True)
    quieten(backup)
    return backup


def quieten(backup: Backup) -> None:
    """End what was alive at the time of the copy, in one transaction with its line."""
    instant = now()
    withdraw_all()
    for change in (
        update(SignedInSession).where(SignedInSession.ended_at.is_(None)).values(ended_at=instant),
        update(ActionLink).where(ActionLink.used_at.is_(None)).values(used_at=instant),
        update(AccountToken).where(AccountToken.used_at.is_(None)).values(used_at=instant),
        update(Invitation).where(Invitation.expires_at > instant).values(expires_at=instant),
    ):
        db.session.execute(change)
    details = {"made_at": backup.made_at.isoformat()}
    db.session.add(AuditEntry(action="backup_restored", subject_kind="database", details=details))
    db.session.commit()


def _require_empty(engine: Engine, backup: Backup) -> None:
    if backup.kind != engine.dialect.name:
        raise OtherDatabaseError
    if inspect(engine).get_table_names():
        raise DatabaseNotEmptyError
