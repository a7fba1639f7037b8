"""Rounds of signatures for tests: an agreement sent for signature, and people who sign it."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind, IdentityCheck, SigningParty
from stirrup.placements.papers.models import DocumentSignature, PlacementDocument
from stirrup.placements.papers.orders import order_documents
from stirrup.placements.papers.production import produce_pending
from stirrup.placements.papers.shelf import find_paper
from stirrup.placements.papers.signing.acts import Device
from stirrup.placements.papers.signing.codes import IN_PERSON, send_code
from stirrup.placements.papers.signing.services import (
    send_for_signature,
    sign_as_witness,
    sign_with_code,
)
from tests import factories
from tests.features.placements.situations import complete

DEVICE = Device("192.0.2.77", "Mozilla/5.0 (test)")
CODE = re.compile(r"\b\d{6}\b")


@dataclass
class Round:
    """A stay whose agreement awaits its signatures, and who may sign it."""

    placement: Placement
    team: User
    landlord: User
    worker: User

    @property
    def paper(self) -> PlacementDocument:
        return find_paper(self.placement, DocumentKind.AGREEMENT)

    def of(self, party: SigningParty) -> DocumentSignature:
        return next(one for one in self.paper.signatures if one.party == party)

    def signer_of(self, signature: DocumentSignature) -> User:
        return self.landlord if signature.party == SigningParty.LANDLORD else self.worker


def a_stay_with_an_agreement(*, really: bool = False) -> Round:
    """The agreement ready to be sent; `really`: its file is made, which takes seconds."""
    landlord, worker = factories.a_landlord(), factories.a_case_worker()
    proposal = factories.a_proposal(factories.a_unit(landlord), factories.a_referral(worker))
    team = factories.an_administrator()
    placement = complete(factories.a_placement(proposal, agreed=True), team)
    (paper,) = order_documents(placement, by=team, wanted=[(DocumentKind.AGREEMENT, "")])
    if really:
        produce_pending()
    else:
        give_a_file(paper)
    return Round(placement, team, landlord, worker)


def give_a_file(paper: PlacementDocument) -> None:
    """As if it had been produced; what its file holds is of no matter."""
    from hashlib import sha256

    from stirrup.placements.papers.enums import DocumentState

    paper.content = f"%PDF-1.7 {paper.reference} {paper.version}".encode()
    paper.sha256 = sha256(paper.content).hexdigest()
    paper.state = DocumentState.GENERATED
    db.session.commit()


def a_round(*, really: bool = False) -> Round:
    """The agreement sent for signature."""
    opened = a_stay_with_an_agreement(really=really)
    send_for_signature(opened.paper, by=opened.team)
    return opened


def last_code(person: User) -> str:
    """The code of the latest mail to this person."""
    db.session.expire_all()
    mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc()))
    return next(
        CODE.search(mail.body)[0]
        for mail in mails
        if mail.recipient == person.email and CODE.search(mail.body)
    )


def give(signature: DocumentSignature, by: User) -> None:
    """Sign as this person would: ask for the code, type the name and the code."""
    send_code(signature, by=by, address="192.0.2.77")
    confirm(signature, by, last_code(by))


def confirm(signature: DocumentSignature, by: User, code: str) -> None:
    if signature.party in IN_PERSON:
        sign_as_witness(
            signature,
            signature.signer_name,
            code,
            identity_check=IdentityCheck.KNOWN_IN_PERSON,
            explained_in="ar",
            interpreter="Rim Saadi",
            by=by,
            device=DEVICE,
        )
    else:
        sign_with_code(signature, signature.signer_name, code, by=by, device=DEVICE)


def sign_all(opened: Round) -> PlacementDocument:
    """Everybody signs, in the order of the document."""
    paper = opened.paper
    for signature in paper.signatures:
        give(signature, opened.signer_of(signature))
    return paper
