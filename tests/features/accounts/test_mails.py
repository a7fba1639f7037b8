"""Every text of the accounts, in both languages."""

from datetime import timedelta
from pathlib import Path

import pytest

from config import ROOT
from stirrup.clock import today
from stirrup.outbox.letters import write_letter

LEAVE = {"reader": "manager", "away": "Nadia B.", "deputy": "Karim L."}
TEXTS = sorted((ROOT / "templates/email/accounts").glob("*.txt"))


def test_each_text_exists_in_both_languages():
    names = {}
    for path in TEXTS:
        name, language, _txt = path.name.split(".")
        names.setdefault(name, set()).add(language)

    assert names
    assert set(map(frozenset, names.values())) == {frozenset({"fr", "en"})}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_each_text_can_be_written_and_says_who_to_call(app, path: Path):
    name, language, _txt = path.name.split(".")

    days = {"first_day": today(), "last_day": today() + timedelta(days=9)}
    letter = write_letter(f"accounts/{name}", language, token="abc", **LEAVE, **days)

    assert letter.subject
    assert app.config["HELP_PHONE"] in letter.body
    assert "http://127.0.0.1:5000/" in letter.body
