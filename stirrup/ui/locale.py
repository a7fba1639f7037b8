"""Which language a page speaks: the reader's choice, their account's, their mail's, then French."""

from flask import current_app, g, has_request_context, session
from flask_babel import refresh
from flask_login import current_user


def choose_language() -> str:
    """A two-letter code among LANGUAGES."""
    languages = current_app.config["LANGUAGES"]
    for wanted in (_chosen_here(), _of_the_account(), g.get("language_of_the_mail")):
        if wanted in languages:
            return str(wanted)
    return str(current_app.config["BABEL_DEFAULT_LOCALE"])


def remember_language(language: str) -> None:
    """Keep the reader's choice for this browser. Unknown languages are ignored."""
    if language in current_app.config["LANGUAGES"]:
        session["language"] = language


def speak_as_the_mail(language: str | None) -> None:
    """Whoever follows a link goes on in the language of the mail that held it."""
    g.language_of_the_mail = language
    refresh()


def _chosen_here() -> str | None:
    return session.get("language") if has_request_context() else None


def _of_the_account() -> str | None:
    if has_request_context() and current_user and current_user.is_authenticated:
        return str(current_user.language)
    return None
