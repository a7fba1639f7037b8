"""The life of a referral: start, save a step, send, confirm, park, resume, withdraw, question."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm.exc import StaleDataError

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.referrals.answers import Answers, write_answers
from stirrup.referrals.drafts import draft_just_opened
from stirrup.referrals.enums import CloseReason, ParkReason, ReferralState
from stirrup.referrals.letters import write_to_referent
from stirrup.referrals.lifecycle import ReferralInWrongStateError, after
from stirrup.referrals.linked_news import LinkedNews, tell_linked
from stirrup.referrals.links import leave_group
from stirrup.referrals.models import Household, Referral
from stirrup.referrals.refusals import (
    NotInformedError,
    ReferralChangedError,
    ReferralIncompleteError,
)
from stirrup.referrals.rules import check_answers, check_pause, check_up_to_date
from stirrup.referrals.steps import Step, journal_name, may_change, missing_steps

CONFIRMED_FOR = timedelta(days=30)
"""A household's situation changes: after this, the referent says whether it still holds."""


def start_referral(answers: Answers, *, informed: bool, by: User) -> Referral:
    """Open a draft once the person was told and consents (P25). Raises NotInformedError.

    A form that was sent twice leads to the one draft.
    """
    require(by, Permission.REFERRAL_CREATE)
    if not informed:
        raise NotInformedError
    opened = draft_just_opened(by)
    if opened is not None:
        return opened
    referral = Referral(association_id=by.organisation_id, referent_id=by.id)
    referral.household = Household()
    check_answers(referral, Step.CONSENT, answers, today())
    write_answers(referral, Step.CONSENT, answers)
    db.session.add(referral)
    _store(referral, by, "referral_started", notice_version=referral.notice_version)
    return referral


def save_step(
    referral: Referral, step: Step, answers: Answers, *, version: int, by: User
) -> Referral:
    """Write the answers of one step; `version` is that of the page on which they were typed.

    Raises ReferralChangedError when somebody else saved the referral since that page.
    """
    require(by, Permission.REFERRAL_EDIT, referral)
    if not may_change(referral.state, step):
        raise ReferralInWrongStateError
    if referral.version != version:
        raise ReferralChangedError
    check_answers(referral, step, answers, today())
    write_answers(referral, step, answers)
    referral.evaluated_on, referral.changed_at = today(), now()
    _store(referral, by, "referral_changed", step=journal_name(step))
    return referral


def submit_referral(referral: Referral, *, by: User) -> Referral:
    """Send it to the night, or answer the team's question; the wait counts from the first time."""
    require(by, Permission.REFERRAL_EDIT, referral)
    state = after(referral.state, "submit")
    if missing_steps(referral):
        raise ReferralIncompleteError
    check_up_to_date(referral, today())
    referral.state = state
    referral.question = referral.awaited_since = None
    referral.waiting_since = referral.waiting_since or today()
    referral.submitted_at = referral.submitted_at or now()
    referral.evaluated_on = referral.last_confirmed_on = today()
    _store(referral, by, "referral_submitted")
    return referral


def confirm_referral(referral: Referral, *, by: User) -> Referral:
    """The referent says that nothing changed: good for thirty more days."""
    require(by, Permission.REFERRAL_EDIT, referral)
    state = after(referral.state, "confirm")
    check_up_to_date(referral, today())
    referral.state = state
    referral.last_confirmed_on, referral.awaited_since = today(), None
    _store(referral, by, "referral_confirmed")
    return referral


def ask_to_complete(referral: Referral, question: str, *, by: User) -> Referral:
    """The team needs something before the next night; the referent is told by mail."""
    require(by, Permission.REFERRAL_ASK, referral)
    referral.state = after(referral.state, "ask")
    referral.question, referral.awaited_since = question, today()
    write_to_referent(referral, "question")
    _store(referral, by, "referral_asked")
    return referral


def park_referral(referral: Referral, reason: ParkReason, until: date, *, by: User) -> Referral:
    """Leave the nights until a day; the waiting date is kept."""
    require(by, Permission.REFERRAL_EDIT, referral)
    state = after(referral.state, "park")
    check_pause(until, today())
    referral.state = state
    referral.park_reason, referral.parked_until = reason, until
    referral.awaited_since = None
    tell_linked(referral, LinkedNews.PARKED, by=by)
    _store(referral, by, "referral_parked", reason=reason.value, until=until.isoformat())
    return referral


def resume_referral(referral: Referral, *, by: User) -> Referral:
    """Come back before the day that was set; coming back says that the situation holds."""
    require(by, Permission.REFERRAL_EDIT, referral)
    if _state_after_pause(referral) == ReferralState.READY:
        check_up_to_date(referral, today())
        referral.last_confirmed_on = today()
    _resume(referral)
    _store(referral, by, "referral_resumed")
    return referral


def withdraw_referral(referral: Referral, reason: CloseReason, *, by: User) -> Referral:
    """End it; a draft may be thrown away in the same way."""
    require(by, Permission.REFERRAL_EDIT, referral)
    referral.state = after(referral.state, "withdraw")
    referral.close_reason, referral.changed_at = reason, now()
    referral.park_reason = referral.parked_until = None
    referral.question = referral.awaited_since = None
    tell_linked(referral, LinkedNews.WITHDRAWN, by=by)
    for freed in leave_group(referral):
        audit.record(by, "referral_unlinked", freed)
    _store(referral, by, "referral_withdrawn", reason=reason.value)
    return referral


def resume_parked(day: date) -> int:
    """Bring back what was parked until `day`, whoever parked it. Returns how many came back."""
    due = select(Referral).where(
        Referral.state == ReferralState.PARKED, Referral.parked_until <= day
    )
    referrals = db.session.scalars(due.with_for_update()).all()
    for referral in referrals:
        _resume(referral)
        audit.record(None, "referral_resumed", referral)
        write_to_referent(referral, "resumed")
    db.session.commit()
    return len(referrals)


def expire_unconfirmed(day: date) -> int:
    """Take out of the nights what nobody confirmed for thirty days, or what cannot hold any more.

    A consent that ended and a latest entry that passed count too. Returns how many left.
    """
    stale = or_(
        Referral.last_confirmed_on < day - CONFIRMED_FOR,
        Referral.last_confirmed_on.is_(None),
        Referral.consent_expires_on < day,
        Referral.latest_entry < day,
    )
    due = select(Referral).where(Referral.state == ReferralState.READY, stale)
    referrals = db.session.scalars(due.with_for_update()).all()
    for referral in referrals:
        referral.state, referral.awaited_since = after(referral.state, "let_expire"), day
        audit.record(None, "referral_expired", referral)
        write_to_referent(referral, "to_confirm")
    db.session.commit()
    return len(referrals)


def _state_after_pause(referral: Referral) -> ReferralState:
    """The nights, or the team's question when it still waits for its answer."""
    state = after(referral.state, "resume")
    return after(state, "ask") if referral.question else state


def _resume(referral: Referral) -> None:
    referral.state = _state_after_pause(referral)
    referral.park_reason = referral.parked_until = None
    referral.awaited_since = today() if referral.question else None


def _store(referral: Referral, by: User, action: str, **details: Any) -> None:
    """One line in the journal, one commit; a version that moved meanwhile undoes the whole."""
    try:
        audit.record(by, action, referral, **details)
        db.session.commit()
    except StaleDataError as stale:
        db.session.rollback()
        raise ReferralChangedError from stale
