"""From a produced agreement to the keys: each party signs, the entry is seen, the stay begins."""

import re

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.placements.papers.enums import SignatureState, SigningParty
from stirrup.placements.papers.models import DocumentSignature, PlacementDocument
from tests.journeys.pages import Visitor

CODE = re.compile(r"\b\d{6}\b")


def send_for_signature(team: Visitor, paper: PlacementDocument) -> None:
    team.open(f"/papers/{paper.id}/signatures")
    team.send(to="/send")


def sign_all(
    paper: PlacementDocument, *, landlord: tuple[Visitor, User], worker: tuple[Visitor, User]
) -> None:
    """Each party in its own browser; residents sign in front of the worker."""
    for signature in awaited(paper):
        if signature.party == SigningParty.LANDLORD:
            sign(*landlord, signature)
        elif signature.party == SigningParty.ASSOCIATION:
            sign(*worker, signature)
        else:
            witness(*worker, signature)


def sign(visitor: Visitor, person: User, signature: DocumentSignature) -> None:
    visitor.open(f"/papers/signatures/{signature.id}/sign")
    visitor.send(to="/code")
    visitor.answer(has_read=True, name=signature.signer_name, code=code_sent_to(person))
    visitor.send_filled()


def witness(visitor: Visitor, person: User, signature: DocumentSignature) -> None:
    visitor.open(f"/papers/signatures/{signature.id}/witness")
    visitor.send(to="/code")
    visitor.answer(
        identity_check="known_in_person",
        explained_in="fr",
        has_read=True,
        name=signature.signer_name,
        code=code_sent_to(person),
    )
    visitor.send_filled()


def see_the_entry(worker: Visitor, stay_id: int, *, present: str) -> None:
    worker.open(f"/stays/{stay_id}/inventories/entry")
    for box in worker.page.locator('main select[name^="state_"]').all():
        box.select_option("good")
    worker.answer(made_on=today(), present=present, keys_count=3)
    worker.send_filled()


def hand_over_the_keys(worker: Visitor, stay_id: int) -> None:
    worker.open(f"/stays/{stay_id}")
    worker.send(to="/start")


def awaited(paper: PlacementDocument) -> list[DocumentSignature]:
    db.session.rollback()
    signatures = db.session.query(DocumentSignature).filter_by(document_id=paper.id)
    return [one for one in signatures if one.state == SignatureState.AWAITED]


def code_sent_to(person: User) -> str:
    """The six digits of the last mail that holds any."""
    db.session.rollback()
    mails = db.session.query(OutboxMessage).order_by(OutboxMessage.id.desc())
    mine = (one.body for one in mails if one.recipient == person.email)
    return next(found[0] for found in map(CODE.search, mine) if found)
