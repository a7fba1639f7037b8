"""Which language a page speaks: the reader's choice, then their account's, then French."""

from flask import current_app, has_request_context, session
from flask_login import current_user


def choose_language() -> str:
    """A two-letter code among LANGUAGES."""
    languages = current_app.config["LANGUAGES"]
    for wanted in (_chosen_here(), _of_the_account()):
        if wanted in languages:
            return str(wanted)
    return str(current_app.config["BABEL_DEFAULT_LOCALE"])


def remember_language(language: str) -> None:
    """Keep the reader's choice for this browser. Unknown languages are ignored."""
    if language in current_app.config["LANGUAGES"]:
        session["language"] = language


def _chosen_here() -> str | None:
    return session.get("language") if has_request_context() else None


def _of_the_account() -> str | None:
    if has_request_context() and current_user and current_user.is_authenticated:
        return str(current_user.language)
    return None
