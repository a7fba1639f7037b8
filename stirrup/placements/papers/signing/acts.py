"""What one act of signing leaves: the signature, its line of evidence, the end of the round."""

from dataclasses import dataclass
from datetime import date, datetime, time

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import PARIS, local, now, today
from stirrup.documents.evidence import (
    Evidence,
    digest,
    evidence_line,
    truncated_address,
    truncated_agent,
)
from stirrup.placements.enums import EventKind
from stirrup.placements.papers.enums import IdentityCheck, SignatureState, SigningMethod
from stirrup.placements.papers.lifecycle import after
from stirrup.placements.papers.models import DocumentSignature
from stirrup.placements.papers.orders import tell
from stirrup.placements.papers.signing.rounds import hold, require_open, signed_lines

CONSENT_VERSION = "2026-11"
"""Of the sentence that signers tick: templates/papers/consent.html."""
NOON = time(12)
"""Of a signature by hand the day alone is known."""


@dataclass(frozen=True, slots=True)
class Device:
    """Where the act came from, as the request tells; it is truncated before it is stored."""

    address: str = ""
    user_agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is known of one act; `signed_on`: of a signature by hand, else the present day."""

    method: SigningMethod
    device: Device
    identity_check: IdentityCheck | None = None
    explained_in: str = ""
    interpreter: str = ""
    signed_on: date | None = None
    scan_sha256: str = ""


def sign(signature: DocumentSignature, act: Act, by: User) -> None:
    """Store the signature and its evidence; the last one ends the round. The caller commits.

    Raises SignatureClosedError, RoundStoppedError: of two acts at once, one is refused.
    """
    paper = signature.document
    hold(paper)
    require_open(signature)
    at = now()
    line = evidence_line(_evidence(signature, act, by, at))
    signature.state, signature.method = SignatureState.SIGNED, act.method
    signature.signed_by_id, signature.signed_at = by.id, _signed_at(act, at)
    signature.identity_check = act.identity_check
    signature.identity_checked_on = local(at).date() if act.identity_check else None
    signature.evidence, signature.evidence_sha256 = line, digest(line)
    signature.code_hash = None
    on_behalf = act.method != SigningMethod.CODE
    tell(paper.placement, EventKind.DOCUMENT_SIGNED, by, on_behalf=on_behalf)
    audit.record(by, "document_signed", paper, party=signature.party.value, method=act.method.value)
    if all(each.state == SignatureState.SIGNED for each in paper.signatures):
        paper.state, paper.failure = after(paper.state, "complete"), None
        audit.record(by, "document_signed_by_all", paper)


def _evidence(signature: DocumentSignature, act: Act, by: User, at: datetime) -> Evidence:
    paper, before = signature.document, signed_lines(signature.document)
    with_code = act.method != SigningMethod.WET
    return Evidence(
        number=len(before) + 1,
        document_sha256=paper.sha256 or "",
        template_version=paper.template_version,
        signer=signature.signer_name,
        party=signature.party.value,
        capacity=signature.capacity,
        method=act.method.value,
        account=by.display_name,
        identity_check=act.identity_check.value if act.identity_check else "",
        identity_checked_on=today() if act.identity_check else None,
        channel="e-mail" if with_code else "paper",
        code_sent_at=signature.code_sent_at if with_code else None,
        code_verified_at=at if with_code else None,
        signed_on=act.signed_on or local(at).date(),
        recorded_at=at,
        address=truncated_address(act.device.address),
        user_agent=truncated_agent(act.device.user_agent),
        consent_version=CONSENT_VERSION if with_code else "",
        explained_in=act.explained_in,
        interpreter=act.interpreter,
        scan_sha256=act.scan_sha256,
        previous=digest(before[-1]) if before else "",
    )


def _signed_at(act: Act, at: datetime) -> datetime:
    return datetime.combine(act.signed_on, NOON, PARIS) if act.signed_on else at
