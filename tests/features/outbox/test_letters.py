"""The texts of mails: language, safety of the subject, completeness."""

from datetime import date

import pytest
from jinja2 import DictLoader, UndefinedError

from config import ROOT
from stirrup.outbox.letters import UnsafeSubjectError, link, write_letter

TEXTS = {
    "email/tests/plain.fr.txt": "Subject: Bonjour {{ name }}\n\nTexte <b> & « {{ name }} »\n",
    "email/tests/plain.en.txt": "Subject: Hello {{ name }}\n\nText <b> & {{ name }}\n",
    "email/tests/date.fr.txt": "Subject: Un jour\n\nLe {{ day | date_long }}\n",
    "email/tests/untitled.fr.txt": "Bonjour\n",
}


@pytest.fixture
def texts(app, monkeypatch):
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader(TEXTS))


def test_the_text_is_that_of_the_recipients_language(texts):
    letter = write_letter("tests/plain", "en", name="Ada")

    assert letter == ("Hello Ada", "Text <b> & Ada\n")


def test_an_unknown_language_falls_back_to_french(texts):
    assert write_letter("tests/plain", "de", name="Ada").subject == "Bonjour Ada"


def test_nothing_is_escaped_in_plain_text(texts):
    letter = write_letter("tests/plain", "fr", name="<O’Neil & fils>")

    assert letter.body == "Texte <b> & « <O’Neil & fils> »\n"


@pytest.mark.parametrize(
    "name",
    ["Ada\r\nBcc: victim@example.org", "Ada\n\nText", "Ada\rX", "Ada\u2028X", "Ada\0", "a" * 200],
)
def test_a_subject_is_never_more_than_one_short_line(texts, name):
    with pytest.raises(UnsafeSubjectError):
        write_letter("tests/plain", "fr", name=name)


def test_a_missing_value_is_an_error_not_a_blank(texts):
    with pytest.raises(UndefinedError):
        write_letter("tests/plain", "fr")


def test_a_text_without_its_subject_is_refused(texts):
    with pytest.raises(ValueError, match="must begin with"):
        write_letter("tests/untitled", "fr")


def test_dates_are_written_in_the_recipients_language_whoever_asks(app, texts):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        letter = write_letter("tests/date", "fr", day=date(2026, 12, 1))

    assert letter.body == "Le 1er décembre 2026\n"


def test_links_are_absolute_without_a_request(app):
    assert link("static", filename="tokens.css") == "http://127.0.0.1:5000/static/tokens.css"


def test_french_signs_are_preceded_by_a_no_break_space_in_every_mail():
    mails = {path: path.read_text("utf-8") for path in ROOT.glob("templates/email/**/*.fr.txt")}

    loose = [
        (path.name, line)
        for path, text in mails.items()
        for line in text.partition("Subject: ")[2].splitlines()
        if any(f" {sign}" in line for sign in ":;?!»") or "« " in line
    ]

    assert len(mails) > 40
    assert loose == []
