"""Pages of signatures: who has signed, signing oneself or as a witness, the scan of a paper."""

from http import HTTPStatus
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from stirrup.extensions import db
from stirrup.permissions import Permission
from stirrup.placements.papers.blueprint import bp
from stirrup.placements.papers.models import DocumentSignature, PlacementDocument
from stirrup.placements.papers.reading import read_document
from stirrup.placements.papers.shelf import title_of
from stirrup.placements.papers.signing import services
from stirrup.placements.papers.signing.acts import Device
from stirrup.placements.papers.signing.codes import (
    IN_PERSON,
    CodeExpiredError,
    TooManyCodesError,
    WrongCodeError,
    send_code,
)
from stirrup.placements.papers.signing.forms import ScanForm, SignForm, WitnessForm
from stirrup.placements.papers.signing.page import signatures_page
from stirrup.placements.papers.signing.rounds import require_open
from stirrup.placements.papers.signing.scan_queries import find_scan
from stirrup.placements.papers.signing.scans import ScanRefusedError, read_scan
from stirrup.refusals import RefusedError
from stirrup.ui.errors import sentence_of
from stirrup.ui.guard import requires
from stirrup.ui.security import CONTENT_POLICY

SHOWS_THE_DOCUMENT = f"{CONTENT_POLICY}; frame-src 'self'"
"""The page where one signs shows the document itself, in a frame of this site."""
BESIDE = {
    services.NameDiffersError: "name",
    CodeExpiredError: "code",
    WrongCodeError: "code",
    services.SignedDayRefusedError: "signed_on",
    ScanRefusedError: "files",
}


@bp.get("/<int:placement_document_id>/signatures")
@requires(Permission.PAPER_READ, PlacementDocument)
def signatures(placement_document: PlacementDocument) -> str:
    return render_template(
        "papers/signatures.html",
        paper=placement_document,
        title=title_of(placement_document.kind, placement_document.slot),
        page=signatures_page(placement_document, current_user),
    )


@bp.post("/<int:placement_document_id>/send")
@requires(Permission.PAPER_SEND, PlacementDocument)
def send(placement_document: PlacementDocument) -> Any:
    services.send_for_signature(placement_document, by=current_user)
    return _back(placement_document, _("The document is sent for signature."))


@bp.post("/<int:placement_document_id>/withdraw")
@requires(Permission.PAPER_SEND, PlacementDocument)
def withdraw(placement_document: PlacementDocument) -> Any:
    services.withdraw_from_signature(placement_document, by=current_user)
    return _back(placement_document, _("The document is withdrawn: nobody signs it any more."))


@bp.route("/signatures/<int:document_signature_id>/sign", methods=["GET", "POST"])
@requires(Permission.PAPER_SIGN, DocumentSignature)
def sign(document_signature: DocumentSignature) -> Any:
    if document_signature.party in IN_PERSON:
        raise services.OtherWayToSignError
    form: Any = SignForm()
    if not form.validate_on_submit():
        return _signing_page(document_signature, form)
    try:
        services.sign_with_code(
            document_signature, form.name.data, form.code.data, by=current_user, device=_device()
        )
    except (services.NameDiffersError, CodeExpiredError, WrongCodeError) as refusal:
        return _signing_page(document_signature, _refused(form, refusal))
    return _back(document_signature.document, _("You have signed the document."))


@bp.route("/signatures/<int:document_signature_id>/witness", methods=["GET", "POST"])
@requires(Permission.SIGNATURE_ASSIST, DocumentSignature)
def witness(document_signature: DocumentSignature) -> Any:
    if document_signature.party not in IN_PERSON:
        raise services.OtherWayToSignError
    form: Any = WitnessForm()
    if not form.validate_on_submit():
        return _signing_page(document_signature, form)
    try:
        services.sign_as_witness(
            document_signature,
            form.name.data,
            form.code.data,
            identity_check=form.identity_check.data,
            explained_in=form.explained_in.data,
            interpreter=form.interpreter.data,
            by=current_user,
            device=_device(),
        )
    except (services.NameDiffersError, CodeExpiredError, WrongCodeError) as refusal:
        return _signing_page(document_signature, _refused(form, refusal))
    return _back(document_signature.document, _("The signature is recorded, with you as witness."))


@bp.post("/signatures/<int:document_signature_id>/code")
@requires(Permission.PAPER_SIGN, DocumentSignature)
def code(document_signature: DocumentSignature) -> Any:
    """Send the code to the person who is here, who signs or is the witness."""
    try:
        send_code(document_signature, by=current_user, address=request.remote_addr or "")
    except TooManyCodesError as refusal:
        db.session.rollback()
        flash(sentence_of(refusal), "error")
    else:
        flash(_("The code has left for your e-mail. It works for ten minutes."))
    return redirect(_signing_url(document_signature), HTTPStatus.SEE_OTHER)


@bp.post("/signatures/<int:document_signature_id>/refuse")
@requires(Permission.PAPER_SIGN, DocumentSignature)
def refuse(document_signature: DocumentSignature) -> Any:
    services.refuse_to_sign(document_signature, by=current_user)
    return _back(document_signature.document, _("The refusal is recorded. The team is told."))


@bp.route("/<int:placement_document_id>/scan", methods=["GET", "POST"])
@requires(Permission.SCAN_ADD, PlacementDocument)
def scan(placement_document: PlacementDocument) -> Any:
    form: Any = ScanForm(placement_document)
    if not form.validate_on_submit():
        return _scan_page(placement_document, form)
    chosen = [one for one in placement_document.signatures if one.id in form.signatures.data]
    try:
        services.record_signed_by_hand(
            placement_document,
            chosen,
            form.signed_on.data,
            read_scan([file.stream for file in form.files.data]),
            by=current_user,
            device=_device(),
        )
    except (ScanRefusedError, services.SignedDayRefusedError) as refusal:
        return _scan_page(placement_document, _refused(form, refusal))
    return _back(placement_document, _("The signatures by hand are recorded, with their scan."))


@bp.get("/<int:placement_document_id>/scans/<int:scan_id>")
@requires(Permission.PAPER_READ, PlacementDocument)
def scan_file(placement_document: PlacementDocument, scan_id: int) -> Response:
    found = find_scan(placement_document, scan_id)
    if found is None:
        abort(HTTPStatus.NOT_FOUND)
    read_document(placement_document, by=current_user)
    name = f"{placement_document.reference}-scan-{found.id}.pdf"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(found.content, mimetype="application/pdf", headers=disposition)


def _signing_page(signature: DocumentSignature, form: Any) -> Response:
    """The whole document, then the form; a signature that is closed says so."""
    require_open(signature)
    in_person = signature.party in IN_PERSON
    page = render_template(
        "papers/witness.html" if in_person else "papers/sign.html",
        signature=signature,
        paper=signature.document,
        title=title_of(signature.document.kind, signature.document.slot),
        form=form,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return make_response(page, status, {"Content-Security-Policy": SHOWS_THE_DOCUMENT})


def _scan_page(paper: PlacementDocument, form: Any) -> Any:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    title = title_of(paper.kind, paper.slot)
    return render_template("papers/scan.html", paper=paper, title=title, form=form), status


def _refused(form: Any, refusal: RefusedError) -> Any:
    """Undo what was begun; the sentence stands beside the answer it is about."""
    db.session.rollback()
    name = next(field for kind, field in BESIDE.items() if isinstance(refusal, kind))
    form[name].errors = [sentence_of(refusal)]
    return form


def _device() -> Device:
    return Device(request.remote_addr or "", request.user_agent.string)


def _signing_url(signature: DocumentSignature) -> str:
    endpoint = "papers.witness" if signature.party in IN_PERSON else "papers.sign"
    return url_for(endpoint, document_signature_id=signature.id)


def _back(paper: PlacementDocument, words: str) -> Any:
    flash(words)
    address = url_for("papers.signatures", placement_document_id=paper.id)
    return redirect(address, HTTPStatus.SEE_OTHER)
