"""Where a link of a mail leads one reader, or why it leads nowhere any more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from stirrup.accounts.action_links import find_link
from stirrup.accounts.models import ActionLink, User
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.notices.enums import LinkState
from stirrup.placements.lanes.codes import is_own
from stirrup.placements.lanes.enums import StepCode
from stirrup.placements.models import Placement

ANSWERED_ON: dict[str | None, tuple[str, dict[str, Any]]] = {
    StepCode.HOUSEHOLD_ANSWER: ("answers.answer", {"side_name": "household"}),
    StepCode.LANDLORD_ANSWER: ("answers.proposal", {}),
}
"""Steps with a page of their own; the others are done from the page of the stay."""


@dataclass(frozen=True)
class Followed:
    """`url`: the page that the link is about, None when this reader may not see it."""

    state: LinkState
    url: str | None = None
    reference: str | None = None
    at: datetime | None = None
    """When it was used, or expired."""


def follow(token: str, reader: User) -> Followed:
    """Nothing is changed, nobody is signed in; a link of somebody else is as good as none."""
    found = find_link(token)
    if found is None or found.user_id != reader.id:
        return Followed(LinkState.UNKNOWN)
    placement = _visible_stay(found, reader)
    if placement is None:
        return Followed(LinkState.UNKNOWN)
    state, at = _state_of(found)
    url = _answer_page(placement) if state == LinkState.OPEN else _page(placement)
    return Followed(state, url, placement.reference, at)


def _state_of(found: ActionLink) -> tuple[LinkState, datetime | None]:
    if found.used_at is not None:
        return LinkState.USED, found.used_at
    if found.expires_at <= now():
        return LinkState.EXPIRED, found.expires_at
    return LinkState.OPEN, None


def _visible_stay(found: ActionLink, reader: User) -> Placement | None:
    if found.subject_kind != Placement.__tablename__:
        return None
    query = Placement.visible_to(reader).where(Placement.id == found.subject_id)
    return db.session.scalars(query).one_or_none()


def _answer_page(placement: Placement) -> str:
    endpoint, values = ANSWERED_ON.get(placement.step, ("placements.show", {}))
    if placement.step is not None and is_own(placement.step):
        endpoint, values = "answers.own_step", {"step_code": placement.step}
    return url_for(endpoint, placement_id=placement.id, **values)


def _page(placement: Placement) -> str:
    return url_for("placements.show", placement_id=placement.id)
