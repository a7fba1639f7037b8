"""Mails about a referral to whoever answers for it: a reference and a link, nobody's name."""

from stirrup.accounts.colleagues import administrators, who_answers_for
from stirrup.accounts.models import User
from stirrup.accounts.standing_in import with_deputies
from stirrup.clock import today
from stirrup.outbox.services import enqueue
from stirrup.referrals.models import Referral


def write_to_referent(referral: Referral, letter: str, *, key: str | None = None) -> bool:
    """Write templates/email/referrals/<letter>; the caller commits. Whether it is a new mail.

    `key`: what it is about, once and for all; without one it is written in any case.
    """
    letters = [
        enqueue(
            person.email,
            person.language,
            f"referrals/{letter}",
            key=f"{key}-{person.id}" if key else None,
            reference=referral.reference,
            referral_id=referral.id,
        )
        for person in people_for(referral)
    ]
    return any(mail.id is None for mail in letters)


def people_for(referral: Referral) -> list[User]:
    """The referent and who stands in for them; once gone, those who answer for the association.

    Where nobody is left there, the Stirrup team: no household is forgotten.
    """
    present = referral.referent.is_active
    people = [referral.referent] if present else who_answers_for(referral.association_id)
    return with_deputies(people, today()) or administrators()
