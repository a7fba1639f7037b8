"""Backups: copied, restored elsewhere, compared, kept; and brought back without ghosts."""

import json
import os
import re
import shutil
from datetime import timedelta

import pytest
from click.testing import Result

from config import Testing
from stirrup.accounts.models import SignedInSession
from stirrup.accounts.sessions import hash_token
from stirrup.application import create_app
from stirrup.audit import AuditEntry
from stirrup.backups.contents import contents_of
from stirrup.backups.copies import KEPT, PROOF, last_backup, list_backups, make_backup
from stirrup.backups.refusals import CopyDiffersError
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.outbox.services import enqueue
from stirrup.referrals.models import Referral
from tests.conftest import new_postgres_database
from tests.factories import a_case_worker, a_referral


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "kitchen.webp").write_bytes(b"a kitchen")
    return folder


@pytest.fixture
def empty_app(request, database_url, tmp_path):
    """Another site with an empty database of the same kind."""
    url = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    if not database_url.startswith("sqlite"):
        server = request.getfixturevalue("postgres_server")
        url = new_postgres_database(server, f"other_{os.urandom(4).hex()}")
    yield (other := create_app(Testing({"DATABASE_URL": url, "STIRRUP_INSTANCE": str(tmp_path)})))
    with other.app_context():
        db.engine.dispose()


def run(app, *arguments: object) -> Result:
    with app.app_context():
        return app.test_cli_runner().invoke(args=list(map(str, arguments)))


def test_a_backup_holds_every_row_and_every_photo(app, tmp_path, photos):
    a_referral()

    backup = make_backup(tmp_path / "backups", db.engine, photos, now())

    assert backup.contents.rows["referral"] == 1
    with db.engine.connect() as connection:
        assert backup.contents == contents_of(connection)
    assert (backup.folder / "photos" / "kitchen.webp").read_bytes() == b"a kitchen"
    assert last_backup(tmp_path / "backups") == backup


def test_a_photo_of_the_former_backup_takes_no_room_again(app, tmp_path, photos):
    first = make_backup(tmp_path / "backups", db.engine, photos, now())

    second = make_backup(tmp_path / "backups", db.engine, photos, now() + timedelta(days=1))

    files = [backup.folder / "photos" / "kitchen.webp" for backup in (first, second)]
    assert files[0].stat().st_ino == files[1].stat().st_ino


def test_a_copy_that_differs_is_no_backup(app, tmp_path, photos, monkeypatch):
    kept = make_backup(tmp_path / "backups", db.engine, photos, now())
    a_case_worker()
    kind = "sqlite_copy" if db.engine.dialect.name == "sqlite" else "postgres_copy"
    monkeypatch.setattr(
        f"stirrup.backups.{kind}.contents_restored", lambda folder, engine: kept.contents
    )

    with pytest.raises(CopyDiffersError):
        make_backup(tmp_path / "backups", db.engine, photos, now() + timedelta(hours=1))

    assert list_backups(tmp_path / "backups") == [kept]


def test_a_cut_copy_is_found_out(app, tmp_path, photos):
    backup = make_backup(tmp_path / "backups", db.engine, photos, now())
    file = next(backup.folder.glob("database.*"))
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    result = run(app, "restore", backup.folder)

    assert result.exit_code != 0


def test_old_backups_go_and_the_last_one_stays(app, tmp_path, photos):
    folder, instant = tmp_path / "backups", now() - 2 * KEPT
    make_backup(folder, db.engine, photos, instant)
    make_backup(folder, db.engine, photos, instant + timedelta(days=1))
    (folder / "stirrup-20260101T000000Z.unfinished").mkdir()

    last = make_backup(folder, db.engine, photos, now())

    assert list_backups(folder) == [last]
    assert [entry.name for entry in folder.iterdir()] == [last.folder.name]


def test_what_is_committed_during_the_copy_is_not_missed_by_the_proof(app, tmp_path, photos):
    """SQLite keeps the last changes beside the file: they belong to the copy."""
    for _number in range(3):
        a_referral()

    backup = make_backup(tmp_path / "backups", db.engine, photos, now())

    assert backup.contents.rows["referral"] == db.session.query(Referral).count() == 3


def test_a_restored_site_is_the_same_and_says_nothing_of_the_past(app, empty_app, tmp_path, photos):
    worker = a_case_worker()
    db.session.add(SignedInSession(user_id=worker.id, token_hash=hash_token("a cookie")))
    enqueue("somebody@example.org", "fr", "accounts/password_changed", key="waiting")
    db.session.commit()
    backup = make_backup(tmp_path / "backups", db.engine, photos, now())
    shutil.rmtree(photos)

    result = run(empty_app, "restore", backup.folder)

    assert result.exit_code == 0, result.output
    with empty_app.app_context():
        assert db.session.query(SignedInSession).one().ended_at is not None
        assert db.session.query(OutboxMessage).one().withdrawn_at is not None
        assert db.session.query(AuditEntry).filter_by(action="backup_restored").count() == 1
        db.session.remove()
    assert (photos / "kitchen.webp").read_bytes() == b"a kitchen"


def test_a_restore_never_writes_over_anything(app, tmp_path, photos):
    a_referral()
    backup = make_backup(tmp_path / "backups", db.engine, photos, now())

    result = run(app, "restore", backup.folder)

    assert (result.exit_code, "not empty" in result.output) == (1, True)
    assert db.session.query(Referral).count() == 1


@pytest.mark.parametrize("told", ["", "{}", '{"made_at": "yesterday"}'])
def test_a_folder_without_proof_is_not_restored(app, empty_app, tmp_path, told):
    (tmp_path / PROOF).write_text(told)

    result = run(empty_app, "restore", tmp_path)

    assert (result.exit_code, "no proved backup" in result.output) == (1, True)


def test_the_other_kind_of_database_is_refused(app, empty_app, tmp_path, photos):
    backup = make_backup(tmp_path / "backups", db.engine, photos, now())
    proof = json.loads((backup.folder / PROOF).read_text())
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[proof["kind"]]
    (backup.folder / PROOF).write_text(json.dumps({**proof, "kind": other}))
    file = next(backup.folder.glob("database.*"))
    file.rename(file.with_name({"sqlite": "database.sqlite3"}.get(other, "database.dump")))

    result = run(empty_app, "restore", backup.folder)

    assert (result.exit_code, "other kind" in result.output) == (1, True)


def test_the_command_says_where_the_backup_is(app, tmp_path):
    result = run(app, "backup", "--folder", tmp_path / "backups")

    assert result.exit_code == 0, result.output
    assert re.search(r"stirrup-\d{8}T\d{6}Z: \d+ tables, \d+ rows", result.output)
    assert "identical" in result.output


def test_the_command_asks_for_a_folder(app):
    result = run(app, "backup")

    assert (result.exit_code, "BACKUP_FOLDER" in result.output) == (2, True)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_missing_program_is_named(app, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    result = run(app, "backup", "--folder", tmp_path / "backups")

    assert "pg_dump is not installed" in result.output
