"""Backups of the site: a folder each, of the database and the photos, relied on once restored.

A folder bears its final name only when its copy has been restored elsewhere and holds, row by row,
what the database held: a process that dies leaves a folder whose name says that it is unfinished.
"""

import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from stirrup.backups import postgres_copy, sqlite_copy
from stirrup.backups.contents import Contents
from stirrup.backups.refusals import CopyDiffersError, NotABackupError

KEPT = timedelta(days=60)
"""The page on personal data promises 30 to 90 days."""
NAME = "stirrup-%Y%m%dT%H%M%SZ"
UNFINISHED = ".unfinished"
PROOF = "proof.json"
KINDS = {"sqlite": sqlite_copy, "postgresql": postgres_copy}


@dataclass(frozen=True, slots=True)
class Backup:
    """A proved one. `photos`: how many files; `bytes`: of the copied database."""

    folder: Path
    made_at: datetime
    kind: str
    contents: Contents
    photos: int
    bytes: int


def make_backup(folder: Path, engine: Engine, photos: Path, instant: datetime) -> Backup:
    """Copy, restore the copy elsewhere, compare, keep; then drop what is older than KEPT.

    Raises BackupError: the former backups stand as they were.
    """
    name = f"{instant.astimezone(UTC):{NAME}}"
    place = folder / f"{name}{UNFINISHED}"
    place.mkdir(parents=True, mode=0o700)
    kind = KINDS[engine.dialect.name]
    held = kind.copy_database(engine, place)
    if kind.contents_restored(place, engine) != held:
        raise CopyDiffersError
    count = _copy_photos(photos, place / "photos", last_backup(folder))
    _write_proof(place, instant, engine.dialect.name, held, count)
    backup = read_backup(place.rename(folder / name))
    drop_old(folder, instant)
    return backup


def list_backups(folder: Path) -> list[Backup]:
    """The proved ones, the oldest first."""
    return [read_backup(proof.parent) for proof in sorted(folder.glob(f"stirrup-*Z/{PROOF}"))]


def last_backup(folder: Path) -> Backup | None:
    """The last proved one; None without any."""
    proofs = sorted(folder.glob(f"stirrup-*Z/{PROOF}"))
    return read_backup(proofs[-1].parent) if proofs else None


def read_backup(folder: Path) -> Backup:
    """What is written beside a copy. Raises NotABackupError."""
    try:
        told = json.loads((folder / PROOF).read_text(encoding="utf-8"))
        return Backup(
            folder=folder,
            made_at=datetime.fromisoformat(told["made_at"]),
            kind=told["kind"],
            contents=Contents(**told["contents"]),
            photos=told["photos"],
            bytes=(folder / KINDS[told["kind"]].FILE_NAME).stat().st_size,
        )
    except (OSError, ValueError, KeyError, TypeError) as missing:
        raise NotABackupError from missing


def drop_old(folder: Path, instant: datetime) -> None:
    """Remove the proved ones older than KEPT, never the last; and what was left unfinished."""
    for backup in list_backups(folder)[:-1]:
        if instant - backup.made_at > KEPT:
            shutil.rmtree(backup.folder)
    for place in folder.glob(f"stirrup-*{UNFINISHED}"):
        shutil.rmtree(place)


def _copy_photos(photos: Path, place: Path, former: Backup | None) -> int:
    """A photo never changes: what the former backup holds is the same file, not a second one."""
    place.mkdir()
    files = [file for file in photos.glob("*") if file.is_file()]
    for file in files:
        known = former.folder / "photos" / file.name if former else None
        _link_or_copy(known if known and known.exists() else None, file, place / file.name)
    return len(files)


def _link_or_copy(known: Path | None, file: Path, target: Path) -> None:
    try:
        os.link(known or "", target)
    except OSError:  # not there yet, or a file system without links
        shutil.copy2(file, target)


def _write_proof(
    place: Path, instant: datetime, kind: str, contents: Contents, photos: int
) -> None:
    told = {
        "made_at": instant.isoformat(),
        "kind": kind,
        "contents": contents.as_json(),
        "photos": photos,
    }
    (place / PROOF).write_text(json.dumps(told, indent=1), encoding="utf-8")
