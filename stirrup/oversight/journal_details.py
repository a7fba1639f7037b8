"""What stands beside an action of the journal, in words: labels of codes, days, references."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from stirrup.permissions import Role
from stirrup.placements.enums import EndGround, ExtensionReason, FactsSection, InventoryMoment
from stirrup.placements.lanes.catalogue import lanes_of_the_program
from stirrup.placements.lanes.enums import StepCode
from stirrup.placements.lanes.steps import in_words
from stirrup.placements.papers.enums import DocumentKind, SigningMethod, SigningParty
from stirrup.referrals import steps as referral_steps
from stirrup.referrals.enums import CloseReason, ParkReason
from stirrup.runs.enums import AcceptReason, ChoiceKind, DecisionKind, PostponeReason
from stirrup.spreadsheets.enums import ListKind
from stirrup.ui.filters import date_and_time, date_long, in_sentence
from stirrup.units.enums import PauseReason, WithdrawReason
from stirrup.units.steps import BY_NAME as UNIT_STEPS
from stirrup.wording import N_, Labelled

NAMES = {
    "on_behalf": N_("on behalf of somebody else"),
    "reason": N_("reason"),
    "step": N_("step"),
    "section": N_("part"),
    "kind": N_("kind"),
    "version": N_("version"),
    "until": N_("until"),
    "party": N_("for"),
    "method": N_("how"),
    "role": N_("role"),
    "sha256": N_("digest"),
    "policy": N_("policy"),
    "proposals": N_("proposals"),
    "moment": N_("moment"),
    "ground": N_("why"),
    "on": N_("day"),
    "left_on": N_("left on"),
    "first_day": N_("first day"),
    "last_day": N_("last day"),
    "person": N_("person"),
    "deputy": N_("deputy"),
    "handed_over": N_("referrals handed over"),
    "max_km": N_("kilometres at most"),
    "referral": N_("referral"),
    "unit": N_("home"),
    "withdrawn": N_("documents withdrawn"),
    "corrected": N_("corrected"),
    "status": N_("result"),
    "communes": N_("communes"),
    "rows": N_("lines"),
    "year": N_("year"),
    "count": N_("how many"),
}
CODES: dict[str, tuple[type[Labelled], ...]] = {
    "reason": (
        AcceptReason,
        PostponeReason,
        ParkReason,
        CloseReason,
        PauseReason,
        WithdrawReason,
        ExtensionReason,
    ),
    "step": (StepCode, referral_steps.Step),
    "section": (FactsSection,),
    "kind": (DocumentKind, DecisionKind, ListKind, ChoiceKind),
    "party": (SigningParty,),
    "method": (SigningMethod,),
    "role": (Role,),
    "moment": (InventoryMoment,),
    "ground": (EndGround,),
}
"""Where the codes of a detail have their labels; the first that knows the code tells it."""
PREFIXES = {"referral": "M", "unit": "LOG"}
OF_THE_NIGHT = {
    "optimal": N_("Optimal, proved"),
    "feasible": N_("Not proved"),
}
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST = 16
"""A digest is recognised by its beginning."""


def detail_words(details: Mapping[str, Any]) -> str:
    """What an entry says besides, names nobody. What is none, or not so, is left out."""
    return ", ".join(_detail(name, value) for name, value in details.items() if value)


def _detail(name: str, value: Any) -> str:
    words = str(_(NAMES[name])) if name in NAMES else name.replace("_", " ")
    if value is True:
        return words
    return str(_("%(term)s: %(value)s", term=words, value=_value(name, value)))


def _value(name: str, value: Any) -> str:
    if name in PREFIXES and isinstance(value, int):
        return f"{PREFIXES[name]}-{value:04d}"
    written = str(value)
    if A_DAY.match(written):
        return _day(written)
    label = _label(name, written)
    if label:
        return in_sentence(label)
    return written if len(written) <= LONGEST else f"{written[:LONGEST]}…"


def _label(name: str, code: str) -> str | None:
    """The words of a code; None when it is no code of ours."""
    for codes in CODES.get(name, ()):
        if code in set(codes):
            return str(_(codes(code).label))
    if name == "step" and code in UNIT_STEPS:
        return str(_(UNIT_STEPS[code].title))
    if name == "reason" and code in lanes_of_the_program().reasons:
        return in_words(lanes_of_the_program().reasons[code].label, str(get_locale()))
    if name == "status" and code in OF_THE_NIGHT:
        return str(_(OF_THE_NIGHT[code]))
    return None


def _day(written: str) -> str:
    try:
        if len(written) > len("2026-11-22"):
            return date_and_time(datetime.fromisoformat(written))
        return date_long(date.fromisoformat(written))
    except ValueError:
        return written
