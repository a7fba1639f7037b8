"""Every kind of paper there is: the one list that orders, production and pages go through."""

from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.paper_kind import PaperKind
from stirrup.placements.papers.writing import (
    agreement,
    amendment,
    contacts_sheet,
    data_notice,
    easy_summary,
    end_certificate,
    end_notice,
    housing_agreement,
    inventory,
    key_receipt,
    occupation_certificate,
    owner_summary,
    personal_plan,
    resident_attestation,
)

PAPERS: dict[DocumentKind, PaperKind] = {
    paper.kind: paper
    for paper in (
        agreement.PAPER,
        housing_agreement.PAPER,
        amendment.PAPER,
        end_notice.PAPER,
        end_certificate.PAPER,
        resident_attestation.PAPER,
        occupation_certificate.PAPER,
        owner_summary.PAPER,
        inventory.ENTRY_PAPER,
        inventory.EXIT_PAPER,
        key_receipt.PAPER,
        contacts_sheet.PAPER,
        data_notice.PAPER,
        easy_summary.PAPER,
        personal_plan.PAPER,
    )
}
