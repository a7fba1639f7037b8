"""Another referent inside the association: one referral, or all those of somebody who leaves."""

from collections import Counter
from collections.abc import Collection, Sequence
from http import HTTPStatus
from typing import Any

from sqlalchemy import Select, select

from stirrup import audit
from stirrup.accounts.colleagues import find_colleague
from stirrup.accounts.models import User
from stirrup.accounts.standing_in import covered_by, with_deputies
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.referrals.enums import ReferralState as State
from stirrup.referrals.in_charge import is_in_charge
from stirrup.referrals.lifecycle import ReferralInWrongStateError
from stirrup.referrals.linked_news import LinkedNews, tell_linked
from stirrup.referrals.models import Referral
from stirrup.referrals.refusals import AnswerRefusedError
from stirrup.referrals.storing import commit_changes, store, write_to
from stirrup.refusals import RefusedError
from stirrup.wording import N_


class NotTheReferentError(RefusedError):
    """Only the referent, or a manager, hands a referral over."""

    sentence = N_("Only its referent, or a manager of the association, can hand it over.")
    status = HTTPStatus.FORBIDDEN


class NoSuchColleagueError(AnswerRefusedError):
    """Unknown, elsewhere, without access, or no case worker: one answer."""

    sentence = N_("Choose a person of your association who has access.")
    answer = "to"


class SameReferentError(AnswerRefusedError):
    sentence = N_("This person is the referent already.")
    answer = "to"


def may_hand_over(referral: Referral, person: User, covered: Collection[int]) -> bool:
    """Whether this person may choose another referent, and something is left to hand over.

    `covered`: numbers of the people for whom they stand in.
    """
    return referral.state != State.CLOSED and is_in_charge(referral, person, covered)


def change_referent(referral: Referral, to: int | None, *, by: User) -> Referral:
    """Another person of the association accompanies this household; both are told by mail.

    `to`: the number of that person. Raises NotTheReferentError, NoSuchColleagueError,
    SameReferentError, ReferralInWrongStateError.
    """
    require(by, Permission.REFERRAL_EDIT, referral)
    if not is_in_charge(referral, by, covered_by(by, today())):
        raise NotTheReferentError
    if referral.state == State.CLOSED:
        raise ReferralInWrongStateError
    former, new = _replace_referent(referral, _colleague(to, by), by)
    for person in (former, new):
        _tell(person, by, "referent_changed", referral)
    store(referral, by, "referral_referent_changed", former=former.id, referent=new.id)
    return referral


def change_referents(
    referrals: Sequence[Referral], to: int | None, *, by: User
) -> list[tuple[Referral, RefusedError | None]]:
    """The same for several of them, with what was refused beside each; one mail to each person.

    Raises NoSuchColleagueError.
    """
    require(by, Permission.REFERRAL_BOARD)
    new, outcomes, left = _colleague(to, by), [], Counter[User]()
    covered = covered_by(by, today())
    for referral in referrals:
        require(by, Permission.REFERRAL_EDIT, referral)
        refusal = _refusal(referral, new, by, covered)
        outcomes.append((referral, refusal))
        if refusal is None:
            former, _new = _replace_referent(referral, new, by)
            left[former] += 1
            details = {"former": former.id, "referent": new.id}
            audit.record(by, "referral_referent_changed", referral, **details)
    moved = [referral for referral, refusal in outcomes if refusal is None]
    if moved:
        _tell(new, by, "all_handed_over", moved[0], count=len(moved))
    for former, count in left.items():
        _tell(former, by, "all_handed_away", moved[0], count=count)
    commit_changes()
    return outcomes


def hand_over_all(leaving: int | None, to: int | None, *, by: User) -> int:
    """Give every open referral of one person to another one. Returns how many. One mail.

    `leaving` and `to`: numbers of two people of the association that `by` manages.
    """
    require(by, Permission.TEAM_MANAGE)
    new = _colleague(to, by)
    if leaving == new.id:
        raise SameReferentError
    count = _give(open_referrals_of(leaving, by.organisation_id), new, by)
    commit_changes()
    return count


def give_open_referrals(leaving: User, new: User, by: User) -> int:
    """The same for who ends somebody's access, and has checked the right to; no commit."""
    return _give(open_referrals_of(leaving.id, leaving.organisation_id), new, by)


def open_referrals_of(person: int | None, association: int | None) -> Select[Referral]:
    """What this person (their number) accompanies at an association."""
    return select(Referral).where(
        Referral.association_id == association,
        Referral.referent_id == person,
        Referral.state != State.CLOSED,
    )


def _give(open_ones: Select[Referral], new: User, by: User) -> int:
    """One line of the journal for each, one mail in all."""
    referrals = db.session.scalars(open_ones.order_by(Referral.id).with_for_update()).all()
    for referral in referrals:
        former, _new = _replace_referent(referral, new, by)
        details = {"former": former.id, "referent": new.id}
        audit.record(by, "referral_referent_changed", referral, **details)
    if referrals:
        _tell(new, by, "all_handed_over", referrals[0], count=len(referrals))
    return len(referrals)


def _replace_referent(referral: Referral, new: User, by: User) -> tuple[User, User]:
    """Both of them, the former one first; referents of linked households are told."""
    former = referral.referent
    if former.id == new.id:
        raise SameReferentError
    referral.referent = new
    tell_linked(referral, LinkedNews.HANDED_OVER, by=by)
    return former, new


def _refusal(
    referral: Referral, new: User, by: User, covered: Collection[int]
) -> RefusedError | None:
    if not is_in_charge(referral, by, covered):
        return NotTheReferentError()
    if referral.state == State.CLOSED:
        return ReferralInWrongStateError()
    return SameReferentError() if referral.referent_id == new.id else None


def _tell(person: User, by: User, letter: str, referral: Referral, **values: Any) -> None:
    """By mail, and whoever stands in for them, unless they did it themselves or left."""
    for one in with_deputies([person], today()):
        if one.id != by.id and one.is_active:
            write_to(one, letter, referral, **values)


def _colleague(number: int | None, by: User) -> User:
    found = find_colleague(by.organisation_id, number)
    if found is None:
        raise NoSuchColleagueError
    return found
