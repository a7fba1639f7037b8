"""The menu: the pages a role may list, in the order of the story."""

from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.permissions import Permission, permits
from stirrup.wording import N_


@dataclass(frozen=True)
class Entry:
    """One line of the menu, ready to be shown."""

    label: str
    url: str
    current: bool


MENU = (
    (Permission.PROPOSAL_LIST, "runs.review", N_("Morning review")),
    (Permission.UNIT_LIST, "units.index", N_("Homes")),
    (Permission.REFERRAL_LIST, "referrals.index", N_("Referrals")),
    (Permission.PLACEMENT_LIST, "placements.index", N_("Stays")),
    (Permission.RUN_LIST, "runs.index", N_("Nights")),
    (Permission.PEOPLE_LIST, "accounts.people", N_("People")),
)


def menu_of(person: Any) -> list[Entry]:
    """The entries this person may open; nobody signed in gets none."""
    if not person or not person.is_authenticated:
        return []
    return [
        Entry(_(label), url_for(endpoint), _is_here(endpoint))
        for permission, endpoint, label in MENU
        if permits(person, permission)
    ]


def provide_navigation() -> dict[str, Any]:
    """The template context of every page; a page of failure does not ask who reads it."""
    if g.get("reader_unknown"):
        return {"navigation": []}
    return {"navigation": menu_of(current_user)}


def _is_here(endpoint: str) -> bool:
    if request.blueprint == "runs":
        return request.endpoint == endpoint or (
            endpoint == "runs.review" and "proposal" in (request.endpoint or "")
        )
    return request.blueprint == endpoint.split(".")[0]
