"""A form sent twice opens one draft: the second sending finds the one that was just opened."""

from stirrup.accounts.models import User
from stirrup.accounts.sent_twice import just_made
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral


def draft_just_opened(by: User) -> Referral | None:
    """The draft that this person opened in the last minute, if nothing was written in it yet."""
    opened: Referral | None = just_made(
        Referral,
        Referral.referent_id == by.id,
        Referral.state == ReferralState.DRAFT,
        Referral.evaluated_on.is_(None),
        Referral.waiting_since.is_(None),
        by=by,
    )
    return opened
