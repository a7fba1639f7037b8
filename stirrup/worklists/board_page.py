"""Cards and rows of the board: what tells a referral from another, and how it can move on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from stirrup.accounts.models import User
from stirrup.accounts.standing_in import covered_by
from stirrup.permissions import Permission, permits
from stirrup.placements.lanes.catalogue import steps_in_force
from stirrup.placements.lanes.steps import in_words
from stirrup.placements.models import Placement
from stirrup.referrals import plain_words, standing
from stirrup.referrals.enums import ReferralState, Urgency
from stirrup.referrals.handing_over import may_hand_over
from stirrup.referrals.lifecycle import allows
from stirrup.referrals.models import Referral
from stirrup.referrals.transfers import is_movable
from stirrup.ui.filters import date_short
from stirrup.worklists.board_queries import live_stays_of
from stirrup.worklists.stages import STAGE_OF
from stirrup.worklists.today_page import DueTag, due_tag

PRESSING = (Urgency.NO_SHELTER, Urgency.WITHIN_7_DAYS)


@dataclass(frozen=True)
class Move:
    """One real act that takes a referral elsewhere; `posts` when one click is enough."""

    words: str
    url: str
    posts: bool = False


@dataclass(frozen=True)
class Card:
    """One referral, without a name or a place."""

    number: int
    reference: str
    url: str
    state: str
    stage: str
    tone: str
    urgency: str
    presses: bool
    needs: str
    waiting: int | None
    referent: str
    step: str
    due: DueTag | None
    stay_url: str | None
    moves: list[Move]

    @property
    def one_click(self) -> Move | None:
        """The act that is offered as a button on the card itself."""
        return next((move for move in self.moves if move.posts), None)


def cards_of(referrals: Collection[Referral], person: User, today: date) -> dict[int, Card]:
    """Each referral as a card, by its number. Three queries: stays, names of steps, cover."""
    stays, covered = live_stays_of(referrals), covered_by(person, today)
    names = {step.code: in_words(step.name, str(get_locale())) for step in steps_in_force()}
    return {
        one.id: _card(one, stays.get(one.id), names, _moves(one, person, today, covered), today)
        for one in referrals
    }


def _card(
    referral: Referral,
    stay: Placement | None,
    names: Mapping[str, str],
    moves: list[Move],
    today: date,
) -> Card:
    if stay is not None and stay.step is not None:
        step, due_on = names[stay.step], stay.step_due_on
    else:
        step, due_on = _standing(referral, stay, today)
    return Card(
        number=referral.id,
        reference=referral.reference,
        url=url_for("referrals.show", referral_id=referral.id),
        state=_(referral.state.label),
        stage=_(STAGE_OF[referral.state].label),
        tone=standing.tone(referral.state),
        urgency=_(referral.urgency.label) if referral.urgency else "",
        presses=referral.urgency in PRESSING,
        needs=_needs(referral),
        waiting=standing.waiting_days(referral, today),
        referent=referral.referent.display_name,
        step=step,
        due=due_tag(due_on, today),
        stay_url=url_for("placements.show", placement_id=stay.id) if stay else None,
        moves=moves,
    )


def _needs(referral: Referral) -> str:
    if referral.people is None:
        return ""
    people = ngettext("%(num)s person", "%(num)s people", referral.people)
    return ", ".join(filter(None, (people, plain_words.bedrooms(referral.bedrooms_needed))))


def _standing(referral: Referral, stay: Placement | None, today: date) -> tuple[str, date | None]:
    """Of a stay under way its last day, else what is awaited of the referral, and until when."""
    if stay is not None:
        return _("Last day: %(day)s", day=date_short(stay.last_day)), None
    if referral.state == ReferralState.PARKED and referral.parked_until:
        return _("Comes back on %(day)s", day=date_short(referral.parked_until)), None
    if referral.state == ReferralState.TO_COMPLETE:
        return _("A question waits for its answer"), None
    if referral.state == ReferralState.DRAFT:
        return _("Draft"), None
    last_day = _to_confirm_by(referral, today)
    return (_("To confirm again"), last_day) if last_day else ("", None)


def _to_confirm_by(referral: Referral, today: date) -> date | None:
    """Until when the situation counts as confirmed, once that is near."""
    last_day = standing.confirm_before(referral)
    return last_day if last_day and last_day - today <= standing.SOON else None


def _moves(referral: Referral, person: User, today: date, covered: Collection[int]) -> list[Move]:
    if not permits(person, Permission.REFERRAL_EDIT, referral):
        return []
    state = referral.state
    asked = state == ReferralState.TO_CONFIRM or _to_confirm_by(referral, today) is not None
    ways: tuple[tuple[bool, str, str, bool], ...] = (
        (asked, _("Nothing has changed"), "confirm", True),
        (state == ReferralState.PARKED, _("Bring back now"), "resume", True),
        (state == ReferralState.DRAFT, _("Finish the draft"), "tasks", False),
        (state == ReferralState.TO_COMPLETE, _("Check the answers and send"), "check", False),
        (allows(state, "park"), _("Park until a day"), "park", False),
        (may_hand_over(referral, person, covered), _("Change the referent"), "referent", False),
        (is_movable(referral), _("Offer to another association"), "transfer", False),
        (allows(state, "withdraw"), _("Close this referral"), "withdraw", False),
    )
    return [
        Move(words, url_for(f"referrals.{page}", referral_id=referral.id), posts)
        for possible, words, page, posts in ways
        if possible
    ]
