"""One line for each household or home that a run left alone: what binds it, what would help."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.geography import get_commune
from stirrup.matching.eligibility import OTHER_CONDITIONS
from stirrup.matching.explanations.counter_view import counter_view
from stirrup.matching.explanations.unmatched import LeftOut
from stirrup.matching.explanations.why_not import Blocked, why_not
from stirrup.referrals.enums import Urgency
from stirrup.referrals.models import Referral
from stirrup.runs import bands, choice_words, unlock_words
from stirrup.runs.criteria_words import LABELS
from stirrup.runs.left_out_reasons import Reason
from stirrup.runs.numbering import commune_code
from stirrup.runs.stored_night import StoredNight
from stirrup.ui.filters import NO_BREAK_SPACE, day_count
from stirrup.units.models import Unit

URGENCIES = list(Urgency)


class Line(NamedTuple):
    """A household by its reference, or a home by its commune."""

    reference: str
    url: str
    about: str
    reason: str
    binding: str
    unlock: str
    """The change that would open most; empty when there is none."""
    why_url: str
    """The page that explains it whole, for the last night."""


def line_of_household(night: StoredNight, one: LeftOut) -> Line:
    """Urgency and wait as they were that night."""
    answer = why_not(night.problem, night.solution, one.id)
    households = night.problem.households
    row = int(households.id.searchsorted(one.id))
    urgency = _(URGENCIES[int(households.urgency[row])].label)
    best = answer.unlocks[0] if answer.unlocks else None
    return Line(
        reference=Referral(id=one.id).reference,
        url=url_for("referrals.show", referral_id=one.id),
        about=f"{urgency}, {day_count(int(households.waiting_days[row]))}",
        reason=str(_(Reason(one.reason).label)),
        binding=_homes(one.possible) if one.possible else _most(answer.blocked, answer.homes),
        unlock=_gain(unlock_words.words_of(best), unlock_words.home_count(best.homes))
        if best
        else "",
        why_url=url_for("runs.why_not_yet", referral_id=one.id),
    )


def line_of_home(night: StoredNight, one: LeftOut) -> Line:
    """Where it lies, and how many bedrooms it has."""
    view = counter_view(night.problem, night.solution, one.id)
    units = night.problem.units
    row = int(units.id.searchsorted(one.id))
    bedrooms = int(units.bedrooms[row])
    commune = get_commune(commune_code(int(units.commune[row]))).name
    best = view.choices[0] if view.choices else None
    return Line(
        reference=Unit(id=one.id).reference,
        url=url_for("units.show", unit_id=one.id),
        about=f"{commune}, {ngettext('%(num)s bedroom', '%(num)s bedrooms', bedrooms)}",
        reason=str(_(Reason(one.reason).label)),
        binding=_households(one.possible) if one.possible else _most(view.blocked, view.households),
        unlock=_gain(choice_words.words_of(best), bands.exactly(best.households)) if best else "",
        why_url=url_for("runs.fit", unit_id=one.id),
    )


def _most(blocked: Sequence[Blocked], out_of: int) -> str:
    """The criterion that alone keeps most away; if none does alone, the one that most fail."""
    if not blocked:
        return ""
    worst = max(blocked, key=lambda line: (line.code != OTHER_CONDITIONS, line.alone, line.every))
    return str(
        _(
            "%(criterion)s: %(count)s out of %(all)s",
            criterion=_(LABELS[worst.code]),
            count=worst.every,
            all=out_of,
        )
    )


def _homes(count: int) -> str:
    return str(ngettext("%(num)s possible home", "%(num)s possible homes", count))


def _households(count: int) -> str:
    return str(ngettext("Suits %(num)s household", "Suits %(num)s households", count))


def _gain(change: str, gain: str) -> str:
    return str(_("%(change)s: +%(space)s%(gain)s", change=change, gain=gain, space=NO_BREAK_SPACE))
