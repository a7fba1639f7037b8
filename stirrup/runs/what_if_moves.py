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
from stirrup.matching.comparison import Comparison, Move
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

    household: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]
    decided: str | None
    """What somebody has decided about its proposal meanwhile."""


@dataclass(frozen=True)
class MoveList:
    """Households that fare alike; the first ones are shown."""

    title: str
    lines: list[MoveLine]
    more: int


class Moves:
    """The households and homes of a comparison, read once."""

    def __init__(self, run: MatchRun, comparison: Comparison) -> None:
        moves = [*comparison.gaining, *comparison.losing, *comparison.moving]
        self.decided = _decided(run, [move.referral_id for move in moves])
        shown = [
            move
            for kind in (comparison.gaining, comparison.losing, comparison.moving)
            for move in kind[:MOST_MOVES]
        ]
        homes = {unit for move in shown for unit in (move.unit_before, move.unit_after) if unit}
        self.households = _rows(
            Referral,
            {move.referral_id for move in shown},
            (Referral.urgency, Referral.waiting_since),
        )
        self.homes = _rows(Unit, homes, (Unit.kind, Unit.commune_code))

    def listed(self, title: str, moves: Sequence[Move]) -> MoveList:
        """One list, its title with their number."""
        lines = [self._line(move) for move in moves[:MOST_MOVES]]
        return MoveList(f"{title} ({len(moves)})", lines, len(moves) - len(lines))

    def said_of_decided(self) -> str | None:
        """How many of these proposals somebody decided on since the run."""
        count = len(self.decided)
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

    def _line(self, move: Move) -> MoveLine:
        return MoveLine(
            self._household(move.referral_id),
            self._home(move.unit_before),
            self._home(move.unit_after),
            self.decided.get(move.referral_id),
        )

    def _household(self, referral_id: int) -> Place:
        referral = self.households.get(referral_id)
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
        unit = self.homes.get(unit_id)
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


def _rows(model: Any, wanted: set[int], columns: Any) -> dict[int, Any]:
    query = select(model).where(model.id.in_(wanted)).options(load_only(*columns))
    return {row.id: row for row in db.session.scalars(query)}
