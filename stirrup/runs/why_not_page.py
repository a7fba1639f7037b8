"""What the page "why no proposal yet" prints: a verdict, what would open a home, the counts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.matching.eligibility import OTHER_CONDITIONS
from stirrup.matching.explanations.why_not import Blocked, WhyNot, why_not
from stirrup.referrals import standing
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.runs import lost_words, queries, unlock_words
from stirrup.runs.absences import next_night, why_not_there
from stirrup.runs.criteria_words import LABELS
from stirrup.runs.run_page import name_of
from stirrup.runs.stored_night import StoredNight, open_last_night
from stirrup.ui.filters import date_long


@dataclass(frozen=True)
class WhyNotPage:
    """Everything the template prints; no counts for a referral that was not part of the night."""

    night: str | None
    verdict: str
    next_night: str
    detail: str | None = None
    unlock_cards: list[dict[str, Any]] = field(default_factory=list)
    """Of changes to make together when `needs_two`."""
    needs_two: bool = False
    other_unlocks: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    bars: list[dict[str, Any]] = field(default_factory=list)
    counts: list[list[Any]] = field(default_factory=list)


def why_not_page(referral: Referral, reader: Any) -> WhyNotPage:
    """The page of one referral for one reader, from the last night that looked everywhere."""
    night = open_last_night()
    coming = date_long(next_night(night.run if night else None))
    if night is None:
        verdict = _("No night to read from: either none has run yet, or its input is forgotten.")
        return WhyNotPage(None, verdict, coming)
    name = name_of(night.run)
    try:
        answer = why_not(night.problem, night.solution, referral.id)
    except LookupError:
        return WhyNotPage(name, why_not_there(referral), coming)
    if answer.unit_id is not None:
        return WhyNotPage(name, _what_became_of_it(night, referral), coming)
    return _explained(answer, name, coming, night, referral, reader)


def _explained(
    answer: WhyNot, name: str, coming: str, night: StoredNight, referral: Referral, reader: Any
) -> WhyNotPage:
    return WhyNotPage(
        night=name,
        verdict=_verdict(answer),
        next_night=coming,
        detail=_detail(answer),
        unlock_cards=unlock_words.cards(answer.unlocks, night, referral, reader),
        needs_two=any(len(unlock.changes) > 1 for unlock in answer.unlocks),
        other_unlocks=unlock_words.other_lines(answer.unlocks),
        lost=[lost_words.line_of(lost) for lost in answer.lost],
        bars=list(_bars(answer)),
        counts=[[_label(line), line.every, line.first, line.alone] for line in answer.blocked],
    )


def _what_became_of_it(night: StoredNight, referral: Referral) -> str:
    """A home was found; whether it still stands is told, which home it is not."""
    if referral.state != ReferralState.READY:
        return standing.sentence(referral)
    if queries.has_undecided_proposal(night.run, referral.id):
        return str(_("A home was found that night: the Stirrup team has yet to decide on it."))
    return str(_("A home was found that night, and not kept. The next night looks again."))


def _verdict(answer: WhyNot) -> str:
    """The one sentence to keep."""
    if not answer.homes:
        return str(_("No home was open that night."))
    if not answer.eligible:
        return str(
            ngettext(
                "%(num)s home was open that night: it does not meet all the needs of this"
                " household.",
                "%(num)s homes were open that night: none meets all the needs of this household.",
                answer.homes,
            )
        )
    return str(
        ngettext(
            "%(num)s of the %(homes)s homes open that night was possible for this household.",
            "%(num)s of the %(homes)s homes open that night were possible for this household.",
            answer.eligible,
            homes=answer.homes,
        )
    )


def _detail(answer: WhyNot) -> str | None:
    """What else held the household back, home by home apart."""
    if not answer.eligible:
        return None
    if answer.support_exhausted:
        return str(_("The association that accompanies it could not support one more that night."))
    if answer.linked:
        return str(
            _("It is linked with other households: they are all housed near each other, or wait.")
        )
    if answer.closed:
        return str(
            ngettext(
                "%(num)s home was left free: its owner wanted no more stays for now.",
                "%(num)s homes were left free: their owners wanted no more stays for now.",
                answer.closed,
            )
        )
    return None


def _bars(answer: WhyNot) -> Iterator[dict[str, Any]]:
    """What keeps most homes away first; the other conditions last, whatever they count."""
    by_size = sorted(answer.blocked, key=lambda line: (_is_other(line), -line.every))
    for line in by_size:
        yield {
            "label": _label(line),
            "value": line.every,
            "maximum": answer.homes,
            "muted": _is_other(line),
        }


def _label(line: Blocked) -> str:
    return str(_(LABELS[line.code]))


def _is_other(line: Blocked) -> bool:
    return line.code == OTHER_CONDITIONS
