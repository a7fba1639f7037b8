"""What the papers of a stay allow: which of them all have signed, and when."""

from collections.abc import Iterable, Sequence
from datetime import date

from stirrup.clock import local
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.readers import split_slot

BY_ALL = (DocumentState.SIGNED, DocumentState.SEALED)
"""Where no seal is configured a paper stays signed: that is enough for what follows."""
AGREEMENTS = (DocumentKind.AGREEMENT, DocumentKind.HOUSING_AGREEMENT)
"""What is signed before the keys: two of them when the association stands between."""


def find_signed(
    placement: Placement, kind: DocumentKind, slot: str = ""
) -> PlacementDocument | None:
    """The newest version that all have signed."""
    same = (
        paper
        for paper in placement.documents
        if (paper.kind, paper.slot) == (kind, slot) and paper.state in BY_ALL
    )
    return max(same, key=lambda paper: paper.version, default=None)


def is_agreement_signed(placement: Placement) -> bool:
    """Whether all have signed every agreement that this form of loan has."""
    return all(find_signed(placement, kind) for kind in AGREEMENTS if _has(placement, kind))


def holds_signed_agreement(placement: Placement) -> bool:
    """Whether all have signed at least one of them: what it says stands."""
    return any(find_signed(placement, kind) for kind in AGREEMENTS)


def signed_amendments(placement: Placement, number: int) -> list[PlacementDocument]:
    """The amendments of one prolongation, once all have signed each of them; else none."""
    every = _slots(placement, DocumentKind.AMENDMENT)
    slots = [slot for slot in every if split_slot(slot).which == str(number)]
    found = [find_signed(placement, DocumentKind.AMENDMENT, slot) for slot in slots]
    signed = [paper for paper in found if paper is not None]
    return signed if len(signed) == len(slots) else []


def signed_on(papers: Iterable[PlacementDocument]) -> date | None:
    """The day of the last signature, when signatures were recorded."""
    signatures = [each.signed_at for paper in papers for each in paper.signatures]
    return max((local(at).date() for at in signatures if at), default=None)


def _has(placement: Placement, kind: DocumentKind) -> bool:
    return bool(_slots(placement, kind))


def _slots(placement: Placement, kind: DocumentKind) -> Sequence[str]:
    return PAPERS[kind].slots(placement) if kind in PAPERS else ()
