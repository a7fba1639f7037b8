"""The written notice of the end of a stay; where two contracts stand, one for each."""

from collections.abc import Iterator, Sequence
from typing import cast

from stirrup.documents.contents.end_notice import (
    Delivery,
    EndNoticeContent,
    Ground,
    NoticeParty,
    Side,
)
from stirrup.placements import french
from stirrup.placements.enums import DeliveryMode, EndGround, FactsSection, LegalBasis
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import MissingFact, list_missing
from stirrup.placements.papers.paper_kind import NONE, ONE, Heading, PaperKind
from stirrup.placements.papers.writing.parties import (
    association_of,
    borrowers_of,
    is_in_two_contracts,
    lenders_of,
)
from stirrup.placements.papers.writing.titles import reference_of
from stirrup.placements.stay_models import StayEnd
from stirrup.wording import N_

LANDLORD_SIDE, ASSOCIATION_SIDE = "landlord", "association"
WRITTEN_BY: dict[EndGround, Side] = {
    EndGround.TERM: "association",
    EndGround.RESIDENTS_LEAVE: "residents",
    EndGround.ASSOCIATION_HANDS_OVER: "association",
    EndGround.PRESSING_NEED: "landlord",
    EndGround.SERIOUS_BREACH: "landlord",
    EndGround.UNFIT_HOME: "landlord",
}
AT_THE_TABLE: dict[str, tuple[Side, ...]] = {
    "": ("residents", "association", "landlord"),
    LANDLORD_SIDE: ("association", "landlord"),
    ASSOCIATION_SIDE: ("residents", "association"),
}
"""Who stands in the notice of each slot: of two contracts, owner and residents share none."""


def end_notice_content(placement: Placement, slot: str, heading: Heading) -> EndNoticeContent:
    """What was announced, to those whom this notice is for."""
    ending, association = _ending(placement), association_of(placement)
    author = _author(ending.ground, slot)
    return EndNoticeContent(
        **heading,
        agreement_reference=reference_of(placement, _agreement(slot)),
        is_residence=placement.legal_basis == LegalBasis.RESIDENCE_TEMPORAIRE,
        author=_party(placement, author),
        addressees=tuple(_party(placement, side) for side in AT_THE_TABLE[slot] if side != author),
        address=french.address(placement.unit),
        ground=cast(Ground, ending.ground.value),
        announced_on=ending.announced_on,
        effective_on=ending.effective_on,
        delivery=cast(Delivery, ending.delivery.value),
        help_offered="" if slot == LANDLORD_SIDE else ending.help_offered or "",
        association=association.name,
        duty_phone=association.duty_phone,
    )


def _ending(placement: Placement) -> StayEnd:
    if placement.ending is None:
        raise LookupError("No end was announced.")
    return placement.ending


def _author(ground: EndGround, slot: str) -> Side:
    """The association writes for a side that is not at this table."""
    writes = WRITTEN_BY[ground]
    return writes if writes in AT_THE_TABLE[slot] else "association"


def _party(placement: Placement, side: Side) -> NoticeParty:
    if side == "landlord":
        return NoticeParty(side, tuple(one.name for one in lenders_of(placement)))
    if side == "residents":
        return NoticeParty(side, tuple(one.name for one in borrowers_of(placement)))
    return NoticeParty(side, (placement.referral.association.name,))


def _agreement(slot: str) -> DocumentKind:
    housed = slot == ASSOCIATION_SIDE
    return DocumentKind.HOUSING_AGREEMENT if housed else DocumentKind.AGREEMENT


def _slots(placement: Placement) -> Sequence[str]:
    if placement.ending is None:
        return NONE
    return (LANDLORD_SIDE, ASSOCIATION_SIDE) if is_in_two_contracts(placement) else ONE


def _missing(placement: Placement) -> tuple[MissingFact, ...]:
    return (*list_missing(placement), *_of_the_delivery(placement))


def _of_the_delivery(placement: Placement) -> Iterator[MissingFact]:
    """The law asks for a registered letter to end a temporary residence at its term."""
    ending = placement.ending
    is_residence = placement.legal_basis == LegalBasis.RESIDENCE_TEMPORAIRE
    by_hand = (EndGround.TERM, DeliveryMode.HAND)
    if ending and is_residence and (ending.ground, ending.delivery) == by_hand:
        sentence = N_("A registered letter: a temporary residence does not end by hand")
        yield MissingFact(FactsSection.ASSOCIATION, sentence)


PAPER = PaperKind(
    DocumentKind.END_NOTICE,
    template="end_notice.html",
    name="notice",
    content=EndNoticeContent,
    slots=_slots,
    build=end_notice_content,
    missing=_missing,
)
