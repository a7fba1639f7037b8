"""Ordering the papers of a stay: numbers, versions and contents, stored before any is produced."""

import secrets
from collections.abc import Collection, Sequence
from typing import Any

from flask import current_app
from sqlalchemy import select

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.documents.archive import content_json
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.placements.announcing import go_on
from stirrup.placements.enums import EventKind
from stirrup.placements.models import Placement, PlacementEvent
from stirrup.placements.papers.enums import DocumentKind, DocumentState, SignatureState
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.lifecycle import after
from stirrup.placements.papers.models import DocumentNumber, PlacementDocument
from stirrup.placements.papers.paper_kind import Heading
from stirrup.placements.papers.readers import split_slot
from stirrup.refusals import RefusedError
from stirrup.wording import N_

CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the signs that are taken for one another on paper."""
CODE_LENGTH = 16
BY_ALL_HANDS = (DocumentState.SIGNED, DocumentState.SEALED, DocumentState.SUPERSEDED)
"""What no changed fact withdraws: signed by all, or replaced already."""
Wanted = tuple[DocumentKind, str]
"""A kind and its slot."""


class AnswersAwaitedError(RefusedError):
    """Both sides have not said yes."""

    sentence = N_("No document is produced before the household and the landlord have said yes.")


class FactsMissingError(RefusedError):
    """A paper lacks something: the page lists what."""

    sentence = N_("The agreement cannot be produced: some facts are still missing.")


class NoSuchPaperError(RefusedError):
    """The stay has not come to the point where this paper exists."""

    sentence = N_("This stay does not have this document yet.")


def papers_due(placement: Placement) -> list[Wanted]:
    """Every paper that the stay has by now, and that can be written: nothing it says is missing."""
    return [
        (kind, slot)
        for kind, paper in PAPERS.items()
        if not paper.missing(placement)
        for slot in paper.slots(placement)
    ]


def papers_lacking(placement: Placement) -> list[Wanted]:
    """Those among them that were never made, failed, or were withdrawn."""
    gone = (DocumentState.SUPERSEDED, DocumentState.FAILED)
    held = {(paper.kind, paper.slot) for paper in placement.documents if paper.state not in gone}
    return [wanted for wanted in papers_due(placement) if wanted not in held]


def order_documents(
    placement: Placement, *, by: User, wanted: Sequence[Wanted] | None = None
) -> list[PlacementDocument]:
    """Order a new version of the papers wanted, by default of all that are due."""
    require(by, Permission.PAPER_ORDER, placement)
    papers = add_orders(placement, by=by, wanted=wanted)
    db.session.commit()
    return papers


def add_orders(
    placement: Placement, *, by: User | None, wanted: Sequence[Wanted] | None = None
) -> list[PlacementDocument]:
    """The same inside somebody else's transaction, without asking who orders."""
    if not placement.both_said_yes:
        raise AnswersAwaitedError
    if wanted is None and PAPERS[DocumentKind.AGREEMENT].missing(placement):
        raise FactsMissingError
    return [
        _order(placement, kind, slot, by)
        for kind, slot in (papers_due(placement) if wanted is None else wanted)
    ]


def withdraw_unsigned(
    placement: Placement, kinds: Collection[DocumentKind] = tuple(DocumentKind)
) -> list[PlacementDocument]:
    """A fact has changed: what all have not signed gives way. The caller commits.

    Returns the papers that were withdrawn.
    """
    withdrawn = [
        paper
        for paper in placement.documents
        if paper.kind in kinds and paper.state not in BY_ALL_HANDS
    ]
    for paper in withdrawn:
        supersede(paper)
    return withdrawn


def withdraw(placement: Placement, kind: DocumentKind, which: str = "") -> None:
    """A paper that has lost its reason gives way, each side's copy, whoever signed it.

    The caller commits.
    """
    for paper in placement.documents:
        same = (paper.kind, split_slot(paper.slot).which) == (kind, which)
        if same and paper.state != DocumentState.SUPERSEDED:
            supersede(paper)


def supersede(paper: PlacementDocument) -> None:
    """A newer version takes its place; signatures that were awaited are void."""
    paper.state = after(paper.state, "supersede")
    for signature in paper.signatures:
        if signature.state == SignatureState.AWAITED:
            signature.state = SignatureState.VOID


def _order(
    placement: Placement, kind: DocumentKind, slot: str, by: User | None
) -> PlacementDocument:
    described = PAPERS[kind]
    if slot not in described.slots(placement):
        raise NoSuchPaperError
    if described.missing(placement):
        raise FactsMissingError
    heading = _heading(placement, kind, slot)
    content = described.build(placement, slot, heading)
    paper = PlacementDocument(
        kind=kind,
        slot=slot,
        reference=content.reference,
        version=content.version,
        template_version=content.template_version,
        verification_code=content.verification_code or None,
        data=content_json(content).decode(),
        created_by_id=by.id if by else None,
    )
    placement.documents.append(paper)
    audit.record(by, "document_ordered", paper, kind=kind.value, version=content.version)
    return paper


def _heading(placement: Placement, kind: DocumentKind, slot: str) -> Heading:
    """The document's reference, given once, its next version, and a code to verify this file."""
    same = [
        paper.version for paper in placement.documents if (paper.kind, paper.slot) == (kind, slot)
    ]
    return {
        "reference": _reference(placement, kind, slot),
        "version": max(same, default=0) + 1,
        "issued_on": today(),
        "verification_code": "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH)),
        "verification_address": current_app.config["BASE_URL"].split("//")[-1] + "/verify",
    }


def _reference(placement: Placement, kind: DocumentKind, slot: str) -> str:
    """A number of its own, but for what adds to another paper: that one's, and which it is."""
    parent = PAPERS[kind].parent
    if parent is None:
        return _number(placement, kind, slot).reference
    return f"{_number(placement, parent(slot), '').reference}-{split_slot(slot).which}"


def _number(placement: Placement, kind: DocumentKind, slot: str) -> DocumentNumber:
    given: Any = select(DocumentNumber).where(
        DocumentNumber.placement_id == placement.id,
        DocumentNumber.kind == kind,
        DocumentNumber.slot == slot,
    )
    number: DocumentNumber | None = db.session.scalars(given).one_or_none()
    if number is None:
        number = DocumentNumber(year=today().year, placement_id=placement.id, kind=kind, slot=slot)
        db.session.add(number)
        db.session.flush()
    return number


def tell(
    placement: Placement, kind: EventKind, by: User | None, *, on_behalf: bool = False
) -> None:
    """One line on the stay's timeline, what is awaited follows; the journal has its own."""
    placement.events.append(
        PlacementEvent(kind=kind, actor_id=by.id if by else None, on_behalf=on_behalf)
    )
    go_on(placement)
