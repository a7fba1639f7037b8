"""How professionals come in: an administrator's invitation, and the very first administrator."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from stirrup import audit
from stirrup.accounts.enums import LegalForm, OrganisationKind
from stirrup.accounts.models import Invitation, Organisation, User
from stirrup.accounts.passwords import check_password, hash_password
from stirrup.accounts.people import find_person
from stirrup.accounts.refusals import (
    AdministratorExistsError,
    AlreadyHasAccountError,
    LinkExpiredError,
    NotAnAddressError,
    WrongOrganisationKindError,
)
from stirrup.accounts.sent_twice import just_made
from stirrup.accounts.sessions import hash_token
from stirrup.clock import now
from stirrup.database import rows_changed
from stirrup.extensions import db
from stirrup.outbox.letters import link
from stirrup.outbox.services import enqueue
from stirrup.permissions import Permission, Role, require

LIFETIME = timedelta(hours=72)
KIND_OF_ROLE = {
    Role.LANDLORD: OrganisationKind.LANDLORD,
    Role.CASE_WORKER: OrganisationKind.ASSOCIATION,
    Role.ASSOCIATION_MANAGER: OrganisationKind.ASSOCIATION,
    Role.LOCAL_AUTHORITY: OrganisationKind.LOCAL_AUTHORITY,
    Role.ADMINISTRATOR: None,
}
"""To which kind of organisation each role belongs; administrators belong to none."""


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation that comes with its first member; `legal_form` for landlords only."""

    name: str
    legal_form: LegalForm | None = None


def invite(
    email: str,
    role: Role,
    organisation: Organisation | NewOrganisation | None,
    *,
    by: User,
    language: str = "fr",
) -> Invitation:
    """Send a link for 72 hours; an earlier invitation of the same address dies.

    Raises NotPermittedError, AlreadyHasAccountError, WrongOrganisationKindError.
    """
    require(by, Permission.PERSON_INVITE)
    if find_person(email) is not None:
        raise AlreadyHasAccountError
    sent = _just_sent(email, role, organisation, by)
    if sent is not None:
        return sent
    joined = _joined(role, organisation, by)
    invitation, token = _add_invitation(email, role, joined, by, language)
    audit.record(by, "person_invited", invitation, role=role.value)
    enqueue(email, language, "accounts/invitation", token=token)
    db.session.commit()
    return invitation


def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """Make the link worthless, such as one sent to a wrong address."""
    require(by, Permission.PERSON_INVITE, invitation)
    audit.record(by, "invitation_withdrawn", invitation, role=invitation.role.value)
    db.session.delete(invitation)
    db.session.commit()


def find_invitation(token: str) -> Invitation:
    """The living invitation of a link. Raises LinkExpiredError."""
    invitation = db.session.scalars(
        select(Invitation).where(
            Invitation.token_hash == hash_token(token),
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > now(),
        )
    ).one_or_none()
    if invitation is None:
        raise LinkExpiredError
    return invitation


def accept_invitation(token: str, display_name: str, password: str) -> User:
    """Open the account: the link proves the address, the person chooses name and password.

    Raises LinkExpiredError and the refusals of passwords.
    """
    invitation = find_invitation(token)
    organisation = invitation.organisation.name if invitation.organisation else ""
    check_password(password, about=(display_name, invitation.email, organisation))
    _spend(invitation)
    user = User(
        email=invitation.email,
        display_name=display_name,
        password_hash=hash_password(password),
        role=invitation.role,
        organisation_id=invitation.organisation_id,
        language=invitation.language,
        email_confirmed_at=now(),
    )
    db.session.add(user)
    try:
        audit.record(user, "invitation_accepted", invitation)
        db.session.commit()
    except IntegrityError:  # this address opened an account meanwhile
        db.session.rollback()
        raise LinkExpiredError from None
    return user


def create_first_administrator(
    email: str, *, display_name: str = "", password: str | None = None, force: bool = False
) -> str | None:
    """Open the account with a password, or return the one-time link that opens it (R18).

    Raises NotAnAddressError, AdministratorExistsError unless forced, AlreadyHasAccountError, and
    the refusals of passwords.
    """
    email = _address(email)
    if find_person(email) is not None:
        raise AlreadyHasAccountError
    if not force and _has_an_administrator():
        raise AdministratorExistsError
    _invitation, token = _add_invitation(email, Role.ADMINISTRATOR, None, None, "fr")
    db.session.commit()
    if password is None:
        return link("accounts.accept_invitation", token=token)
    accept_invitation(token, display_name or email, password)
    return None


def _just_sent(
    email: str, role: Role, organisation: Organisation | NewOrganisation | None, by: User
) -> Invitation | None:
    """The invitation that the same form, sent twice, has just sent: its link stays good."""
    pending = (Invitation.email == email, Invitation.role == role)
    mine = (Invitation.invited_by_id == by.id, Invitation.accepted_at.is_(None))
    sent: Invitation | None = just_made(Invitation, *pending, *mine, by=by)
    there = sent.organisation.name if sent and sent.organisation else None
    return sent if there == (organisation.name if organisation else None) else None


def _joined(
    role: Role, organisation: Organisation | NewOrganisation | None, by: User
) -> Organisation | None:
    """The organisation that a role joins, created if it is new."""
    kind = KIND_OF_ROLE[role]
    if kind is None or organisation is None:
        if kind or organisation:
            raise WrongOrganisationKindError
        return None
    if isinstance(organisation, NewOrganisation):
        legal_form = organisation.legal_form if kind == OrganisationKind.LANDLORD else None
        organisation = Organisation(kind=kind, name=organisation.name, legal_form=legal_form)
        db.session.add(organisation)
        audit.record(by, "organisation_created", organisation)
    if organisation.kind != kind:
        raise WrongOrganisationKindError
    return organisation


def _add_invitation(
    email: str, role: Role, organisation: Organisation | None, by: User | None, language: str
) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(32)
    pending = (Invitation.email == email) & Invitation.accepted_at.is_(None)
    db.session.execute(delete(Invitation).where(pending))
    invitation = Invitation(
        token_hash=hash_token(token),
        email=email,
        role=role,
        organisation=organisation,
        language=language,
        invited_by_id=by.id if by else None,
        expires_at=now() + LIFETIME,
    )
    db.session.add(invitation)
    return invitation, token


def _spend(invitation: Invitation) -> None:
    """Of two simultaneous uses one wins. Raises LinkExpiredError."""
    unused = (Invitation.id == invitation.id) & Invitation.accepted_at.is_(None)
    if not rows_changed(update(Invitation).where(unused).values(accepted_at=now())):
        raise LinkExpiredError


def _address(typed: str) -> str:
    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise NotAnAddressError from None


def _has_an_administrator() -> bool:
    active = (User.role == Role.ADMINISTRATOR) & User.deactivated_at.is_(None)
    return db.session.scalars(select(User.id).where(active)).first() is not None
