"""What a paper signed by all changes in its stay: an amendment makes it longer."""

from stirrup.clock import now
from stirrup.extensions import db
from stirrup.placements.enums import ExtensionState
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
    if extension.state != ExtensionState.ASKED or not untouched:
        raise PlacementInWrongStateError
    placement.state = after(placement.state, "prolong")
    extension.state, extension.decided_at = ExtensionState.IN_FORCE, now()
    if placement.ending is not None:
        placement.ending = None
        withdraw(placement, DocumentKind.END_NOTICE)
    placement.end_day = extension.end_day
    return placement
