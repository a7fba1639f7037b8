"""The agreement between the association and the residents, when the owner lends to the former."""

from collections.abc import Sequence

from stirrup.documents.contents.agreement import AgreementContent
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import NONE, ONE, Heading, PaperKind
from stirrup.placements.papers.writing.contract import contract_content
from stirrup.placements.papers.writing.parties import is_in_two_contracts


def housing_agreement_content(
    placement: Placement, _slot: str, heading: Heading
) -> AgreementContent:
    """The residents' side of a loan through the association."""
    return contract_content(placement, "housing", heading)


def _slots(placement: Placement) -> Sequence[str]:
    return ONE if is_in_two_contracts(placement) else NONE


PAPER = PaperKind(
    DocumentKind.HOUSING_AGREEMENT,
    template="agreement.html",
    name="agreement",
    content=AgreementContent,
    slots=_slots,
    build=housing_agreement_content,
    missing=list_missing,
    signed=True,
)
