"""What a page says of the households linked with one: by reference, how far apart, who waits."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from stirrup.permissions import Permission, permits
from stirrup.referrals.enums import ReferralState as State
from stirrup.referrals.links import MOST_LINKED, WAITING_STATES, open_members
from stirrup.referrals.models import Referral
from stirrup.referrals.standing import tone

WITH_A_HOME = frozenset({State.PROPOSED, State.HOUSED})


@dataclass(frozen=True)
class LinkedHousehold:
    """One of the others."""

    reference: str
    url: str
    state: str
    tone: str


@dataclass(frozen=True)
class LinkCard:
    """The link of a referral, and what its reader may do about it."""

    others: list[LinkedHousehold]
    max_km: int | None
    keeps_waiting: list[str]
    """References of those that keep the whole group out of the nights."""
    link_url: str | None
    unlink_url: str | None


def link_card(referral: Referral, person: Any) -> LinkCard | None:
    """The card of this referral for this person; None when there is nothing to say or do."""
    group = referral.link_group
    members = open_members(group) if group else []
    may_change = referral.state in WAITING_STATES and permits(
        person, Permission.REFERRAL_LINK, referral
    )
    if not members and not may_change:
        return None
    urls = {
        act: url_for(f"referrals.{act}", referral_id=referral.id) if may_change else None
        for act in ("link", "unlink")
    }
    return LinkCard(
        others=[_linked(one) for one in members if one is not referral],
        max_km=group.max_km if group else None,
        keeps_waiting=_those_who_keep_waiting(members),
        link_url=urls["link"] if len(members) < MOST_LINKED else None,
        unlink_url=urls["unlink"] if members else None,
    )


def _linked(referral: Referral) -> LinkedHousehold:
    return LinkedHousehold(
        referral.reference,
        url_for("referrals.show", referral_id=referral.id),
        str(_(referral.state.label)),
        tone(referral.state),
    )


def _those_who_keep_waiting(members: list[Referral]) -> list[str]:
    """Whom the nights do not look at: as long as there is one, they leave out the others too."""
    if all(one.state in WITH_A_HOME for one in members):
        return []
    return [one.reference for one in members if one.state != State.READY]
