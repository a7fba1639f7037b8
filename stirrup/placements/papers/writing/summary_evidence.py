"""The conditions of an owner's tax summary: whether each is met, and what the owner can show."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import cast

from stirrup.benefits.codes import Code
from stirrup.benefits.occupation import Occupation, united
from stirrup.benefits.sentences import Sentence
from stirrup.benefits.summary import BenefitSummary
from stirrup.disclosure import Reader
from stirrup.documents.contents import summary_parts as parts
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.lifecycle import IN_FORCE
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.writing.yearly import Covered
from stirrup.units.benefit_words import said

EVIDENCE = {
    DocumentKind.AGREEMENT: "convention",
    DocumentKind.OCCUPATION_CERTIFICATE: "certificat d’occupation",
    DocumentKind.ENTRY_INVENTORY: "état des lieux d’entrée",
    DocumentKind.EXIT_INVENTORY: "état des lieux de sortie",
    DocumentKind.END_CERTIFICATE: "certificat de fin",
}


def list_conditions(
    summary: BenefitSummary, covered: Covered, on: date
) -> Iterator[parts.Condition]:
    """What the law asks, whether it is met by that day, and the papers that show it."""
    for sentence in summary.conditions:
        met, proof = _proof(sentence, covered, on)
        yield parts.Condition(said(sentence).rstrip("."), met, proof)


def _proof(sentence: Sentence, covered: Covered, on: date) -> tuple[bool | None, str]:
    """Whether the condition is met by that day, and what shows it."""
    if sentence.code == Code.OWNED_AND_VACANT_SINCE:
        return True, "Déclaré par vous"
    if sentence.code not in (Code.OCCUPIED_IN_A_ROW, Code.OCCUPIED_TOO_SHORTLY):
        return None, "Selon ce que deviendra le logement"
    first = cast(date, sentence.values["first_on"])
    last = cast(date, sentence.values["last_on"])
    stays = [one for one in covered.stays if first <= one.first_day and one.last_day <= last]
    evidence = _evidence(stays)
    if sentence.code == Code.OCCUPIED_TOO_SHORTLY:
        return False, evidence or "Convention"
    return _long_enough(stays, sentence, on), evidence or "Convention, puis certificat d’occupation"


def _long_enough(stays: Sequence[Placement], sentence: Sentence, on: date) -> bool | None:
    """True once enough days have been lived, not known before."""
    lived = united(
        Occupation(stay.first_day, min(stay.last_day, on)) for stay in stays if stay.first_day <= on
    )
    threshold = cast(int, sentence.values["threshold_days"])
    return True if any(run.days > threshold for run in lived) else None


def _evidence(stays: Sequence[Placement]) -> str:
    """References of what the owner holds: « Convention ST-2026-000412, certificat… »."""
    found = [
        f"{name} {paper.reference}"
        for stay in stays
        for kind, name in EVIDENCE.items()
        if (paper := _newest(stay, kind)) is not None
    ]
    text = ", ".join(found)
    return text[:1].upper() + text[1:]


def _newest(stay: Placement, kind: DocumentKind) -> PlacementDocument | None:
    held = [
        paper
        for paper in stay.documents
        if paper.kind == kind and paper.state in IN_FORCE and Reader.LANDLORD in paper.readers
    ]
    return max(held, key=lambda paper: paper.version, default=None)
