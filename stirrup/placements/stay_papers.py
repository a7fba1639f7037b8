"""The documents of a stay by whom they are for, each with what one may still have produced."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from stirrup.clock import local, today
from stirrup.disclosure import Reader
from stirrup.placements.enums import PlacementState
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.lifecycle import IN_FORCE
from stirrup.placements.papers.orders import Wanted, papers_due, papers_lacking
from stirrup.placements.papers.readers import readers_of
from stirrup.placements.papers.shelf import ShelvedPaper, find_paper, papers_for, title_of
from stirrup.wording import N_, Labelled


class PaperGroup(Labelled):
    """For whom a paper is."""

    TO_SIGN = "to_sign", N_("To sign")
    OWNER = "owner", N_("For the owner")
    RESIDENTS = "residents", N_("For the residents")
    ALL = "all", N_("For both sides")


@dataclass(frozen=True)
class PaperLine:
    """One paper: as it is shelved, or its name when it was never made; `wanted` when it is due."""

    title: str
    shelved: ShelvedPaper | None
    wanted: dict[str, str] | None


def papers_by_group(
    placement: Placement, reader: Reader, *, orders: bool
) -> list[tuple[str, list[PaperLine]]]:
    """What this reader may read, group by group; `orders`: with what they may have produced."""
    shelved = {(paper.kind, paper.slot): paper for paper in papers_for(placement, reader)}
    due = set(orderable(placement, reader)) if orders else set()
    lines: dict[PaperGroup, list[PaperLine]] = {group: [] for group in PaperGroup}
    for wanted in sorted({*shelved, *due}, key=_place):
        lines[_group_of(*wanted)].append(_line(wanted, shelved.get(wanted), wanted in due))
    return [(_(group.label), found) for group, found in lines.items() if found]


def orderable(placement: Placement, reader: Reader) -> Iterator[Wanted]:
    """What is due and not made, and what tells how things stand and was made another day."""
    if not placement.both_said_yes or placement.state == PlacementState.CANCELLED:
        return
    lacking = set(papers_lacking(placement))
    for wanted in papers_due(placement):
        kind, slot = wanted
        mine = reader in readers_of(kind, slot)
        if mine and (wanted in lacking or _is_of_another_day(placement, wanted)):
            yield wanted


def read_wanted(fields: Mapping[str, str], reader: Reader) -> Wanted | None:
    """The paper that a form names, when there is such a paper for this reader."""
    kind_name, slot = fields.get("kind", ""), fields.get("slot", "")
    if kind_name not in set(PAPERS):
        return None
    kind = DocumentKind(kind_name)
    return (kind, slot) if reader in readers_of(kind, slot) else None


def _is_of_another_day(placement: Placement, wanted: Wanted) -> bool:
    """Whether a paper that nobody signs was made before today: a new one may say more."""
    paper = find_paper(placement, *wanted)
    if paper is None or PAPERS[paper.kind].signed or paper.state not in IN_FORCE:
        return False
    return local(paper.created_at).date() < today()


def _line(wanted: Wanted, paper: ShelvedPaper | None, is_due: bool) -> PaperLine:
    kind, slot = wanted
    return PaperLine(
        title=paper.title if paper else title_of(kind, slot),
        shelved=paper,
        wanted={"kind": kind.value, "slot": slot} if is_due else None,
    )


def _group_of(kind: DocumentKind, slot: str) -> PaperGroup:
    readers = readers_of(kind, slot)
    if kind in PAPERS and PAPERS[kind].signed:
        return PaperGroup.TO_SIGN
    if Reader.ASSOCIATION not in readers:
        return PaperGroup.OWNER
    return PaperGroup.ALL if Reader.LANDLORD in readers else PaperGroup.RESIDENTS


def _place(wanted: Wanted) -> tuple[int, str]:
    return list(DocumentKind).index(wanted[0]), wanted[1]
