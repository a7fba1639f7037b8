"""What papers and stays change in each other: an amendment signed by all makes a stay longer."""

from stirrup.clock import now
from stirrup.extensions import db
from stirrup.placements.enums import EndGround, ExtensionState
from stirrup.placements.lifecycle import PlacementInWrongStateError, after
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.orders import withdraw
from stirrup.placements.stay_models import PlacementExtension


def take_effect(extension: PlacementExtension) -> Placement:
    """Move the last day of the stay, once all have signed. The caller commits.

    A notice that the term was near falls with it. The database refuses a double booking when the
    change is stored: `events.tell` and `events.commit` say so.
    """
    placement = db.session.get_one(Placement, extension.placement_id)
    untouched = placement.end_day == extension.former_end_day
    ends_by_term = placement.ending is None or placement.ending.ground == EndGround.TERM
    if extension.state != ExtensionState.ASKED or not (untouched and ends_by_term):
        raise PlacementInWrongStateError
    placement.state = after(placement.state, "prolong")
    extension.state, extension.decided_at = ExtensionState.IN_FORCE, now()
    if placement.ending is not None:
        placement.ending = None
        withdraw(placement, DocumentKind.END_NOTICE)
    placement.end_day = extension.end_day
    return placement


def drop_extension(placement: Placement, extension: PlacementExtension) -> None:
    """Give up what was asked, with its amendments when some were produced. The caller commits."""
    extension.state, extension.decided_at = ExtensionState.WITHDRAWN, now()
    withdraw(placement, DocumentKind.AMENDMENT, str(extension.number))
