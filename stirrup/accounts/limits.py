"""Slows guessing: how often one account, one address and the whole site may try (security R05).

An attempt is stored before any password is hashed, so that simultaneous guesses are all counted.
Accounts and addresses are stored as keyed digests: the table tells nobody who tried what. Limits
are windows that slide: nobody is locked out for ever, and an attempt that is refused does not
prolong the wait (R06).
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import current_app
from sqlalchemy import delete, func, select

from stirrup.accounts.models import SignInAttempt
from stirrup.accounts.refusals import TooManyAttemptsError
from stirrup.clock import now
from stirrup.extensions import db


class Purpose(StrEnum):
    """What is tried; each is counted apart, so that guessing does not close the way by e-mail."""

    SIGN_IN = "sign_in"
    RESET = "reset"
    REGISTER = "register"
    SIGNING_CODE = "signing_code"
    VERIFICATION = "verification"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts within a window."""

    most: int
    within: timedelta


QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
PER_ACCOUNT = {
    Purpose.SIGN_IN: (Limit(5, QUARTER), Limit(10, HOUR), Limit(30, DAY)),
    Purpose.RESET: (Limit(5, DAY),),
    Purpose.REGISTER: (Limit(5, DAY),),
    Purpose.SIGNING_CODE: (Limit(8, QUARTER), Limit(40, DAY)),
    Purpose.VERIFICATION: (Limit(20, QUARTER), Limit(100, DAY)),
    Purpose.CALENDAR: (Limit(20, QUARTER), Limit(300, DAY)),
}
PER_ADDRESS = (Limit(30, QUARTER), Limit(300, DAY))
EVERYBODY = (Limit(1000, timedelta(minutes=5)),)


def count_attempt(purpose: Purpose, account: str, address: str) -> SignInAttempt:
    """Store one attempt and commit it. Raises TooManyAttemptsError when one is too many."""
    attempt = SignInAttempt(
        account_hash=_digest(f"{purpose}:{account}"),
        address_hash=_digest(f"address:{address}"),
        attempted_at=now(),
    )
    _forget_before(attempt.attempted_at - DAY)
    db.session.add(attempt)
    db.session.commit()
    if _is_too_many(purpose, attempt):
        db.session.execute(delete(SignInAttempt).where(SignInAttempt.id == attempt.id))
        db.session.commit()
        raise TooManyAttemptsError
    return attempt


def forgive(purpose: Purpose, account: str) -> None:
    """Forget the attempts on an account whose owner is known now; the caller commits."""
    digest = _digest(f"{purpose}:{account}")
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.account_hash == digest))


def _is_too_many(purpose: Purpose, attempt: SignInAttempt) -> bool:
    same_account = SignInAttempt.account_hash == attempt.account_hash
    same_address = SignInAttempt.address_hash == attempt.address_hash
    return (
        _reached(PER_ACCOUNT[purpose], attempt.attempted_at, same_account)
        or _reached(PER_ADDRESS, attempt.attempted_at, same_address)
        or _reached(EVERYBODY, attempt.attempted_at)
    )


def _reached(limits: tuple[Limit, ...], instant: datetime, *which: Any) -> bool:
    return any(_count_since(instant - limit.within, *which) > limit.most for limit in limits)


def _count_since(instant: datetime, *which: Any) -> int:
    query = select(func.count(SignInAttempt.id)).where(SignInAttempt.attempted_at > instant, *which)
    return db.session.scalars(query).one()


def _forget_before(instant: datetime) -> None:
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.attempted_at <= instant))


def _digest(text: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
