"""Whose act a stay waits for: the people of the side that is asked, or those who still sign."""

from collections.abc import Iterator

from stirrup.accounts.models import User
from stirrup.placements.correspondents import people_of
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lanes.steps import Step
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentState, SignatureState, SigningParty


def people_awaited(placement: Placement, step: Step) -> list[User]:
    """Each person once; nobody when all have signed and only the platform is at work."""
    sides = set(_signing_sides(placement)) if step.side == Side.NOBODY else {step.side}
    return [person for side in sorted(sides) for person in people_of(placement, side)]


def _signing_sides(placement: Placement) -> Iterator[Side]:
    """The sides of the signatures that are still awaited; the association has residents sign."""
    for paper in placement.documents:
        if paper.state == DocumentState.SENT:
            for signature in paper.signatures:
                if signature.state == SignatureState.AWAITED:
                    mine = signature.party == SigningParty.LANDLORD
                    yield Side.LANDLORD if mine else Side.ASSOCIATION
