"""People with a real password, and the links that were sent to them."""

import re
from functools import cache

from sqlalchemy import select

from stirrup.accounts.enums import LegalForm
from stirrup.accounts.models import Organisation, User
from stirrup.accounts.passwords import hash_password
from stirrup.accounts.registration import Registration, register_landlord
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from tests import factories

PASSWORD = "quatre chats dorment ici"
OTHER_PASSWORD = "cinq loutres nagent dehors"
HERE = "203.0.113.7"


@cache
def known_hash() -> str:
    return hash_password(PASSWORD)


def a_landlord(organisation: Organisation | None = None, **values) -> User:
    """Somebody who may sign in with PASSWORD."""
    return factories.a_landlord(organisation, password_hash=known_hash(), **values)


def an_administrator(**values) -> User:
    return factories.an_administrator(password_hash=known_hash(), **values)


def a_registration(**values) -> Registration:
    ordinary = {
        "email": "ada@example.org",
        "password": PASSWORD,
        "display_name": "Ada Dumont",
        "legal_form": LegalForm.INDIVIDUAL,
        "organisation_name": "",
        "language": "fr",
    }
    return Registration(**ordinary | values)


def registered(**values) -> User:
    """A landlord who has not confirmed the address yet."""
    asked = a_registration(**values)
    register_landlord(asked, address=HERE)
    return db.session.scalars(select(User).where(User.email == asked.email)).one()


def mails_to(email: str) -> list[OutboxMessage]:
    """What waits for this address, the oldest first."""
    db.session.expire_all()
    messages = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [message for message in messages if message.recipient == email]


def token_sent_to(email: str) -> str:
    """The token of the latest link sent to this address."""
    return re.findall(r"token=([\w-]+)", mails_to(email)[-1].body)[-1]


def reread(row):
    """The row as the database has it now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(type(row), row.id)


def without_token(page: str) -> str:
    """The page without what differs at each request: its CSRF tokens."""
    return re.sub(r'name="csrf_token"[^>]*>', "", page)
