"""What an association reads of a referral that is offered to it, before it takes it over.

The home that is needed, how urgent and since when: no place (communes, anchors, safety zones), no
contact, no number of minors. Once answered, nothing of the referral is shown here any more.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from stirrup.clock import today
from stirrup.referrals import plain_words, standing, transfers
from stirrup.referrals.enums import TransferState
from stirrup.referrals.steps import Step
from stirrup.referrals.transfer_models import ReferralTransfer

SHOWN = (Step.NEEDS, Step.DATES)


@dataclass(frozen=True)
class TransferPage:
    """Everything the template prints."""

    is_open: bool
    was_taken: bool
    rows: list[dict[str, Any]]
    waiting: int | None
    note: str | None


def transfer_page(transfer: ReferralTransfer) -> TransferPage:
    """The page of this transfer for the association that it is offered to."""
    is_open = transfer.state == TransferState.ASKED and transfers.is_movable(transfer.referral)
    return TransferPage(
        is_open=is_open,
        was_taken=transfer.state == TransferState.TAKEN,
        rows=_rows(transfer) if is_open else [],
        waiting=standing.waiting_days(transfer.referral, today()) if is_open else None,
        note=transfer.note if is_open else None,
    )


def _rows(transfer: ReferralTransfer) -> list[dict[str, Any]]:
    referral = transfer.referral
    lines = plain_words.household_for_the_team(referral)
    lines += [line for step in SHOWN for line in plain_words.lines_of(referral, step)]
    urgency = plain_words.lines_of(referral, Step.SITUATION)[1:]
    support = plain_words.lines_of(referral, Step.SUPPORT)[:1]
    asked = plain_words.Line(_("Offered by"), transfer.from_organisation.name)
    told = [asked, *lines, *urgency, *support]
    return [{"key": line.key, "value": line.value or None} for line in told]
