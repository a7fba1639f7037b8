"""What people do with accounts: their own, their organisation's, and those they administer."""

from dataclasses import dataclass

from sqlalchemy import select

from stirrup import audit
from stirrup.accounts.enums import OrganisationKind
from stirrup.accounts.limits import Purpose, count_attempt, forgive
from stirrup.accounts.models import Organisation, User
from stirrup.accounts.passwords import check_password, verify_password
from stirrup.accounts.people import facts_about, store_password
from stirrup.accounts.refusals import (
    AccessEndedError,
    AlreadyVerifiedError,
    WrongPasswordError,
)
from stirrup.accounts.sessions import end_sessions_of
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.permissions import Permission, require


@dataclass(frozen=True)
class OrganisationFacts:
    """What the agreement and the match need to know; capacities, duty phone of associations."""

    postal_address: str
    registration_number: str | None
    phone: str | None
    signatory_name: str | None
    signatory_quality: str | None
    co_owners: tuple[str, ...] = ()
    duty_phone: str | None = None
    support_capacity: int = 0
    most_stays: int | None = None
    """How many homes a landlord lends at once, at most; None is no limit."""


def change_profile(*, by: User, display_name: str, phone: str | None, language: str) -> None:
    """Change one's own name, phone and language."""
    require(by, Permission.ACCOUNT_USE, by)
    by.display_name = display_name
    by.phone = phone
    by.language = language
    audit.record(by, "profile_changed", by)
    db.session.commit()


def change_password(*, by: User, present: str, chosen: str, address: str) -> None:
    """Replace one's own password; every session ends, the caller opens a new one.

    Raises TooManyAttemptsError, WrongPasswordError and the refusals of passwords.
    """
    require(by, Permission.ACCOUNT_USE, by)
    count_attempt(Purpose.SIGN_IN, by.email, address)
    if not verify_password(present, by.password_hash)[0]:
        raise WrongPasswordError
    forgive(Purpose.SIGN_IN, by.email)
    check_password(chosen, about=facts_about(by))
    store_password(by, chosen)
    audit.record(by, "password_changed", by)
    db.session.commit()


def end_other_sessions(*, by: User) -> None:
    """End every session of one's own; the caller opens a new one on this browser."""
    require(by, Permission.ACCOUNT_USE, by)
    end_sessions_of(by)
    audit.record(by, "sessions_ended", by)
    db.session.commit()


def end_sessions(person: User, *, by: User) -> None:
    """Sign somebody out of every browser; their access stays open. Raises NotPermittedError."""
    require(by, Permission.PERSON_DEACTIVATE, person)
    end_sessions_of(person)
    audit.record(by, "sessions_ended", person)
    db.session.commit()


def reactivate(person: User, *, by: User) -> None:
    """Let a person in again, with the password they had.

    Raises NotPermittedError, AccessEndedError.
    """
    require(by, Permission.PERSON_DEACTIVATE, person)
    if person.is_active:
        raise AccessEndedError
    person.deactivated_at = None
    audit.record(by, "person_reactivated", person)
    db.session.commit()


def verify_organisation(organisation: Organisation, *, by: User) -> None:
    """Say that the organisation is who it claims to be; its members are told.

    Raises NotPermittedError, AlreadyVerifiedError.
    """
    require(by, Permission.ORGANISATION_VERIFY, organisation)
    if organisation.is_verified:
        raise AlreadyVerifiedError
    organisation.verified_at = now()
    audit.record(by, "organisation_verified", organisation)
    for member in _open_members(organisation):
        enqueue(member.email, member.language, "accounts/organisation_verified")
    db.session.commit()


def complete_organisation(
    organisation: Organisation, facts: OrganisationFacts, *, by: User
) -> None:
    """Store what the agreement needs; another registration number is verified anew.

    Raises NotPermittedError.
    """
    require(by, Permission.ORGANISATION_EDIT, organisation)
    known = organisation.registration_number
    if known and known != facts.registration_number and organisation.is_verified:
        organisation.verified_at = None
        audit.record(by, "organisation_verification_lapsed", organisation)
    organisation.postal_address = facts.postal_address
    organisation.registration_number = facts.registration_number
    organisation.phone = facts.phone
    organisation.signatory_name = facts.signatory_name
    organisation.signatory_quality = facts.signatory_quality
    organisation.co_owners = list(facts.co_owners) or None
    if organisation.kind == OrganisationKind.ASSOCIATION:
        organisation.duty_phone = facts.duty_phone
        organisation.support_capacity = facts.support_capacity
    if organisation.kind == OrganisationKind.LANDLORD:
        organisation.most_stays = facts.most_stays
    audit.record(by, "organisation_completed", organisation)
    db.session.commit()


def _open_members(organisation: Organisation) -> list[User]:
    of_it = (User.organisation_id == organisation.id) & User.deactivated_at.is_(None)
    return list(db.session.scalars(select(User).where(of_it)))
