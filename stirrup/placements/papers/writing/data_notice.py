"""The notice on personal data that the residents of a stay receive."""

from flask import current_app

from stirrup.documents.contents.data_notice import DataNoticeContent
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import list_missing
from stirrup.placements.papers.paper_kind import ONE, Heading, PaperKind
from stirrup.placements.papers.writing.contract import algorithm_of
from stirrup.placements.papers.writing.parties import association_of, is_in_two_contracts


def data_notice_content(placement: Placement, _slot: str, heading: Heading) -> DataNoticeContent:
    """Who answers for the data of this stay, and who decided it."""
    referral, algorithm = placement.referral, algorithm_of(placement)
    association = association_of(placement)
    return DataNoticeContent(
        **heading,
        operator=current_app.config["OPERATOR"],
        data_contact=current_app.config["DATA_CONTACT"],
        association=association.name,
        association_address=association.address,
        referent=association.referent,
        duty_phone=association.duty_phone,
        owner_reads_names=not is_in_two_contracts(placement),
        run_on=algorithm.run_on,
        decided_by=algorithm.decided_by,
        decided_on=algorithm.decided_on,
        rules_address=algorithm.rules_address,
        told_version=referral.notice_version or "",
        told_on=referral.consent_given_on,
    )


PAPER = PaperKind(
    DocumentKind.DATA_NOTICE,
    template="data_notice.html",
    name="notice",
    content=DataNoticeContent,
    slots=lambda _placement: ONE,
    build=data_notice_content,
    missing=list_missing,
)
