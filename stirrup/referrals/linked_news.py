"""What the other referents of linked households are told: what happens to one concerns them all."""

from enum import StrEnum

from stirrup.accounts.models import User
from stirrup.outbox.services import enqueue
from stirrup.referrals.letters import people_for
from stirrup.referrals.links import open_members
from stirrup.referrals.models import Referral


class LinkedNews(StrEnum):
    """What happened to the linked referral."""

    HANDED_OVER = "handed_over"
    LEFT = "left"
    PARKED = "parked"
    WITHDRAWN = "withdrawn"


def tell_linked(referral: Referral, news: LinkedNews, *, by: User | None) -> None:
    """One mail to each referent of the same group, but for the author and its own referent.

    Called before the referral leaves its group. The caller commits.
    """
    told = {referral.referent.id, by.id if by else None}
    for other in open_members(referral.link_group) if referral.link_group else ():
        for person in people_for(other):
            if person.id not in told:
                told.add(person.id)
                _write(person, other, referral, news)


def _write(person: User, own: Referral, changed: Referral, news: LinkedNews) -> None:
    enqueue(
        person.email,
        person.language,
        "referrals/linked_news",
        reference=own.reference,
        referral_id=own.id,
        changed=changed.reference,
        news=news.value,
    )
