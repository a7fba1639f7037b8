"""Sealing what all have signed: the same content, how each signed, the digests, then the seal.

Apart from any request, one paper after the other. Nothing is stored before everything is made: a
process that dies leaves the paper signed, and the next one begins again.
"""

import logging
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import current_app
from sqlalchemy import select

from stirrup import audit
from stirrup.clock import local, now
from stirrup.documents.archive import content_json
from stirrup.documents.certificate import Seal, SealUnusableError
from stirrup.documents.contents.document import Signature
from stirrup.documents.evidence import digest, evidence_file
from stirrup.documents.render import RenderFailed, render_pdf
from stirrup.documents.seal import REASON, SealFailed, inspect_seal, seal_pdf
from stirrup.extensions import db
from stirrup.placements import french
from stirrup.placements.enums import EventKind
from stirrup.placements.papers.enums import DocumentState, SigningMethod
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.lifecycle import after
from stirrup.placements.papers.models import DocumentSignature, PlacementDocument
from stirrup.placements.papers.orders import supersede, tell
from stirrup.placements.papers.signing.rounds import hold, number_of, signed_lines, tell_both_sides
from stirrup.placements.papers.signing.seal_settings import described, find_seal

logger = logging.getLogger("stirrup.documents")

WITHOUT_VALUE = "Cachet d’essai, sans valeur légale"
METHODS = {
    SigningMethod.CODE: "par code reçu par courriel",
    SigningMethod.ASSISTED: "devant un témoin de l’association",
    SigningMethod.WET: "à la main, sur papier",
}
LEVELS = {
    SigningMethod.CODE: "Signature électronique simple",
    SigningMethod.ASSISTED: "Signature électronique simple",
    SigningMethod.WET: "Signature manuscrite, numérisée",
}


def seal_signed() -> int:
    """Seal every paper that all have signed; a failure is kept and tried again. How many."""
    waiting = select(PlacementDocument.id).where(PlacementDocument.state == DocumentState.SIGNED)
    numbers = db.session.scalars(waiting.order_by(PlacementDocument.id)).all()
    if not numbers:
        return 0
    try:
        seal = find_seal(current_app.config, at=now())
    except SealUnusableError as reason:
        logger.warning("%s documents wait for a seal: %s", len(numbers), reason)
        return 0
    return sum(_seal(number, seal) for number in numbers)


def _seal(number: int, seal: Seal) -> bool:
    """One paper, in a transaction of its own. False when it could not be sealed."""
    paper, at = db.session.get_one(PlacementDocument, number), now()
    evidence = evidence_file(
        signed_lines(paper),
        reference=paper.reference,
        version=paper.version,
        seal=described(seal),
    )
    try:
        sealed = _sealed(_final_file(paper, digest(evidence)), seal, at)
    except (RenderFailed, SealFailed) as failure:
        _keep_failure(number, failure)
        return False
    return _store(paper, sealed, evidence, at)


def _final_file(paper: PlacementDocument, evidence_sha256: str) -> bytes:
    """What was read and signed, and how each one signed it."""
    described = PAPERS[paper.kind]
    content = final_content(paper, evidence_sha256)
    return render_pdf(
        described.template,
        {described.name: content},
        identifier=f"{paper.reference}/{paper.version}/sealed",
        issued_on=content.issued_on,
        attachment=content_json(content),
    )


def final_content(paper: PlacementDocument, evidence_sha256: str) -> Any:
    """The content that was signed, its signatures filled in, and both digests."""
    content = PAPERS[paper.kind].read(paper.data)
    blocks = zip(content.signatures, paper.signatures, strict=True)
    return replace(
        content,
        signatures=tuple(_block(block, signature) for block, signature in blocks),
        sealed=True,
        signed_sha256=paper.sha256,
        evidence_sha256=evidence_sha256,
    )


def _block(block: Signature, given: DocumentSignature) -> Signature:
    if given.signed_at is None or given.method is None:
        raise SealFailed(f"signature {given.id} is not given")
    checked = given.identity_checked_on if given.method == SigningMethod.ASSISTED else None
    return replace(
        block,
        signed_at=local(given.signed_at),
        method=METHODS[given.method],
        identity=f"Identité vérifiée le {french.day(checked)}" if checked else "",
        level=LEVELS[given.method],
        evidence=f"P-{given.document_id:06d}-{number_of(given.evidence or '')}",
        by_hand=given.method == SigningMethod.WET,
    )


def _sealed(pdf: bytes, seal: Seal, at: datetime) -> bytes:
    """The sealed bytes, read again as a stranger would before they are believed."""
    reason = WITHOUT_VALUE if seal.is_for_development else REASON
    sealed = seal_pdf(pdf, seal, at=at, reason=reason)
    report = inspect_seal(sealed, seal.certificates)
    if not (report.intact and report.trusted and report.covers_whole_file):
        raise SealFailed(f"the seal does not hold: {report}")
    return sealed


def _store(paper: PlacementDocument, sealed: bytes, evidence: str, at: datetime) -> bool:
    """Everything at once; False when another process was faster, or the paper was withdrawn."""
    hold(paper)
    if paper.state != DocumentState.SIGNED:
        db.session.rollback()
        return False
    paper.state, paper.failure = after(paper.state, "seal"), None
    paper.sealed_content, paper.sealed_at = sealed, at
    paper.sealed_sha256 = sha256(sealed).hexdigest()
    paper.evidence, paper.evidence_sha256 = evidence, digest(evidence)
    _supersede_older(paper)
    tell(paper.placement, EventKind.DOCUMENT_SEALED, None)
    audit.record(None, "document_sealed", paper, sha256=paper.sealed_sha256)
    tell_both_sides(paper, "sealed")
    db.session.commit()
    return True


def _supersede_older(paper: PlacementDocument) -> None:
    """Now that it is sealed, it takes the place of the sealed version before it."""
    for older in paper.placement.documents:
        same = (older.kind, older.slot) == (paper.kind, paper.slot)
        if same and older.version < paper.version and older.state != DocumentState.SUPERSEDED:
            supersede(older)


def _keep_failure(number: int, failure: Exception) -> None:
    """Administrators see that it is late; the log says why."""
    db.session.rollback()
    paper = db.session.get_one(PlacementDocument, number)
    paper.failure = type(failure).__name__
    logger.error("document %s not sealed: %s", number, failure)
    db.session.commit()
