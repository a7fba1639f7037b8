"""What the page of a referral shows to one reader: its association, or the Stirrup team."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.accounts.leave_words import name_today
from stirrup.accounts.standing_in import covered_by
from stirrup.clock import today
from stirrup.permissions import Permission, permits
from stirrup.referrals import history, standing
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.handing_over import may_hand_over
from stirrup.referrals.home_needs import HomeNeed
from stirrup.referrals.lifecycle import TRANSITIONS, allows
from stirrup.referrals.link_page import LinkCard, link_card
from stirrup.referrals.models import Referral
from stirrup.referrals.plain_words import household_for_the_team, lines_of
from stirrup.referrals.reopening import may_reopen
from stirrup.referrals.standing import Expected
from stirrup.referrals.steps import GROUPS, Step, find_step, may_change
from stirrup.referrals.transfers import asked_transfer, is_movable
from stirrup.ui.filters import date_short, day_count

OF_THE_ASSOCIATION = (Step.CONTACTS, Step.CONSENT)
"""How to reach a household is its association's business; safety zones are nobody's."""

GROUPS_SHOWN = (*GROUPS, (Step.CONSENT.label, (Step.CONSENT,)))

LATEST_EVENTS = 5

Row = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """Answers that belong together: each line a key, a value, and where it changes if it may."""

    title: str
    rows: list[Row]


@dataclass(frozen=True)
class ReferralPage:
    """Everything the template prints, already chosen for this reader."""

    sentence: str
    tone: str
    referent: str
    facts: list[tuple[str, str]]
    expected: Expected | None
    expected_url: str | None
    confirm_before: date | None
    keeps_waiting: bool
    sections: list[Section]
    latest: list[dict[str, Any]]
    earlier: list[dict[str, Any]]
    readers: list[str]
    acts: set[str]
    safety_url: str | None
    link: LinkCard | None
    handing_over: list[tuple[str, str]]
    """Words and address of each way to hand it over, or to open it again."""
    offered_to: str | None
    take_back_url: str | None
    stay_url: str | None
    """Its stay, when the timeline tells of one."""


def referral_page(referral: Referral, person: Any) -> ReferralPage:
    """The page of this referral for this person."""
    of_the_association = permits(person, Permission.REFERRAL_EDIT, referral)
    expected = standing.expected(referral, today()) if of_the_association else None
    events, link = history.timeline(referral), link_card(referral, person)
    return ReferralPage(
        sentence=_sentence(referral, link),
        tone=standing.tone(referral.state),
        referent=name_today(referral.referent, today()),
        facts=_facts(referral),
        expected=expected,
        expected_url=_url_of(referral, expected),
        confirm_before=standing.confirm_before(referral),
        keeps_waiting=standing.waiting_days(referral, today()) is not None,
        sections=sections(referral, of_the_association),
        latest=events[:LATEST_EVENTS],
        earlier=events[LATEST_EVENTS:],
        readers=history.readers(referral),
        acts=_acts(referral, person),
        safety_url=_change_url(referral, Step.SAFETY) if of_the_association else None,
        link=link,
        handing_over=_handing_over(referral, person) if of_the_association else [],
        stay_url=next((event["url"] for event in events if event.get("url")), None),
        **_offer(referral, of_the_association),
    )


def _handing_over(referral: Referral, person: Any) -> list[tuple[str, str]]:
    covered = covered_by(person, today())
    ways = (
        (may_hand_over(referral, person, covered), _("Change the referent"), "referent"),
        (is_movable(referral), _("Offer to another association"), "transfer"),
        (may_reopen(referral), _("Reopen this referral"), "reopen"),
    )
    return [
        (words, url_for(f"referrals.{page}", referral_id=referral.id))
        for possible, words, page in ways
        if possible
    ]


def _offer(referral: Referral, of_the_association: bool) -> dict[str, str | None]:
    """The association that it is offered to, and where that is taken back."""
    asked = asked_transfer(referral) if of_the_association else None
    return {
        "offered_to": asked.to_organisation.name if asked else None,
        "take_back_url": url_for("referrals.take_back_transfer", referral_id=referral.id)
        if asked
        else None,
    }


def _sentence(referral: Referral, link: LinkCard | None) -> str:
    if referral.state == ReferralState.READY and link and link.keeps_waiting:
        return str(_("The nights leave this household out: a linked one is not ready."))
    return standing.sentence(referral)


def sections(referral: Referral, of_the_association: bool) -> list[Section]:
    """The answers this reader sees, group by group."""
    shown = []
    for title, steps in GROUPS_SHOWN:
        seen = [step for step in steps if of_the_association or step not in OF_THE_ASSOCIATION]
        rows = [row for step in seen for row in _rows(referral, step, of_the_association)]
        if rows:
            shown.append(Section(_(title), rows))
    return shown


def step_url(referral: Referral, step: Step) -> str:
    """Where the answers of a step are given."""
    return url_for("referrals.step", referral_id=referral.id, step_name=step.value)


def _rows(referral: Referral, step: Step, of_the_association: bool) -> list[Row]:
    if of_the_association:
        lines, url = lines_of(referral, step), _change_url(referral, step)
    elif step == Step.HOUSEHOLD:
        lines, url = household_for_the_team(referral), None
    else:
        lines, url = lines_of(referral, step), None
    return [{"key": line.key, "value": line.value or None, "url": url} for line in lines]


def _change_url(referral: Referral, step: Step) -> str | None:
    return step_url(referral, step) if may_change(referral.state, step) else None


def _facts(referral: Referral) -> list[tuple[str, str]]:
    """The few facts that tell one referral from another."""
    facts = []
    if referral.people:
        facts.append((_("People"), str(referral.people)))
    if referral.bedrooms_needed is not None:
        facts.append((_("Bedrooms"), str(referral.bedrooms_needed or _("a studio"))))
    if referral.latest_entry:
        facts.append((_("Entry"), _("before %(day)s", day=date_short(referral.latest_entry))))
    facts.append((_("Access"), _access(referral)))
    waiting = standing.waiting_days(referral, today())
    return facts if waiting is None else [*facts, (_("Wait"), day_count(waiting))]


def _access(referral: Referral) -> str:
    if referral.needs_step_free:
        return str(_("step-free"))
    needs = sum(bool(getattr(referral, need.value)) for need in HomeNeed)
    if needs:
        return str(ngettext("%(num)s need", "%(num)s needs", needs))
    return str(_("no particular need"))


def _url_of(referral: Referral, expected: Expected | None) -> str | None:
    if expected is None:
        return None
    if expected.act == "answer":
        return url_for("referrals.check", referral_id=referral.id)
    step = find_step(expected.act)
    return step_url(referral, step) if step else None


def _acts(referral: Referral, person: Any) -> set[str]:
    """The steps of the lifecycle that this person may take now."""
    possible = {step for step in TRANSITIONS if allows(referral.state, step)}
    of_the_association = {"confirm", "park", "resume", "withdraw"}
    mine = of_the_association if permits(person, Permission.REFERRAL_EDIT, referral) else set()
    if permits(person, Permission.REFERRAL_ASK, referral):
        mine = mine | {"ask"}
    return possible & mine
