"""One person: found by address, told apart from a password, given a new one."""

from sqlalchemy import select

from stirrup.accounts.enums import TokenPurpose
from stirrup.accounts.links import cancel_tokens, issue_token
from stirrup.accounts.models import User
from stirrup.accounts.passwords import hash_password
from stirrup.accounts.sessions import end_sessions_of
from stirrup.extensions import db
from stirrup.outbox.services import enqueue


def find_person(email: str) -> User | None:
    """The account of an address, open or not."""
    return db.session.scalars(select(User).where(User.email == email)).one_or_none()


def facts_about(user: User) -> tuple[str, ...]:
    """What anybody could know of a person: no password is made of it."""
    organisation = user.organisation.name if user.organisation else ""
    return (user.display_name, user.email, organisation)


def store_password(user: User, password: str) -> None:
    """Replace the password, end what the old one opened, and tell the person; no commit."""
    user.password_hash = hash_password(password)
    end_sessions_of(user)
    cancel_tokens(user)
    enqueue(user.email, user.language, "accounts/password_changed")


def send_confirmation(user: User) -> None:
    """A new link to prove the address; earlier ones die; no commit."""
    token = issue_token(user, TokenPurpose.CONFIRM_EMAIL)
    enqueue(user.email, user.language, "accounts/confirm_email", token=token)
