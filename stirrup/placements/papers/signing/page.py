"""What the page of a paper's signatures shows one reader: who signed how, and what they may do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.clock import now
from stirrup.permissions import Permission, Role, permits
from stirrup.placements.papers.enums import DocumentState, SignatureState, SigningMethod
from stirrup.placements.papers.kinds import PAPERS
from stirrup.placements.papers.models import DocumentScan, DocumentSignature, PlacementDocument
from stirrup.placements.papers.signing.codes import IN_PERSON, permission_for
from stirrup.placements.papers.signing.scan_queries import scans_of
from stirrup.placements.papers.signing.seal_settings import NO_LEGAL_VALUE, seal_obstacle
from stirrup.ui.filters import date_and_time, date_long

TONES = {
    SignatureState.AWAITED: "idle",
    SignatureState.SIGNED: "ok",
    SignatureState.REFUSED: "bad",
    SignatureState.VOID: "idle",
}


@dataclass(frozen=True)
class SignatureLine:
    """One signature; `url` is where this reader signs it, or stands witness."""

    name: str
    about: str
    state: str
    tone: str
    url: str | None
    act: str
    refuse_url: str | None


@dataclass(frozen=True)
class SignaturesPage:
    """Everything the template prints; `next` says what is awaited, `obstacle` why not yet."""

    lines: list[SignatureLine]
    next: str
    obstacle: str
    failed: bool
    can_send: bool
    can_withdraw: bool
    can_scan: bool
    scans: list[dict[str, str]]
    facts: list[tuple[str, str]]
    without_value: bool


def signatures_page(paper: PlacementDocument, person: Any) -> SignaturesPage:
    """The signatures of this paper for this person, who may read it."""
    is_open = paper.state == DocumentState.SENT and not _is_refused(paper)
    is_team = person.role == Role.ADMINISTRATOR
    sends = permits(person, Permission.PAPER_SEND, paper)
    waits_for_seal = paper.state == DocumentState.SIGNED
    return SignaturesPage(
        lines=[_line(one, person, is_open) for one in paper.signatures],
        next=_next(paper),
        obstacle=_obstacle() if waits_for_seal and is_team else "",
        failed=waits_for_seal and is_team and paper.failure is not None,
        can_send=sends and paper.state == DocumentState.GENERATED and PAPERS[paper.kind].signed,
        can_withdraw=sends and paper.state == DocumentState.SENT,
        can_scan=is_open and permits(person, Permission.SCAN_ADD, paper),
        scans=[_scan(scan) for scan in scans_of(paper)],
        facts=list(_facts(paper)),
        without_value=NO_LEGAL_VALUE in (paper.evidence or ""),
    )


def _is_refused(paper: PlacementDocument) -> bool:
    return any(one.state == SignatureState.REFUSED for one in paper.signatures)


def _line(signature: DocumentSignature, person: Any, is_open: bool) -> SignatureLine:
    in_person = signature.party in IN_PERSON
    awaited = is_open and signature.state == SignatureState.AWAITED
    signs = awaited and permits(person, permission_for(signature), signature)
    refuses = awaited and permits(person, Permission.PAPER_SIGN, signature)
    pages = ("papers.witness" if in_person else "papers.sign", "papers.refuse")
    act_url, refuse_url = (url_for(page, document_signature_id=signature.id) for page in pages)
    return SignatureLine(
        name=signature.signer_name,
        about=", ".join(filter(None, (_(signature.party.label), signature.capacity))),
        state=_told(signature),
        tone=TONES[signature.state],
        url=act_url if signs else None,
        act=_("Sign with this person") if in_person else _("Sign"),
        refuse_url=refuse_url if refuses else None,
    )


def _told(signature: DocumentSignature) -> str:
    if signature.signed_at is None or signature.method is None:
        return str(_(signature.state.label))
    by_hand = signature.method == SigningMethod.WET
    when = date_long(signature.signed_at) if by_hand else date_and_time(signature.signed_at)
    return str(_("Signed on %(when)s. %(how)s.", when=when, how=_(signature.method.label)))


def _next(paper: PlacementDocument) -> str:
    """What has to happen now, in one sentence."""
    awaited = sum(one.state == SignatureState.AWAITED for one in paper.signatures)
    if _is_refused(paper) and paper.state == DocumentState.SENT:
        return str(_("Somebody has refused to sign: nobody signs any more, the team withdraws it."))
    if paper.state == DocumentState.SENT:
        return str(
            ngettext("%(num)s signature is awaited.", "%(num)s signatures are awaited.", awaited)
        )
    words = {
        DocumentState.GENERATED: _("The document is ready. It has not been sent for signature."),
        DocumentState.SIGNED: _("All have signed. The document is about to be sealed."),
        DocumentState.SEALED: _("All have signed, and the document is sealed."),
        DocumentState.SUPERSEDED: _("This document is no longer in force."),
    }
    return str(words.get(paper.state, _(paper.state.label)))


def _obstacle() -> str:
    reason = seal_obstacle(current_app.config, at=now())
    return str(_(reason)) if reason else ""


def _scan(scan: DocumentScan) -> dict[str, str]:
    about = ngettext("%(num)s page", "%(num)s pages", scan.pages_count)
    return {
        "title": _("Scan of the signed paper"),
        "about": f"{about}, {date_and_time(scan.added_at)}",
        "url": url_for("papers.scan_file", placement_document_id=scan.document_id, scan_id=scan.id),
    }


def _facts(paper: PlacementDocument) -> Iterator[tuple[str, str]]:
    if paper.sha256:
        yield _("Digest of the document (SHA-256)"), paper.sha256
    if paper.evidence_sha256:
        yield _("Digest of the evidence file"), paper.evidence_sha256
    if paper.sealed_at and paper.sealed_sha256:
        yield _("Sealed on"), date_and_time(paper.sealed_at)
        yield _("Digest of the sealed file"), paper.sealed_sha256
