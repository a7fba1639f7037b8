"""From a proposal to the what-if board: another pair, an exchange, a home kept back."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _

from stirrup.matching.explanations.explanation import PairExplanation
from stirrup.matching.trials.what_if import Ban, Change, Hold, Pin
from stirrup.runs.change_addresses import home_reference, household_reference, written
from stirrup.runs.models import Proposal
from stirrup.runs.stored_night import StoredNight


class Try(NamedTuple):
    """Something to try, in words, and where it is tried."""

    words: str
    url: str


def tries_of(
    proposal: Proposal, found: PairExplanation | None, night: StoredNight | None
) -> list[Try]:
    """What may be tried instead of an undecided proposal."""
    if not proposal.is_undecided:
        return []
    household, home = proposal.referral_id, proposal.unit_id
    names = {"household": household_reference(household), "home": home_reference(home)}
    return [
        *(_other_tries(proposal, found, night) if found and night else ()),
        _try(_("Rule this pair out"), Ban(household, home)),
        _try(_("Keep %(home)s back", home=names["home"]), Hold(home)),
        Try(
            _("Choose another home for %(household)s", household=names["household"]),
            _form_url({"pair-kind": "pin", "pair-household": names["household"]}),
        ),
    ]


def _other_tries(proposal: Proposal, found: PairExplanation, night: StoredNight) -> Iterator[Try]:
    household, home = proposal.referral_id, proposal.unit_id
    holders = _holders(night)
    for one in found.next_homes:
        names = {"household": household_reference(household), "home": home_reference(one.id)}
        pin, living_there = Pin(household, one.id), holders.get(one.id, [])
        if len(living_there) == 1:
            names["other"] = household_reference(living_there[0])
            words = _("Exchange homes with %(other)s, who has %(home)s", **names)
            yield _try(words, pin, Pin(living_there[0], home))
        else:
            yield _try(_("%(household)s in %(home)s", **names), pin)
    for other in found.next_households:
        names = {"household": household_reference(other.id), "home": home_reference(home)}
        yield _try(_("%(household)s in %(home)s", **names), Pin(other.id, home))


def _holders(night: StoredNight) -> dict[int, list[int]]:
    """To whom the night proposed each home."""
    holders: dict[int, list[int]] = {}
    for referral_id, unit_id in night.solution.pairs:
        holders.setdefault(unit_id, []).append(referral_id)
    return holders


def _form_url(answers: dict[str, Any]) -> str:
    """The board with a form begun."""
    return url_for("what_if.board", _anchor="add-pair", **answers)


def _try(words: str, *changes: Change) -> Try:
    addresses = [written(change) for change in changes]
    return Try(str(words), url_for("what_if.board", change=addresses, _anchor="result"))
