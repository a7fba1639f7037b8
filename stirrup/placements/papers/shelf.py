"""The papers of a stay that one reader is shown, each with its state and its addresses."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from stirrup.disclosure import Reader
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.lifecycle import IN_FORCE
from stirrup.placements.papers.models import PlacementDocument
from stirrup.wording import N_

SLOT_WORDS = {
    Reader.LANDLORD.value: N_("owner’s copy"),
    Reader.ASSOCIATION.value: N_("residents’ copy"),
    "fr": N_("in French"),
    "en": N_("in English"),
    "ar": N_("in Arabic"),
    "uk": N_("in Ukrainian"),
}


@dataclass(frozen=True)
class ShelvedPaper:
    """One line of the documents: what it is, where to read it, how far it is."""

    kind: DocumentKind
    slot: str
    title: str
    about: str
    url: str | None
    page_title: str
    page_url: str | None
    signatures_url: str | None


def papers_for(placement: Placement, reader: Reader) -> list[ShelvedPaper]:
    """What this side of the stay may read, in the order of the kinds."""
    if reader != Reader.TEAM and not placement.both_said_yes:
        return []
    return list(_shelved(placement, reader))


def waits_for_papers(placement: Placement, reader: Reader) -> bool:
    """Whether a paper that this side may read is being produced: its page asks again soon."""
    return any(
        paper.state == DocumentState.PENDING and reader in paper.readers
        for paper in placement.documents
    )


def find_paper(
    placement: Placement, kind: DocumentKind, slot: str = ""
) -> PlacementDocument | None:
    """The version in force, else the one being produced; never one that was replaced."""
    same = [paper for paper in placement.documents if (paper.kind, paper.slot) == (kind, slot)]
    ready = [paper for paper in same if paper.state in IN_FORCE]
    coming = [paper for paper in same if paper.state != DocumentState.SUPERSEDED]
    return max(ready or coming, key=lambda paper: paper.version, default=None)


def title_of(kind: DocumentKind, slot: str) -> str:
    """What a paper is called, told apart from others of its kind."""
    if not slot:
        return str(_(kind.label))
    words = [_(SLOT_WORDS[part]) if part in SLOT_WORDS else part for part in slot.split("-")]
    return str(_("%(paper)s (%(which)s)", paper=_(kind.label), which=", ".join(words)))


def _shelved(placement: Placement, reader: Reader) -> Iterator[ShelvedPaper]:
    held = {(paper.kind, paper.slot) for paper in placement.documents}
    for kind, slot in sorted(held, key=_place):
        paper = find_paper(placement, kind, slot)
        if paper is not None and reader in paper.readers:
            yield _line(paper)


def _place(held: tuple[DocumentKind, str]) -> tuple[int, str]:
    return list(DocumentKind).index(held[0]), held[1]


def _line(paper: PlacementDocument) -> ShelvedPaper:
    ready, signed = paper.state in IN_FORCE, PAPERS[paper.kind].signed
    number = _("%(reference)s, version %(version)s") % {
        "reference": paper.reference,
        "version": paper.version,
    }
    return ShelvedPaper(
        kind=paper.kind,
        slot=paper.slot,
        title=title_of(paper.kind, paper.slot),
        about=number if ready and not signed else f"{number}. {_(paper.state.label)}",
        url=url_for("papers.file", placement_document_id=paper.id) if ready else None,
        page_title=_("Read it as a page"),
        page_url=url_for("papers.page", placement_document_id=paper.id),
        signatures_url=signatures_url(paper) if ready and signed else None,
    )


def signatures_url(paper: PlacementDocument) -> str:
    """Where one sees who has signed, and signs."""
    return url_for("papers.signatures", placement_document_id=paper.id)
