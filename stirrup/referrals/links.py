"""Households that move in together or not at all: link two referrals, take one out again.

A group is of one association, of two to four households, with one greatest distance between their
homes. A closed referral leaves its group; whoever else is not ready keeps all of it waiting.
"""

from http import HTTPStatus

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.referrals.enums import ReferralState as State
from stirrup.referrals.lifecycle import ReferralInWrongStateError
from stirrup.referrals.models import LinkGroup, Referral
from stirrup.referrals.queries import number_in
from stirrup.referrals.refusals import AnswerRefusedError, ReferralChangedError
from stirrup.refusals import RefusedError
from stirrup.wording import N_

MOST_LINKED = 4
FARTHEST_KM = 100

WAITING_STATES = frozenset({State.TO_COMPLETE, State.READY, State.TO_CONFIRM, State.PARKED})
"""Sent, and no home reserved: what may be linked, and taken out of a link."""


class NoSuchReferralError(AnswerRefusedError):
    """Unknown and of another association are one answer: nobody learns which."""

    sentence = N_("Your association has no referral with this reference.")
    answer = "reference"


class SameReferralError(AnswerRefusedError):
    sentence = N_("This is the referral of this page: enter the reference of another one.")
    answer = "reference"


class NotWaitingError(AnswerRefusedError):
    sentence = N_("That referral does not wait for a home: only referrals that wait can be linked.")
    answer = "reference"


class AlreadyLinkedError(AnswerRefusedError):
    sentence = N_("These two are already linked.")
    answer = "reference"


class LinkedElsewhereError(AnswerRefusedError):
    sentence = N_("Each of the two is already linked with others: unlink one of them first.")
    answer = "reference"


class TooManyLinkedError(AnswerRefusedError):
    sentence = N_("Four households at most can be linked together.")
    answer = "reference"


class NotLinkedError(RefusedError):
    """Somebody else took it out meanwhile."""

    sentence = N_("This referral is no longer linked with another one.")
    status = HTTPStatus.CONFLICT


def link_referrals(referral: Referral, reference: str, max_km: int, *, by: User) -> LinkGroup:
    """Link two households of one association: both get a home, near each other, or none does.

    One that is already linked brings its group; of two distances the shorter holds. Raises
    ReferralInWrongStateError, or the AnswerRefusedError of the first rule that is broken.
    """
    require(by, Permission.REFERRAL_LINK, referral)
    if referral.state not in WAITING_STATES:
        raise ReferralInWrongStateError
    other = _find_own(reference, by)
    group = _common_group(referral, other, max_km, by)
    group.max_km = min(group.max_km, max_km)
    for one in (referral, other):
        if one.link_group_id is None:
            one.link_group = group
            audit.record(by, "referral_linked", one, max_km=max_km)
    _commit()
    return group


def unlink_referral(referral: Referral, *, by: User) -> None:
    """Take one household out of its group; a group of one is none."""
    require(by, Permission.REFERRAL_LINK, referral)
    if referral.state not in WAITING_STATES:
        raise ReferralInWrongStateError
    if referral.link_group_id is None:
        raise NotLinkedError
    for one in leave_group(referral):
        audit.record(by, "referral_unlinked", one)
    _commit()


def leave_group(referral: Referral) -> list[Referral]:
    """Take a referral out of its group, if any, and free who would stay alone; nothing is stored.

    Returns those that are linked no more.
    """
    group = referral.link_group
    if group is None:
        return []
    staying = [one for one in open_members(group) if one is not referral]
    leaving = [referral] if len(staying) > 1 else [referral, *staying]
    for one in leaving:
        one.link_group = None
    if not group.referrals:
        db.session.delete(group)
    return leaving


def open_members(group: LinkGroup) -> list[Referral]:
    """The households of a group whose referral is not closed."""
    return [one for one in group.referrals if one.state != State.CLOSED]


def _find_own(reference: str, by: User) -> Referral:
    query = Referral.visible_to(by).where(Referral.id == number_in(reference))
    other = db.session.scalar(query)
    if other is None:
        raise NoSuchReferralError
    return other


def _common_group(referral: Referral, other: Referral, max_km: int, by: User) -> LinkGroup:
    """The group that both will be in: that of one of them, locked, or a new one."""
    if other is referral:
        raise SameReferralError
    if other.state not in WAITING_STATES:
        raise NotWaitingError
    groups = {one.link_group_id for one in (referral, other)} - {None}
    if len(groups) == 2:
        raise LinkedElsewhereError
    if not groups:
        group = LinkGroup(
            association_id=referral.association_id, max_km=max_km, created_by_id=by.id
        )
        db.session.add(group)
        return group
    if referral.link_group_id == other.link_group_id:
        raise AlreadyLinkedError
    return _with_room(groups.pop())


def _with_room(group_id: int | None) -> LinkGroup:
    locked = select(LinkGroup).where(LinkGroup.id == group_id).with_for_update()
    group = db.session.scalars(locked).one()
    if len(open_members(group)) >= MOST_LINKED:
        raise TooManyLinkedError
    return group


def _commit() -> None:
    """One commit; a version that moved meanwhile undoes the whole."""
    try:
        db.session.commit()
    except StaleDataError as stale:
        db.session.rollback()
        raise ReferralChangedError from stale
