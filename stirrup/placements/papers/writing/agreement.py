"""The agreement that the owner signs: between three parties, or a loan to the association."""

from stirrup.documents.contents.agreement import AgreementContent
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import ONE, Heading, PaperKind
from stirrup.placements.papers.writing.contract import contract_content
from stirrup.placements.papers.writing.parties import is_in_two_contracts


def agreement_content(placement: Placement, _slot: str, heading: Heading) -> AgreementContent:
    """The form that the legal basis of the stay asks for."""
    if is_in_two_contracts(placement):
        return contract_content(placement, "loan", heading)
    return contract_content(placement, "tripartite", heading)


PAPER = PaperKind(
    DocumentKind.AGREEMENT,
    template="agreement.html",
    name="agreement",
    content=AgreementContent,
    slots=lambda _placement: ONE,
    build=agreement_content,
    missing=list_missing,
    signed=True,
)
