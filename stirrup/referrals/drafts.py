"""A form sent twice opens one draft: the second sending finds the one that was just opened."""

from datetime import timedelta

from sqlalchemy import select, update

from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral

SENT_TWICE_WITHIN = timedelta(minutes=1)


def draft_just_opened(by: User) -> Referral | None:
    """The draft that this person opened in the last minute, if nothing was written in it yet.

    Two sendings that arrive together wait for each other here, on the person's own row.
    """
    own_row = update(User).where(User.id == by.id).values(language=User.language)
    db.session.execute(own_row.execution_options(synchronize_session=False))
    query = (
        select(Referral)
        .where(
            Referral.referent_id == by.id,
            Referral.state == ReferralState.DRAFT,
            Referral.evaluated_on.is_(None),
            Referral.waiting_since.is_(None),
            Referral.created_at > now() - SENT_TWICE_WITHIN,
        )
        .order_by(Referral.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()
