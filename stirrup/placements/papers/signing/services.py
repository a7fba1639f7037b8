"""Signing: send a paper for signature, sign by a code or with a witness, by hand, or refuse."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from http import HTTPStatus

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import local, today
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.permissions import Permission, require
from stirrup.placements.enums import EventKind
from stirrup.placements.papers.enums import (
    DocumentState,
    IdentityCheck,
    SignatureState,
    SigningMethod,
    SigningParty,
)
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.lifecycle import PaperInWrongStateError, after
from stirrup.placements.papers.models import DocumentScan, DocumentSignature, PlacementDocument
from stirrup.placements.papers.orders import supersede, tell
from stirrup.placements.papers.signing.acts import Act, Device, sign
from stirrup.placements.papers.signing.codes import IN_PERSON, check_code
from stirrup.placements.papers.signing.rounds import hold, require_open, tell_both_sides
from stirrup.placements.papers.signing.scans import Scan
from stirrup.refusals import RefusedError
from stirrup.wording import N_


class NotForSignatureError(RefusedError):
    """Papers of this kind inform: nobody signs them."""

    sentence = N_("Nobody signs this document.")


class OtherWayToSignError(RefusedError):
    """Residents sign with a witness, others with their own account."""

    sentence = N_("This person signs in another way.")


class NameDiffersError(RefusedError):
    """The name typed is not that of the document."""

    sentence = N_("Type the name as the document writes it: %(name)s.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class OneAccountOneSignatureError(RefusedError):
    """Co-owners each sign: one account does not stand for two of them."""

    sentence = N_(
        "You have signed this document already: this person signs from another account, or by hand."
    )


class SignedDayRefusedError(RefusedError):
    """Nobody signed before the document existed, nor tomorrow."""

    sentence = N_("Give a day between that of the document and today.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def send_for_signature(paper: PlacementDocument, *, by: User) -> PlacementDocument:
    """Open the round: one signature awaited for each block of the document, both sides told.

    Raises NotForSignatureError, PaperInWrongStateError.
    """
    require(by, Permission.PAPER_SEND, paper)
    described = PAPERS[paper.kind]
    if not described.signed:
        raise NotForSignatureError
    hold(paper)
    paper.state = after(paper.state, "send")
    for position, block in enumerate(described.read(paper.data).signatures, start=1):
        paper.signatures.append(
            DocumentSignature(
                position=position,
                party=SigningParty(block.party),
                signer_name=block.name,
                capacity=block.capacity,
            )
        )
    tell(paper.placement, EventKind.DOCUMENT_SENT, by)
    audit.record(by, "document_sent", paper)
    tell_both_sides(paper, "to_sign")
    db.session.commit()
    return paper


def sign_with_code(
    signature: DocumentSignature, name: str, code: str, *, by: User, device: Device
) -> None:
    """Sign from one's own account. Raises NameDiffersError and the refusals of codes."""
    require(by, Permission.PAPER_SIGN, signature)
    if signature.party in IN_PERSON:
        raise OtherWayToSignError
    _require_once(signature, by)
    _confirm(signature, name, code, by)
    act = Act(method=SigningMethod.CODE, device=device, identity_check=IdentityCheck.ACCOUNT)
    sign(signature, act, by)
    db.session.commit()


def sign_as_witness(
    signature: DocumentSignature,
    name: str,
    code: str,
    *,
    identity_check: IdentityCheck,
    explained_in: str,
    interpreter: str,
    by: User,
    device: Device,
) -> None:
    """A resident signs in front of a case worker, who saw who they are and confirms by a code."""
    require(by, Permission.SIGNATURE_ASSIST, signature)
    if signature.party not in IN_PERSON:
        raise OtherWayToSignError
    _confirm(signature, name, code, by)
    act = Act(
        method=SigningMethod.ASSISTED,
        device=device,
        identity_check=identity_check,
        explained_in=explained_in,
        interpreter=interpreter,
    )
    sign(signature, act, by)
    db.session.commit()


def record_signed_by_hand(
    paper: PlacementDocument,
    signatures: Sequence[DocumentSignature],
    signed_on: date,
    scan: Scan,
    *,
    by: User,
    device: Device,
) -> None:
    """Keep the scan of the paper, and say whose signatures it shows and of which day.

    Raises SignedDayRefusedError, SignatureClosedError, RoundStoppedError.
    """
    require(by, Permission.SCAN_ADD, paper)
    if not local(paper.created_at).date() <= signed_on <= today():
        raise SignedDayRefusedError
    act = Act(method=SigningMethod.WET, device=device, signed_on=signed_on, scan_sha256=scan.sha256)
    hold(paper)
    db.session.add(
        DocumentScan(
            document_id=paper.id,
            content=scan.content,
            sha256=scan.sha256,
            pages_count=scan.pages_count,
            added_by_id=by.id,
        )
    )
    for signature in signatures:
        sign(signature, act, by)
    audit.record(by, "scan_added", paper, sha256=scan.sha256)
    db.session.commit()


def refuse_to_sign(signature: DocumentSignature, *, by: User) -> None:
    """Say no: the round stops, nobody signs any more. No reason is asked for."""
    require(by, Permission.PAPER_SIGN, signature)
    paper = signature.document
    hold(paper)
    require_open(signature)
    signature.state, signature.code_hash = SignatureState.REFUSED, None
    on_behalf = signature.party in IN_PERSON
    tell(paper.placement, EventKind.DOCUMENT_REFUSED, by, on_behalf=on_behalf)
    audit.record(by, "document_refused", paper, party=signature.party.value)
    _tell_the_team(paper)
    db.session.commit()


def withdraw_from_signature(paper: PlacementDocument, *, by: User) -> None:
    """End a round that will not succeed; a new version may be ordered then."""
    require(by, Permission.PAPER_SEND, paper)
    hold(paper)
    if paper.state != DocumentState.SENT:
        raise PaperInWrongStateError
    supersede(paper)
    audit.record(by, "document_withdrawn", paper)
    db.session.commit()


def same_name(typed: str, expected: str) -> bool:
    """Whether two names are one, whatever their accents, capitals, hyphens and spaces."""
    return _letters(typed) == _letters(expected) != ""


def _letters(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\W_]+", "", "".join(s for s in decomposed if not unicodedata.combining(s)))


def _confirm(signature: DocumentSignature, name: str, code: str, by: User) -> None:
    require_open(signature)
    if not same_name(name, signature.signer_name):
        raise NameDiffersError(name=signature.signer_name)
    check_code(signature, code, by)


def _require_once(signature: DocumentSignature, by: User) -> None:
    others = (each for each in signature.document.signatures if each is not signature)
    if any(each.signed_by_id == by.id and each.method == SigningMethod.CODE for each in others):
        raise OneAccountOneSignatureError


def _tell_the_team(paper: PlacementDocument) -> None:
    person = db.session.get(User, paper.created_by_id) if paper.created_by_id else None
    if person is not None and person.is_active:
        enqueue(
            person.email,
            person.language,
            "papers/refused",
            paper_id=paper.id,
            reference=paper.reference,
        )
