"""People, their organisations, and what lets them in."""

from datetime import date, datetime
from typing import Any, Self, cast

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, false, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stirrup.accounts.enums import LegalForm, OrganisationKind, TokenPurpose
from stirrup.clock import now
from stirrup.database import EncryptedJson, EncryptedText, Model, UtcInstant, enum_column
from stirrup.permissions import Role


class Organisation(Model):
    """A landlord, an association or a local authority; an individual landlord is one too."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("support_capacity BETWEEN 0 AND 10000", name="support_capacity_in_range"),
        CheckConstraint("most_stays BETWEEN 0 AND 10000", name="most_stays_in_range"),
        CheckConstraint(
            "legal_form IS NOT NULL OR kind <> 'landlord'", name="a_landlord_has_a_legal_form"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrganisationKind] = mapped_column(enum_column(OrganisationKind, "kind"))
    name: Mapped[str] = mapped_column(String(200))
    legal_form: Mapped[LegalForm | None] = mapped_column(enum_column(LegalForm, "legal_form"))
    registration_number: Mapped[str | None] = mapped_column(String(20))
    """SIREN of a company, RNA or SIREN of an association."""
    postal_address: Mapped[str | None] = mapped_column(EncryptedText("organisation.postal_address"))
    phone: Mapped[str | None] = mapped_column(String(20))
    duty_phone: Mapped[str | None] = mapped_column(String(20))
    signatory_name: Mapped[str | None] = mapped_column(EncryptedText("organisation.signatory_name"))
    signatory_quality: Mapped[str | None] = mapped_column(String(120))
    approval_number: Mapped[str | None] = mapped_column(String(60))
    """The prefect's approval of an association for temporary residence (loi 2018-1021 art. 29)."""
    approval_expires_on: Mapped[date | None]
    is_eligible_for_gifts: Mapped[bool | None]
    """Whether the association confirms that gifts to it are deductible; None: never asked."""
    co_owners: Mapped[list[str] | None] = mapped_column(EncryptedJson("organisation.co_owners"))
    support_capacity: Mapped[int] = mapped_column(default=0)
    """How many placements an association can accompany at once."""
    most_stays: Mapped[int | None]
    """How many stays at once a landlord wants in all its homes; None: as many as there are."""
    commune_codes: Mapped[str | None] = mapped_column(String(2000))
    """INSEE codes of an authority's territory, joined by spaces."""
    verified_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """One's own organisation; administrators see all of them."""
        if person.role == Role.ADMINISTRATOR:
            return select(cls)
        return select(cls).where(cls.id == person.organisation_id)


class User(Model):
    """A person who signs in, with one role and, but for administrators, one organisation."""

    __tablename__ = "user"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        CheckConstraint(
            "organisation_id IS NOT NULL OR role = 'administrator'",
            name="only_administrators_have_no_organisation",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(enum_column(Role, "role"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    language: Mapped[str] = mapped_column(String(2), default="fr")
    wants_digest: Mapped[bool] = mapped_column(default=True, server_default=true())
    """One mail a day with what is expected; what is urgent leaves all the same."""
    digest_sent_on: Mapped[date | None]
    calendar_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the secret address of one's calendar; None: none was asked for, or it was revoked."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)

    organisation: Mapped[Organisation | None] = relationship()

    session_token = cast("str | None", None)
    """Which signed-in session speaks; set when a cookie is read, never stored."""

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    @property
    def is_authenticated(self) -> bool:
        return self.is_active

    @property
    def is_anonymous(self) -> bool:
        return False

    def get_id(self) -> str | None:
        """What Flask-Login keeps in the cookie: the session's token, never the person's number."""
        return self.session_token

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Administrators see people, managers their association; everybody else themselves."""
        if person.role == Role.ADMINISTRATOR:
            return select(cls)
        if person.role == Role.ASSOCIATION_MANAGER:
            return select(cls).where(cls.organisation_id == person.organisation_id)
        return select(cls).where(cls.id == person.id)


class SignedInSession(Model):
    """One signed-in browser; the cookie holds a token, the row holds its hash and can be ended."""

    __tablename__ = "signed_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    user: Mapped[User] = relationship()


class SignInAttempt(Model):
    """One failed sign-in or reset request, by hashed account and address, to slow guessing."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index(None, "account_hash", "attempted_at"),
        Index(None, "address_hash", "attempted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_hash: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str] = mapped_column(String(64))
    attempted_at: Mapped[datetime] = mapped_column(UtcInstant, default=now, index=True)


class AccountToken(Model):
    """A single-use link sent by e-mail; only its hash is stored (security R10)."""

    __tablename__ = "account_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    purpose: Mapped[TokenPurpose] = mapped_column(enum_column(TokenPurpose, "purpose"))
    expires_at: Mapped[datetime] = mapped_column(UtcInstant)
    used_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    user: Mapped[User] = relationship()


class ActionLink(Model):
    """A link of a mail that leads one person to one thing; only its hash is stored (R10)."""

    __tablename__ = "action_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcInstant)
    used_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    """When what it asked for was done, by anybody."""

    user: Mapped[User] = relationship()


class Invitation(Model):
    """An administrator's invitation; the person chooses a name and a password."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role, "role"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    language: Mapped[str] = mapped_column(String(2), default="fr")
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcInstant, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcInstant)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    organisation: Mapped[Organisation | None] = relationship()

    @classmethod
    def visible_to(cls, person: Any) -> Select[Self]:
        """Administrators see invitations; nobody else does."""
        if person.role == Role.ADMINISTRATOR:
            return select(cls)
        return select(cls).where(false())
