"""Promises of the project's files: locks, migrations, settings, nothing of this machine."""

import re
import subprocess

import pytest

LOCKS = ("requirements.lock", "requirements-dev.lock")
TOP_LEVEL = {
    "stirrup", "scheduler", "templates", "migrations", "tests", "docs", ".ci", "config.py",
    "wsgi.py", "README.md", "CHANGELOG.md", "LICENSE", "SECURITY.md", "pyproject.toml",
    "requirements.lock", "requirements-dev.lock", "Makefile", ".gitignore",
}  # fmt: skip


def tracked(repository) -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=repository, capture_output=True, text=True)
    return done.stdout.split()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_hashes_everything(repository, lock):
    text = (repository / lock).read_text()
    entries = re.split(r"\n(?=[a-z0-9])", text)

    assert "://" not in text
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_top_level_holds_only_what_the_readme_tells(repository):
    assert {path.split("/")[0] for path in tracked(repository)} <= TOP_LEVEL


def test_no_file_names_a_path_of_a_machine(repository):
    somebodys = re.compile(r"(?<![\w.~>\"/])/(?:home|root|Users)/\w")
    texts = [
        path for path in tracked(repository) if path.endswith((".py", ".md", ".html", ".toml"))
    ]

    found = [path for path in texts if somebodys.search((repository / path).read_text())]

    assert found == []


def test_migrations_are_numbered_without_a_gap(repository):
    names = sorted(path.name for path in (repository / "migrations/versions").glob("0*.py"))

    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_every_setting_is_documented(repository):
    settings = re.findall(r'environ\.get\(\s*"([A-Z_]+)"', (repository / "config.py").read_text())
    manual = (repository / "docs/operations.md").read_text()

    assert settings
    assert [name for name in settings if f"`{name}`" not in manual] == []


def test_every_module_says_its_subject_in_its_first_line(repository):
    modules = [
        path for path in tracked(repository) if re.match(r"(stirrup|scheduler)/.*\.py$", path)
    ]
    texts = {path: (repository / path).read_text() for path in modules}

    silent = [path for path, text in texts.items() if text and not text.startswith('"""')]

    assert silent == []
