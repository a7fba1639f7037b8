"""Papers that no longer say what holds are withdrawn, and the timeline says so."""

from collections.abc import Collection

from stirrup.accounts.models import User
from stirrup.placements.enums import EventKind
from stirrup.placements.models import Placement
from stirrup.placements.papers import orders
from stirrup.placements.papers.enums import DocumentKind


def withdraw_papers(
    placement: Placement, by: User | None, kinds: Collection[DocumentKind] = tuple(DocumentKind)
) -> int:
    """Withdraw what all have not signed, and say so on the timeline. The caller commits."""
    withdrawn = len(orders.withdraw_unsigned(placement, kinds))
    if withdrawn:
        orders.tell(placement, EventKind.DOCUMENTS_WITHDRAWN, by)
    return withdrawn
