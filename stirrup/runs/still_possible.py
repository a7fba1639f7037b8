"""Which pairs of the night are still possible when it publishes: hours may have passed.

A pair that lost a side meanwhile, or was ruled out by somebody, is left out, and with it the pairs
of the households that are linked with its own.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from stirrup.extensions import db
from stirrup.matching.problem import Problem
from stirrup.matching.tables import ALONE
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.runs.choices import pairs_in_force
from stirrup.runs.enums import ChoiceKind, HoldReason
from stirrup.runs.explanations import ExplainedPair
from stirrup.runs.holds import masks_in_force
from stirrup.runs.models import Proposal
from stirrup.runs.open_units import free_places
from stirrup.runs.undecided import is_kept
from stirrup.units.models import Place


def with_places(
    problem: Problem, pairs: Sequence[ExplainedPair], territory: Sequence[str] | None
) -> list[tuple[ExplainedPair, int]]:
    """Each pair that is still possible with the place it takes, in the same order."""
    ready, places = _ready(territory), _free(territory)
    refused = _ruled_out(problem.business_date) | _held_otherwise(problem, pairs)
    group_of = dict(
        zip(problem.households.id.tolist(), problem.households.link_group.tolist(), strict=True)
    )
    found, parted = [], set()
    for pair in pairs:
        sides = (pair.referral_id, pair.unit_id)
        if pair.referral_id in ready and places.get(pair.unit_id) and sides not in refused:
            found.append((pair, places[pair.unit_id].pop(0)))
        else:
            parted.add(group_of[pair.referral_id])
    return [
        (pair, place) for pair, place in found if group_of[pair.referral_id] not in parted - {ALONE}
    ]


def _ready(territory: Sequence[str] | None) -> set[int]:
    kept_back = select(Proposal.referral_id).where(is_kept(territory))
    ready = Referral.state == ReferralState.READY
    return set(db.session.scalars(select(Referral.id).where(ready, Referral.id.not_in(kept_back))))


def _free(territory: Sequence[str] | None) -> dict[int, list[int]]:
    return free_places(Place.id.not_in(select(Proposal.place_id).where(is_kept(territory))))


def _ruled_out(on: date) -> set[tuple[int, int]]:
    return set(pairs_in_force(ChoiceKind.BAN, on))


def _held_otherwise(problem: Problem, pairs: Sequence[ExplainedPair]) -> set[tuple[int, int]]:
    """Pairs of homes that somebody has held since, for other needs than the night knew."""
    known = dict(zip(problem.units.id.tolist(), problem.units.kept_for.tolist(), strict=True))
    held = masks_in_force(problem.business_date, HoldReason.REVIEWER)
    return {
        (pair.referral_id, pair.unit_id)
        for pair in pairs
        if held.get(pair.unit_id, known[pair.unit_id]) != known[pair.unit_id]
    }
