"""How a landlord opens an account: registration, then proof of the e-mail address.

Known and unknown addresses get the same answer after the same work (security R11): what differs is
told by e-mail, to the owner of the address alone.
"""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from stirrup import audit
from stirrup.accounts.enums import LegalForm, OrganisationKind, TokenPurpose
from stirrup.accounts.limits import Purpose, count_attempt, forgive
from stirrup.accounts.links import find_owner, spend_token
from stirrup.accounts.models import Organisation, User
from stirrup.accounts.passwords import check_password, hash_password, verify_password
from stirrup.accounts.people import find_person, send_confirmation
from stirrup.accounts.refusals import WrongPasswordError
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.permissions import Role


@dataclass(frozen=True)
class Registration:
    """What a landlord says of themselves; `organisation_name` may be empty for one person."""

    email: str
    password: str
    display_name: str
    legal_form: LegalForm
    organisation_name: str
    language: str

    @property
    def owner_name(self) -> str:
        return self.organisation_name or self.display_name


def register_landlord(asked: Registration, *, address: str) -> None:
    """Open an account that its e-mail address must confirm; whoever is known already gets a mail.

    Raises TooManyAttemptsError and the refusals of passwords.
    """
    about = (asked.display_name, asked.email, asked.organisation_name)
    check_password(asked.password, about=about)
    count_attempt(Purpose.REGISTER, asked.email, address)
    password_hash = hash_password(asked.password)
    try:
        _register(asked, password_hash)
        db.session.commit()
    except IntegrityError:  # the same address at the same moment: the first one has its mail
        db.session.rollback()


def confirm_email(token: str, password: str, *, address: str) -> User:
    """Prove an address and let its owner in: the link says who, the password says it is they.

    The password is asked so that nobody can open an account on another's address and have them
    confirm it. Raises LinkExpiredError, TooManyAttemptsError, WrongPasswordError.
    """
    user = find_owner(token, TokenPurpose.CONFIRM_EMAIL)
    count_attempt(Purpose.SIGN_IN, user.email, address)
    if not verify_password(password, user.password_hash)[0]:
        raise WrongPasswordError
    spend_token(token, TokenPurpose.CONFIRM_EMAIL)
    user.email_confirmed_at = now()
    forgive(Purpose.SIGN_IN, user.email)
    audit.record(user, "email_confirmed", user)
    db.session.commit()
    return user


def _register(asked: Registration, password_hash: str) -> None:
    known = find_person(asked.email)
    if known is not None and known.email_confirmed_at is not None:
        enqueue(known.email, known.language, "accounts/already_registered")
    else:
        _open_account(known or _new_landlord(asked), asked, password_hash)


def _new_landlord(asked: Registration) -> User:
    organisation = Organisation(
        kind=OrganisationKind.LANDLORD, name=asked.owner_name, legal_form=asked.legal_form
    )
    user = User(email=asked.email, role=Role.LANDLORD, organisation=organisation)
    db.session.add(user)
    return user


def _open_account(user: User, asked: Registration, password_hash: str) -> None:
    """Keep the latest answers of an address that was never confirmed; its first link dies."""
    user.password_hash = password_hash
    user.display_name = asked.display_name
    user.language = asked.language
    if user.organisation:
        user.organisation.name = asked.owner_name
        user.organisation.legal_form = asked.legal_form
    audit.record(None, "landlord_registered", user)
    send_confirmation(user)
