"""The menu: the pages a role may list, in the order of the story, the daily ones first."""

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
    (Permission.TODAY_SEE, "worklists.today", N_("Today")),
    (Permission.PROPOSAL_LIST, "runs.review", N_("Morning review")),
    (Permission.UNIT_LIST, "units.index", N_("Homes")),
    (Permission.REFERRAL_LIST, "referrals.index", N_("Referrals")),
    (Permission.PLACEMENT_LIST, "placements.index", N_("Stays")),
    (Permission.PEOPLE_LIST, "accounts.people", N_("People")),
    (Permission.YEARLY_SUMMARY_LIST, "yearly.index", N_("Documents and taxes")),
    (Permission.WHAT_IF_USE, "what_if.board", N_("What if?")),
    (Permission.RUN_LIST, "runs.index", N_("Nights")),
    (Permission.LANES_EDIT, "lanes.index", N_("Steps and reasons")),
    (Permission.VOTE_LIST, "votes.index", N_("Voted rates")),
    (Permission.SUMMARY_BATCH, "batches.index", N_("Tax summaries")),
    (Permission.BRIEF_READ, "notices.brief", N_("Morning brief")),
    (Permission.OVERSIGHT_READ, "oversight.health", N_("Health and journal")),
)
GUEST_MENU = (
    ("public.how_it_works", N_("How it works")),
    ("public.rules", N_("Rules of the algorithm")),
)


BELOW = {
    "runs.review": ("/proposals/",),
    "runs.index": ("/parameters",),
    "referrals.index": ("/board", "/team"),
    "accounts.people": ("/organisations/",),
    "what_if.board": ("/choices",),
}
"""Where else an entry leads to, by the beginning of the address."""


def menu_of(person: Any) -> list[Entry]:
    """The entries this person may open; a guest gets the pages that explain."""
    if not person or not person.is_authenticated:
        return [_entry(endpoint, label) for endpoint, label in GUEST_MENU]
    return [
        _entry(endpoint, label)
        for permission, endpoint, label in MENU
        if permits(person, permission)
    ]


def provide_navigation() -> dict[str, Any]:
    """The template context of every page; a page of failure does not ask who reads it."""
    if g.get("reader_unknown"):
        return {"navigation": []}
    return {"navigation": menu_of(current_user)}


def _entry(endpoint: str, label: str) -> Entry:
    url = url_for(endpoint)
    return Entry(_(label), url, _is_here(endpoint, url))


def _is_here(endpoint: str, url: str) -> bool:
    """Whether the page lies under this entry; a proposal lies under the review."""
    if request.path.startswith(BELOW.get(endpoint, ())):
        return True
    return request.path == url or request.path.startswith(url.rstrip("/") + "/")
