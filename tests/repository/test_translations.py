"""Every interface sentence has its French, with the same placeholders and French typography."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

PLACEHOLDER = re.compile(r"%\(\w+\)s")
AFFORDED = {"loyer", "bail", "bailleur", "locataire"}
"""Words of a lease: nothing here is one, the interface does not say them."""
WHERE_LEASES_ARE_NAMED = re.compile(r"location|n’est pas|sans (?:loyer|bail)|aucun loyer", re.I)


@pytest.fixture(scope="module")
def sentences(tmp_path_factory):
    """Every English sentence of the code and the templates, as the tools extract them."""
    root = Path(__file__).parents[2]
    target = tmp_path_factory.mktemp("catalogue") / "messages.pot"
    pybabel = str(Path(sys.executable).parent / "pybabel")
    command = [pybabel, "-q", "extract", "-F", "pyproject.toml", "-k", "_l", "-k", "N_"]
    folders = ["stirrup", "scheduler", "templates"]
    subprocess.run([*command, "-o", str(target), *folders], cwd=root, check=True)
    with target.open("rb") as file:
        return {message.id for message in read_po(file) if message.id}


@pytest.fixture(scope="module")
def french():
    path = Path(__file__).parents[2] / "stirrup/translations/fr/LC_MESSAGES/messages.po"
    with path.open("rb") as file:
        return {message.id: message for message in read_po(file, locale="fr") if message.id}


def forms(message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_sentence_has_its_french(sentences, french):
    missing = [one for one in sentences if one not in french or not all(forms(french[one]))]

    assert missing == []


def test_no_sentence_hides_in_an_f_string():
    """The tools that extract sentences do not look there."""
    root = Path(__file__).parents[2] / "stirrup"
    hidden = re.compile(r"""\{_\(["']""")

    found = [path.name for path in root.rglob("*.py") if hidden.search(path.read_text())]

    assert found == []


def test_nothing_is_fuzzy(french):
    assert [message.id for message in french.values() if message.fuzzy] == []


def test_nothing_is_translated_that_is_no_longer_said(sentences, french):
    assert sorted(map(str, set(french) - sentences)) == []


def test_placeholders_are_the_same_in_both_languages(french):
    different = []
    for message in french.values():
        english = message.id if isinstance(message.id, str) else message.id[-1]
        for form in forms(message):
            if not set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(english)):
                different.append(message.id)

    assert different == []


def test_french_sentences_keep_their_typography(french):
    written = [form for message in french.values() for form in forms(message)]

    straight = [form for form in written if re.search(r"\w'\w", form)]
    loose = [form for form in written if re.search(r" [:;?!»]|« ", form)]

    assert straight == []
    assert loose == []


def test_no_sentence_speaks_of_a_lease_but_to_deny_it(french):
    words = re.compile(r"\b(" + "|".join(AFFORDED) + r")s?\b", re.I)
    written = [form for message in french.values() for form in forms(message)]

    said = [form for form in written if words.search(form)]

    assert [form for form in said if not WHERE_LEASES_ARE_NAMED.search(form)] == []
