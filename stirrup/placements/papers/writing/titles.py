"""The paper by which residents live in a home: which kind it is, and its reference."""

from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.lifecycle import IN_FORCE
from stirrup.placements.papers.writing.parties import is_in_two_contracts


def title_reference(placement: Placement) -> str:
    """The reference of what the residents sign, empty as long as that file does not exist."""
    two = is_in_two_contracts(placement)
    return reference_of(
        placement, DocumentKind.HOUSING_AGREEMENT if two else DocumentKind.AGREEMENT
    )


def reference_of(placement: Placement, kind: DocumentKind) -> str:
    """The reference of a paper that exists as a file and was not replaced, else nothing."""
    found = (one for one in placement.documents if one.kind == kind and one.state in IN_FORCE)
    return next((one.reference for one in found), "")
