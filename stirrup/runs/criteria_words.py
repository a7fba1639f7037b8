"""Stored criteria in the reader's words: what the household asks, what the home offers."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.geography import get_commune
from stirrup.matching.eligibility import OTHER_CONDITIONS, OTHER_CONDITIONS_LABEL, RULES
from stirrup.referrals.enums import PetKind
from stirrup.runs.criteria import Criterion
from stirrup.runs.models import Proposal
from stirrup.ui.filters import date_long, date_short, in_sentence, kilometres
from stirrup.units.enums import PetsAllowed
from stirrup.wording import N_

LABELS = {
    **{rule.code: rule.label for rule in RULES if rule.told},
    "support": N_("Support"),
    OTHER_CONDITIONS: OTHER_CONDITIONS_LABEL,
}
MOST_COMMUNES = 5
PETS_ASKED = list(PetKind)
PETS_OFFERED = list(PetsAllowed)


class CriterionLine(NamedTuple):
    """One line of the table of hard needs."""

    label: str
    asked: str
    offered: str


def lines_asked(proposal: Proposal) -> list[CriterionLine]:
    """What the household asks and the home offers; other conditions always stand last."""
    criteria: list[Criterion] = proposal.explanation.get("criteria", [])
    return [_line(one, proposal) for one in criteria if _is_asked(one)]


def labels_not_asked(proposal: Proposal) -> list[str]:
    """What this household asks nothing about."""
    criteria: list[Criterion] = proposal.explanation.get("criteria", [])
    labels = [LABELS[one["code"]] for one in criteria if not _is_asked(one)]
    return [in_sentence(str(_(label))) for label in labels]


def _is_asked(criterion: Criterion) -> bool:
    return criterion["asked"] is not None or criterion["code"] == OTHER_CONDITIONS


def _line(criterion: Criterion, proposal: Proposal) -> CriterionLine:
    code, asked, offered = criterion["code"], criterion["asked"], criterion["offered"]
    label = str(_(LABELS[code]))
    if code == OTHER_CONDITIONS:
        return CriterionLine(label, _("checked"), _("checked"))
    if code == "support":
        return CriterionLine(label, proposal.referral.association.name, _stays_left(offered))
    return CriterionLine(label, ASKED.get(code, _needed)(asked), OFFERED.get(code, _there)(offered))


def _needed(_asked: Any) -> str:
    return str(_("needed"))


def _there(offered: Any) -> str:
    return str(_("yes") if offered else _("no"))


def _days(asked: list[str]) -> str:
    first, last = (date.fromisoformat(day) for day in asked)
    return str(_("%(first)s to %(last)s", first=date_short(first), last=date_long(last)))


def _days_offered(offered: list[str]) -> str:
    first, last = (date_long(date.fromisoformat(day)) for day in offered)
    return str(_("from %(first)s, entry by %(last)s", first=first, last=last))


def _communes(codes: list[str]) -> str:
    """The first ones by their wish, and how many more."""
    names = ", ".join(get_commune(code).name for code in codes[:MOST_COMMUNES])
    more = len(codes) - MOST_COMMUNES
    return names if more <= 0 else str(_("%(names)s and %(count)s more", names=names, count=more))


def _at_most_km(distances: list[int]) -> str:
    return ", ".join(str(_("%(km)s at most", km=kilometres(km))) for km in distances)


def _km(distances: list[float]) -> str:
    return ", ".join(kilometres(km) for km in distances)


def _floor(offered: list[Any]) -> str:
    """[whether there is a lift, number of the floor]."""
    lift, floor = offered
    if floor == 0:
        return str(_("ground floor"))
    if lift:
        return str(_("floor %(number)s, with a lift", number=floor))
    return str(_("floor %(number)s, no lift", number=floor))


def _highest(floor: int) -> str:
    if floor == 0:
        return str(_("ground floor without a lift"))
    return str(_("floor %(number)s at most without a lift", number=floor))


def _stays_left(count: int | None) -> str:
    if count is None:
        return str(_("no limit"))
    return str(ngettext("%(num)s stay left", "%(num)s stays left", count))


ASKED: dict[str, Callable[[Any], str]] = {
    "people": str,
    "bedrooms": str,
    "dates": _days,
    "accepted_communes": _communes,
    "anchors": _at_most_km,
    "floor_without_lift": _highest,
    "pets": lambda size: str(_(PETS_ASKED[size].label)),
    "shared": lambda accepts: str(_("accepts to share") if accepts else _("not shared")),
}
OFFERED: dict[str, Callable[[Any], str]] = {
    "people": lambda bounds: str(_("%(least)s to %(most)s", least=bounds[0], most=bounds[1])),
    "bedrooms": str,
    "dates": _days_offered,
    "accepted_communes": lambda code: get_commune(code).name,
    "anchors": _km,
    "lift": _floor,
    "floor_without_lift": _floor,
    "pets": lambda size: str(_(PETS_OFFERED[size].label)),
    "shared": lambda shared: str(_("shared home") if shared else _("whole home")),
}
"""How values are said; a need of the home that is not here is needed, and there or not."""
