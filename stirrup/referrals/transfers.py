"""A referral goes to another association: asked by one, taken or refused by the other.

At any moment exactly one association has it: the first one until the other takes it.
"""

from datetime import timedelta
from http import HTTPStatus

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError

from stirrup import audit
from stirrup.accounts.colleagues import who_answers_for
from stirrup.accounts.enums import OrganisationKind
from stirrup.accounts.models import Organisation, User
from stirrup.accounts.standing_in import with_deputies
from stirrup.clock import now, today
from stirrup.database import rows_changed
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.referrals.discretion import find_private_matter
from stirrup.referrals.enums import TransferState
from stirrup.referrals.lifecycle import ReferralInWrongStateError
from stirrup.referrals.linked_news import LinkedNews, tell_linked
from stirrup.referrals.links import WAITING_STATES, leave_group
from stirrup.referrals.models import Referral
from stirrup.referrals.refusals import AnswerRefusedError
from stirrup.referrals.storing import store, write_to
from stirrup.referrals.taken_over import tell_taken_over
from stirrup.referrals.transfer_lifecycle import TransferAnsweredError, after
from stirrup.referrals.transfer_models import ReferralTransfer
from stirrup.refusals import RefusedError
from stirrup.wording import N_

CONSENT_HOLDS = timedelta(days=14)
"""After a transfer: by then the new referent has told the person who has the referral now."""


class HouseholdNotAskedError(AnswerRefusedError):
    sentence = N_("A referral goes to another association only if the household agrees.")
    answer = "household_agrees"


class NoSuchAssociationError(AnswerRefusedError):
    """Unknown, not verified, or one's own: one answer."""

    sentence = N_("Choose another association of the list.")
    answer = "association"


class PrivateMatterError(AnswerRefusedError):
    sentence = N_("Take out of the note what concerns health, numbers or addresses of persons.")
    answer = "note"


class CommitmentLackingError(AnswerRefusedError):
    sentence = N_("A referral is taken over with six months of support.")
    answer = "commits"


class AlreadyAskedError(RefusedError):
    """A referral is offered to one association at a time."""

    sentence = N_("This referral is already offered to an association: take that back first.")
    status = HTTPStatus.CONFLICT


def ask_transfer(
    referral: Referral, association: int | None, *, household_agrees: bool, note: str, by: User
) -> ReferralTransfer:
    """Offer a referral that waits for a home to another association, which is told by mail.

    `association`: its number. `note`: for that association alone, kept encrypted.
    """
    require(by, Permission.REFERRAL_TRANSFER, referral)
    _require_movable(referral)
    if not household_agrees:
        raise HouseholdNotAskedError
    if find_private_matter(note):
        raise PrivateMatterError
    other = find_other_association(referral, association)
    if other is None:
        raise NoSuchAssociationError
    transfer = ReferralTransfer(
        referral=referral,
        from_organisation_id=referral.association_id,
        to_organisation=other,
        note=note or None,
        asked_by=by,
    )
    _add(transfer)
    for person in with_deputies(who_answers_for(other.id), today()):
        write_to(person, "transfer_asked", referral, transfer_id=transfer.id)
    store(referral, by, "referral_transfer_asked", to=other.id, household_agrees=True)
    return transfer


def take_transfer(transfer: ReferralTransfer, *, commits: bool, by: User) -> Referral:
    """The referral is theirs from now on, with its first waiting date; `by` is its referent.

    It leaves its linked households, and its consent holds fourteen more days at most. A proposal
    that waits for a decision stays, and the Stirrup team is told. Raises
    TransferAnsweredError, CommitmentLackingError, ReferralInWrongStateError.
    """
    require(by, Permission.TRANSFER_ANSWER, transfer)
    referral = transfer.referral
    _require_movable(referral)
    if not commits:
        raise CommitmentLackingError
    _answer(transfer, "take", by)
    tell_linked(referral, LinkedNews.LEFT, by=by)
    for freed in leave_group(referral):
        audit.record(by, "referral_unlinked", freed)
    referral.association_id = transfer.to_organisation_id
    referral.referent, referral.referent_commits = by, True
    referral.awaited_since = today() if referral.awaited_since else None
    holds_until = today() + CONSENT_HOLDS
    referral.consent_expires_on = min(referral.consent_expires_on or holds_until, holds_until)
    tell_taken_over(referral, by)
    _tell_asker(transfer, "transfer_taken")
    store(referral, by, "referral_transferred", former=transfer.from_organisation_id)
    return referral


def refuse_transfer(transfer: ReferralTransfer, *, by: User) -> ReferralTransfer:
    """The referral stays where it is; who asked is told by mail."""
    require(by, Permission.TRANSFER_ANSWER, transfer)
    _answer(transfer, "refuse", by)
    _tell_asker(transfer, "transfer_refused")
    store(transfer.referral, by, "referral_transfer_refused")
    return transfer


def take_back_transfer(referral: Referral, *, by: User) -> ReferralTransfer:
    """The association that asked thinks better of it."""
    require(by, Permission.REFERRAL_TRANSFER, referral)
    transfer = asked_transfer(referral)
    if transfer is None:
        raise ReferralInWrongStateError
    _answer(transfer, "take_back", by)
    store(referral, by, "referral_transfer_taken_back")
    return transfer


def asked_transfer(referral: Referral) -> ReferralTransfer | None:
    """The transfer that waits for an answer, if there is one."""
    query = select(ReferralTransfer).filter_by(referral_id=referral.id, state=TransferState.ASKED)
    return db.session.scalars(query).one_or_none()


def other_associations(referral: Referral) -> list[Organisation]:
    """To whom it may be offered: verified associations, by name, its own left out."""
    return list(db.session.scalars(_others(referral).order_by(Organisation.name, Organisation.id)))


def find_other_association(referral: Referral, number: int | None) -> Organisation | None:
    """One of them."""
    return db.session.scalars(_others(referral).where(Organisation.id == number)).one_or_none()


def is_movable(referral: Referral) -> bool:
    """Whether it waits for a home: never while a home is reserved, nor a draft, nor closed."""
    return referral.state in WAITING_STATES


def _others(referral: Referral) -> Select[Organisation]:
    return select(Organisation).where(
        Organisation.kind == OrganisationKind.ASSOCIATION,
        Organisation.verified_at.is_not(None),
        Organisation.id != referral.association_id,
    )


def _require_movable(referral: Referral) -> None:
    if not is_movable(referral):
        raise ReferralInWrongStateError


def _tell_asker(transfer: ReferralTransfer, letter: str) -> None:
    """Who asked; once gone, those who answer for their association."""
    asker = transfer.asked_by
    people = [asker] if asker.is_active else who_answers_for(transfer.from_organisation_id)
    for person in with_deputies(people, today()):
        write_to(person, letter, transfer.referral)


def _add(transfer: ReferralTransfer) -> None:
    try:
        db.session.add(transfer)
        db.session.flush()
    except IntegrityError as twice:
        db.session.rollback()
        raise AlreadyAskedError from twice


def _answer(transfer: ReferralTransfer, step: str, by: User) -> None:
    """Only the first of two answers that come at once counts."""
    state = after(transfer.state, step)
    answered = (
        update(ReferralTransfer)
        .where(ReferralTransfer.id == transfer.id, ReferralTransfer.state == TransferState.ASKED)
        .values(state=state, answered_by_id=by.id, answered_at=now())
    )
    if not rows_changed(answered):
        raise TransferAnsweredError
