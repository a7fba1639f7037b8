"""A closed referral begins again as a draft: its person is told and asked again."""

from datetime import date, timedelta

from stirrup.accounts.models import User
from stirrup.clock import local, today
from stirrup.permissions import Permission, require
from stirrup.referrals.lifecycle import after, allows
from stirrup.referrals.models import Referral
from stirrup.referrals.storing import store

WAIT_KEPT_FOR = timedelta(days=365)
"""After this, the wait starts again with the sending."""


def may_reopen(referral: Referral) -> bool:
    """Whether the referral is closed."""
    return allows(referral.state, "reopen")


def keeps_its_wait(referral: Referral, today: date) -> bool:
    """Whether a referral that was closed lately comes back with its first waiting date."""
    closed_on = local(referral.changed_at).date()
    return referral.waiting_since is not None and today <= closed_on + WAIT_KEPT_FOR


def reopen_referral(referral: Referral, *, by: User) -> Referral:
    """A draft with its former needs; consent, support and evaluation are to be given anew.

    The first waiting date is kept for twelve months after the closing.
    """
    require(by, Permission.REFERRAL_EDIT, referral)
    referral.state = after(referral.state, "reopen")
    if not keeps_its_wait(referral, today()):
        referral.waiting_since = None
    referral.close_reason = None
    referral.notice_version = referral.consent_given_on = referral.consent_method = None
    referral.consent_expires_on = referral.evaluated_on = referral.last_confirmed_on = None
    referral.referent_commits, referral.consent_to_statistics = False, False
    store(referral, by, "referral_reopened")
    return referral
