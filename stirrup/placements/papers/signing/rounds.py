"""A round of signatures: what stops it, who is told, and the hold that makes signers take turns."""

import json

from sqlalchemy import update

from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.placements.correspondents import people_of
from stirrup.placements.lanes.enums import Side
from stirrup.placements.papers.enums import DocumentState, SignatureState
from stirrup.placements.papers.models import DocumentSignature, PlacementDocument
from stirrup.refusals import RefusedError
from stirrup.wording import N_


class SignatureClosedError(RefusedError):
    """Given already, refused, void, or the document is no longer to be signed."""

    sentence = N_("This signature is no longer awaited. Nothing was changed.")


class RoundStoppedError(RefusedError):
    """Somebody refused."""

    sentence = N_("Somebody has refused to sign this document: the team withdraws it.")


def hold(paper: PlacementDocument) -> None:
    """Keep everybody else from this paper until the transaction ends, and read it again.

    A write comes first: it takes the row on PostgreSQL and the database on SQLite, so that of two
    people who sign at the same instant the second one sees what the first one did.
    """
    db.session.flush()
    unchanged = {"attempts": PlacementDocument.attempts}
    db.session.execute(
        update(PlacementDocument)
        .where(PlacementDocument.id == paper.id)
        .values(unchanged)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()


def require_open(signature: DocumentSignature) -> None:
    """Raises SignatureClosedError, RoundStoppedError."""
    states = {each.state for each in signature.document.signatures}
    if SignatureState.REFUSED in states:
        raise RoundStoppedError
    awaited = signature.state == SignatureState.AWAITED
    if signature.document.state != DocumentState.SENT or not awaited:
        raise SignatureClosedError


def signed_lines(paper: PlacementDocument) -> list[str]:
    """The evidence of the signatures given, in the order of signing."""
    lines = (each.evidence for each in paper.signatures if each.state == SignatureState.SIGNED)
    return sorted((line for line in lines if line), key=number_of)


def number_of(line: str) -> int:
    """Which signature of its document a line is about, in the order of signing."""
    return int(json.loads(line)["number"])


def tell_both_sides(paper: PlacementDocument, template: str) -> None:
    """A mail to the landlord's people and to the association's referent; the caller commits."""
    for side in (Side.LANDLORD, Side.ASSOCIATION):
        for person in people_of(paper.placement, side):
            enqueue(
                person.email,
                person.language,
                f"papers/{template}",
                paper_id=paper.id,
                reference=paper.reference,
            )
