"""Who gains, loses or changes a home between two solutions, in words, read with few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import load_only

from stirrup.extensions import db
from stirrup.matching.trials.comparison import Comparison, Move
from stirrup.referrals.models import Referral
from stirrup.runs.change_addresses import home_reference, household_reference
from stirrup.runs.enums import UNDECIDED_STATES
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.sides import home_in, urgency_of, waiting_days
from stirrup.ui.filters import day_count
from stirrup.units.models import Unit

MOST_MOVES = 40
Place = dict[str, Any]
NO_HOME: Place = {"title": None, "url": None, "words": None}


@dataclass(frozen=True)
class MoveLine:
    """One household and its home before and after."""

    household: Place
    before: Place
    after: Place
    tags: list[tuple[str, ...]]
    """How it fares, and what somebody has decided about its proposal since the run."""


class Moves:
    """Every household whose home differs; those who gain first, then those who lose."""

    def __init__(self, run: MatchRun, comparison: Comparison) -> None:
        fates = (
            ((_("Gains"), "ok"), comparison.gaining),
            ((_("Loses"), "bad"), comparison.losing),
            ((_("Moves"), "info", "swap"), comparison.moving),
        )
        self._shown = [(fate, move) for fate, moves in fates for move in moves[:MOST_MOVES]]
        everyone = [move.referral_id for _fate, moves in fates for move in moves]
        self.more = len(everyone) - len(self._shown)
        self._decided = _decided(run, everyone)
        self._households = _rows(
            Referral,
            {move.referral_id for _fate, move in self._shown},
            (Referral.urgency, Referral.waiting_since),
        )
        homes = {unit for _fate, one in self._shown for unit in (one.unit_before, one.unit_after)}
        self._homes = _rows(Unit, homes - {None}, (Unit.kind, Unit.commune_code))

    def lines(self) -> list[MoveLine]:
        """The first ones of each kind."""
        return [self._line(fate, move) for fate, move in self._shown]

    def said_of_decided(self) -> str | None:
        """How many of these proposals somebody decided on since the run."""
        count = len(self._decided)
        if not count:
            return None
        return str(
            ngettext(
                "%(num)s of these households has had its proposal decided since the run: it is"
                " compared as it was then.",
                "%(num)s of these households have had their proposals decided since the run: they"
                " are compared as they were then.",
                count,
            )
        )

    def _line(self, fate: tuple[str, ...], move: Move) -> MoveLine:
        decided = self._decided.get(move.referral_id)
        return MoveLine(
            self._household(move.referral_id),
            self._home(move.unit_before),
            self._home(move.unit_after),
            [fate, (decided, "idle")] if decided else [fate],
        )

    def _household(self, referral_id: int) -> Place:
        referral = self._households.get(referral_id)
        words = None
        if referral is not None:
            words = f"{urgency_of(referral)}, {day_count(waiting_days(referral))}"
        return {
            "title": household_reference(referral_id),
            "url": url_for("referrals.show", referral_id=referral_id),
            "words": words,
        }

    def _home(self, unit_id: int | None) -> Place:
        if unit_id is None:
            return NO_HOME
        unit = self._homes.get(unit_id)
        return {
            "title": home_reference(unit_id),
            "url": url_for("units.show", unit_id=unit_id),
            "words": home_in(unit) if unit is not None else None,
        }


def _decided(run: MatchRun, referral_ids: Sequence[int]) -> dict[int, str]:
    """What became of the run's proposals for these households, where it is no longer open."""
    query = select(Proposal.referral_id, Proposal.state).where(
        Proposal.run_id == run.id, Proposal.referral_id.in_(referral_ids)
    )
    return {
        referral_id: str(_(state.label))
        for referral_id, state in db.session.execute(query)
        if state not in UNDECIDED_STATES
    }


def _rows(model: Any, wanted: set[Any], columns: Any) -> dict[int, Any]:
    query = select(model).where(model.id.in_(wanted)).options(load_only(*columns))
    return {row.id: row for row in db.session.scalars(query)}
