"""The papers that one side of a stay still has to sign, or to witness."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select, true
from sqlalchemy.orm import load_only

from stirrup.placements.papers.enums import DocumentState, SignatureState, SigningParty
from stirrup.placements.papers.models import DocumentSignature, PlacementDocument
from stirrup.placements.papers.shelf import title_of
from stirrup.wording import N_
from stirrup.worklists.piles import Heap, Pile

NAMES_ONLY = load_only(
    PlacementDocument.kind, PlacementDocument.slot, PlacementDocument.reference, raiseload=True
)
"""Neither the file nor what it was made from is read."""


def papers_to_sign(parties: Collection[SigningParty], stays: Select[Any]) -> Heap:
    """Sent papers of these stays that lack a signature of these parties."""
    awaited = select(DocumentSignature.document_id).where(
        DocumentSignature.state == SignatureState.AWAITED, DocumentSignature.party.in_(parties)
    )
    papers = select(PlacementDocument.id).where(
        PlacementDocument.state == DocumentState.SENT,
        PlacementDocument.placement_id.in_(stays),
        PlacementDocument.id.in_(awaited),
    )
    return Heap(PlacementDocument, [TO_SIGN], papers, [NAMES_ONLY])


def _words(paper: PlacementDocument) -> dict[str, object]:
    return {"paper": title_of(paper.kind, paper.slot), "reference": paper.reference}


TO_SIGN = Pile(
    true(),
    N_("Documents to sign"),
    N_("Sign: %(paper)s, %(reference)s"),
    page="papers.signatures",
    argument="placement_document_id",
    all_page="placements.index",
    words=_words,
)
