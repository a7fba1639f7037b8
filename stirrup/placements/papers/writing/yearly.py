"""Which stays of a dwelling a tax summary covers, for one stay or for a whole year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.occupation import Occupation, united
from stirrup.benefits.summary import BenefitSummary, summarise
from stirrup.extensions import db
from stirrup.placements.enums import PlacementState as State
from stirrup.placements.models import Placement

BEGUN = (State.ACTIVE, State.ENDING, State.ENDED_PLANNED, State.ENDED_EARLY)
"""Somebody lives there or has: planned and cancelled stays are no fact of a year."""
ENDED = (State.ENDED_PLANNED, State.ENDED_EARLY)


@dataclass(frozen=True)
class Covered:
    """The stays that a summary is about, and the earlier ones, which count on both sides."""

    stays: tuple[Placement, ...]
    earlier: tuple[Placement, ...]

    @property
    def runs(self) -> tuple[Occupation, ...]:
        """The days of the stays, those that touch united; planned ones where a stay lasts."""
        return united(map(occupation_of, self.stays))

    def summarised(self, dwelling: Dwelling, as_of: date) -> BenefitSummary:
        """What the stays bring, the earlier ones having happened anyway."""
        past = tuple(map(occupation_of, self.earlier))
        known = replace(dwelling, past_occupations=(*dwelling.past_occupations, *past))
        return summarise(known, self.runs, as_of=as_of)


def occupation_of(stay: Placement) -> Occupation:
    """The days of one stay as they stand."""
    return Occupation(stay.first_day, stay.last_day)


def covered_by_stay(placement: Placement) -> Covered:
    """This stay alone, planned or not."""
    others = [one for one in list_begun(placement.unit_id) if one.id != placement.id]
    return Covered((placement,), _before(others, placement.first_day))


def covered_by_year(begun: Sequence[Placement], year: int) -> Covered:
    """Every stay of the dwelling, among those `begun`, that touches the year."""
    stays = tuple(stay for stay in begun if touches(stay, year))
    others = [stay for stay in begun if stay not in stays]
    return Covered(stays, _before(others, date(year, 1, 1)))


def years_of(placement: Placement, begun: Sequence[Placement], on: date) -> tuple[int, ...]:
    """The years, not to come, of which this stay is the latest one of the dwelling."""
    if placement.state not in BEGUN:
        return ()
    years = range(placement.first_day.year, min(placement.last_day.year, on.year) + 1)
    return tuple(year for year in years if latest_in(begun, year) is placement)


def latest_in(begun: Sequence[Placement], year: int) -> Placement | None:
    """The stay to which the summary of that year belongs."""
    touching = (stay for stay in begun if touches(stay, year))
    return max(touching, key=lambda stay: (stay.first_day, stay.id), default=None)


def touches(stay: Placement, year: int) -> bool:
    """Whether a day of the stay falls in that calendar year."""
    return stay.first_day.year <= year <= stay.last_day.year


def list_begun(unit_id: int) -> Sequence[Placement]:
    """The stays of a dwelling that have begun, in order, whichever of its places they are in."""
    query = select(Placement).where(Placement.unit_id == unit_id, Placement.state.in_(BEGUN))
    return db.session.scalars(query.order_by(Placement.first_day, Placement.id)).all()


def _before(stays: Sequence[Placement], day: date) -> tuple[Placement, ...]:
    return tuple(stay for stay in stays if stay.first_day < day)
