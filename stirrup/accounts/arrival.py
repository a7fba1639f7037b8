"""What the ways in share: opening the session, going on, a link that no longer works."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from stirrup.accounts.links import language_of
from stirrup.accounts.models import User
from stirrup.accounts.next_page import safe_path
from stirrup.accounts.sessions import open_session
from stirrup.ui.locale import speak_as_the_mail


def let_in(user: User, words: str | None = None) -> Any:
    open_session(user)
    if words:
        flash(words)
    return redirect(next_page(), 303)


def next_page() -> str:
    return safe_path(request.args.get("next")) or url_for("public.home")


def token_of_the_link() -> str:
    """The token in the address; the page then speaks the language of the mail it came in."""
    token = request.args.get("token", "")
    speak_as_the_mail(language_of(token))
    return token


def link_expired(url: str, words: str) -> tuple[str, int]:
    return render_template("accounts/link_expired.html", url=url, words=words), 410


def client_address() -> str:
    return request.remote_addr or ""
