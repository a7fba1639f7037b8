"""The text of a mail: templates/email/<name>.<language>.txt, its subject on the first line.

A text is written in the recipient's language, whoever causes it. It may call `link(endpoint,
**values)` for an absolute address, and a value it needs and was not given is an error.
"""

import unicodedata
from typing import NamedTuple

from flask import current_app
from flask_babel import force_locale
from jinja2 import Environment, StrictUndefined

FIRST_LINE = "Subject: "
LONGEST_SUBJECT = 200


class UnsafeSubjectError(ValueError):
    """A subject holds a line break or is too long: its values come from people."""


class Letter(NamedTuple):
    """A subject on one line, and the text."""

    subject: str
    body: str


def write_letter(template: str, language: str, **values: object) -> Letter:
    """Fill the text called `template`, such as "accounts/invitation". Raises UnsafeSubjectError."""
    environment = _environment()
    name = f"email/{template}.{_known(language)}.txt"
    source = _source(environment, name)
    first_line, _newline, text = source.partition("\n")
    if not first_line.startswith(FIRST_LINE):
        raise ValueError(f"{name} must begin with {FIRST_LINE!r}")
    with force_locale(_known(language)):
        subject = environment.from_string(first_line.removeprefix(FIRST_LINE)).render(values)
        body = environment.from_string(text).render(values)
    return Letter(_on_one_line(subject), body.strip() + "\n")


def link(endpoint: str, **values: object) -> str:
    """The absolute address of a page, without a request: BASE_URL says where the site stands."""
    site = str(current_app.config["BASE_URL"]).rstrip("/")
    return site + current_app.url_map.bind("").build(endpoint, values)


def _environment() -> Environment:
    """The site's own, but strict, and plain text: nothing is escaped."""
    environment = current_app.jinja_env.overlay(autoescape=False, undefined=StrictUndefined)
    environment.globals = {**environment.globals, "link": link}
    return environment


def _source(environment: Environment, name: str) -> str:
    if environment.loader is None:
        raise LookupError(name)
    return environment.loader.get_source(environment, name)[0]


def _known(language: str) -> str:
    languages = current_app.config["LANGUAGES"]
    return language if language in languages else str(current_app.config["BABEL_DEFAULT_LOCALE"])


def _on_one_line(subject: str) -> str:
    controls = any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in subject)
    if controls or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise UnsafeSubjectError("A subject is one line of at most 200 characters.")
    return subject
