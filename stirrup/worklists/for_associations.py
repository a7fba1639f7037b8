"""What is expected of an association: answers, visits, keys, ends, and referrals kept alive."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, select, true

from stirrup.accounts.models import User
from stirrup.placements.enums import PlacementState
from stirrup.placements.lanes.enums import Side, StepCode
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import SigningParty
from stirrup.referrals.aging import parks_on
from stirrup.referrals.enums import ReferralState, TransferState
from stirrup.referrals.in_charge import is_asked_of
from stirrup.referrals.links import WAITING_STATES
from stirrup.referrals.models import Referral
from stirrup.referrals.services import CONFIRMED_FOR
from stirrup.referrals.transfer_models import ReferralTransfer
from stirrup.wording import N_
from stirrup.worklists.added_steps import added_steps_of
from stirrup.worklists.in_short import of_stays, referral_in_short, stay_in_short
from stirrup.worklists.piles import Heap, Pile
from stirrup.worklists.signing import papers_to_sign
from stirrup.worklists.stages import Stage

CONSENT_ENDS_SOON = timedelta(days=14)
CONFIRM_SOON = timedelta(days=7)
WHAT_FOLLOWS = timedelta(days=90)
"""Before the last day of a stay: its prolongation or its end is decided (LC-24)."""
PARTIES = (SigningParty.ASSOCIATION, SigningParty.RESIDENTS, SigningParty.ASSISTANT)
AWAKE = (ReferralState.READY, ReferralState.TO_CONFIRM)
STAY: Any = {
    "page": "placements.show",
    "argument": "placement_id",
    "all_page": "placements.index",
    "about": stay_in_short,
}
REFERRAL: Any = {
    "page": "referrals.show",
    "argument": "referral_id",
    "all_page": "worklists.board_table",
    "about": referral_in_short,
}


CONFIRMED_AT_ONCE = REFERRAL | {
    "act": "referrals.confirm",
    "act_words": N_("Nothing has changed"),
}
OFFERED = Pile(
    true(),
    N_("Referrals offered to you"),
    N_("Referral M-%(number)s: take it over, or refuse"),
    page="referrals.offered",
    argument="referral_transfer_id",
    all_page="worklists.today",
    words=lambda transfer: {"number": f"{transfer.referral_id:04d}"},
)


def heaps_for_an_association(person: User, today: date) -> list[Heap]:
    """A case worker's own referrals and those covered, or all for who manages the association."""
    referrals = _referrals_of(person, today)
    stays = select(Placement.id).where(Placement.referral_id.in_(referrals))
    return [
        Heap(Placement, _stays(today), stays, of_stays()),
        papers_to_sign(PARTIES, stays),
        Heap(ReferralTransfer, [OFFERED], _offered_to(person)),
        Heap(Referral, _referrals(today), referrals),
    ]


def _offered_to(person: User) -> Select[Any]:
    visible = ReferralTransfer.visible_to(person).with_only_columns(ReferralTransfer.id)
    waits = Referral.state.in_(WAITING_STATES)
    asked = ReferralTransfer.state == TransferState.ASKED
    return visible.join(ReferralTransfer.referral).where(asked, waits)


def _referrals_of(person: User, today: date) -> Select[Any]:
    """Numbers of the referrals about which this person is asked."""
    visible = Referral.visible_to(person).with_only_columns(Referral.id)
    return visible.where(is_asked_of(person, today))


def _stays(today: date) -> list[Pile]:
    step, step_due = Placement.step, {"due": Placement.step_due_on, **STAY}
    last_day = {"due": Placement.end_day, "lasts": -timedelta(days=1), **STAY}
    nears_its_end = Placement.end_day <= today + WHAT_FOLLOWS
    return [
        Pile(
            step == StepCode.ASSOCIATION_ANSWER,
            N_("Your association’s answer is awaited"),
            N_("Stay %(reference)s: say whether you can accompany it"),
            **step_due,
        ),
        Pile(
            step == StepCode.HOUSEHOLD_ANSWER,
            N_("Answers of households to record"),
            N_("Stay %(reference)s: record what the household says"),
            **step_due,
        ),
        Pile(
            step == StepCode.VISIT_BOOKING,
            N_("Visits to book"),
            N_("Stay %(reference)s: set the day of the visit"),
            **step_due,
        ),
        Pile(
            step == StepCode.VISIT,
            N_("Visits to record"),
            N_("Stay %(reference)s: say how the visit went"),
            **step_due,
        ),
        added_steps_of(Side.ASSOCIATION, STAY),
        Pile(
            step == StepCode.KEYS,
            N_("Stays to start"),
            N_("Stay %(reference)s: make the inventory and hand over the keys"),
            **step_due,
        ),
        Pile(
            Placement.state == PlacementState.ENDING,
            N_("Ends to record"),
            N_("Stay %(reference)s: make the inventory at the exit, say how it ended"),
            **last_day,
        ),
        Pile(
            and_(Placement.state == PlacementState.ACTIVE, nears_its_end),
            N_("What follows these stays"),
            N_("Stay %(reference)s: prolong it, or announce its end"),
            **last_day,
        ),
    ]


def _referrals(today: date) -> list[Pile]:
    state, consent_ends = Referral.state, Referral.consent_expires_on
    unconfirmed = Referral.last_confirmed_on <= today + CONFIRM_SOON - CONFIRMED_FOR
    return [
        Pile(
            state == ReferralState.TO_COMPLETE,
            N_("Questions from the Stirrup team"),
            N_("Referral %(reference)s: answer the question"),
            due=Referral.awaited_since,
            last_day=_before_it_is_parked,
            all_values=(("stage", Stage.TO_COMPLETE.value),),
            **REFERRAL,
        ),
        Pile(
            and_(state.in_(AWAKE), consent_ends <= today + CONSENT_ENDS_SOON),
            N_("Consents about to end"),
            N_("Referral %(reference)s: ask the person again"),
            due=consent_ends,
            **REFERRAL,
        ),
        Pile(
            state == ReferralState.TO_CONFIRM,
            N_("Situations to confirm"),
            N_("Referral %(reference)s: confirm that nothing has changed"),
            due=Referral.awaited_since,
            last_day=_before_it_is_parked,
            all_values=(("stage", Stage.TO_CONFIRM.value),),
            **CONFIRMED_AT_ONCE,
        ),
        Pile(
            and_(state == ReferralState.READY, unconfirmed),
            N_("Situations to confirm again soon"),
            N_("Referral %(reference)s: confirm that nothing has changed"),
            due=Referral.last_confirmed_on,
            lasts=CONFIRMED_FOR,
            all_values=(("stage", Stage.READY.value),),
            **CONFIRMED_AT_ONCE,
        ),
        Pile(
            state == ReferralState.DRAFT,
            N_("Drafts to finish"),
            N_("Referral %(reference)s: finish the draft and send it"),
            all_values=(("stage", Stage.TO_COMPLETE.value),),
            **REFERRAL,
        ),
    ]


def _before_it_is_parked(referral: Referral) -> date | None:
    """The last day before a referral that waits for its referent leaves by itself."""
    since = referral.awaited_since
    return parks_on(referral, since) - timedelta(days=1) if since else None
