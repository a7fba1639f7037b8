"""The code that confirms a signature: six digits by e-mail, for ten minutes, five attempts.

Only a keyed digest is stored; it binds the code to the signature, to the person who asked for it
and to the file that is signed.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from http import HTTPStatus

from flask import current_app
from sqlalchemy import update

from stirrup import audit
from stirrup.accounts.limits import Purpose, count_attempt
from stirrup.accounts.models import User
from stirrup.accounts.refusals import TooManyAttemptsError
from stirrup.clock import now
from stirrup.database import rows_changed
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.permissions import Permission, require
from stirrup.placements.papers.enums import SigningParty
from stirrup.placements.papers.models import DocumentSignature
from stirrup.placements.papers.signing.rounds import require_open
from stirrup.refusals import RefusedError
from stirrup.wording import N_

DIGITS = 6
LIFETIME = timedelta(minutes=10)
MOST_ATTEMPTS = 5
IN_PERSON = (SigningParty.RESIDENTS, SigningParty.ASSISTANT)
"""Those who have no account: a case worker is their witness."""


class TooManyCodesError(RefusedError):
    """The limits of this account or of this address are reached."""

    sentence = N_("Too many codes were asked for. Wait a quarter of an hour.")
    status = HTTPStatus.TOO_MANY_REQUESTS


class CodeExpiredError(RefusedError):
    """Too old, tried too often, or none was asked for."""

    sentence = N_("This code no longer works: ask for another one.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class WrongCodeError(RefusedError):
    """One attempt less."""

    sentence = N_("This is not the code that we sent you.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def permission_for(signature: DocumentSignature) -> Permission:
    """People with an account sign in their own name; residents with a witness."""
    in_person = signature.party in IN_PERSON
    return Permission.SIGNATURE_ASSIST if in_person else Permission.PAPER_SIGN


def send_code(signature: DocumentSignature, *, by: User, address: str) -> None:
    """Send a code to the account that signs or is the witness; an earlier one dies.

    Raises TooManyCodesError, SignatureClosedError, RoundStoppedError.
    """
    require(by, permission_for(signature), signature)
    require_open(signature)
    try:
        count_attempt(Purpose.SIGNING_CODE, str(by.id), f"code:{address}")
    except TooManyAttemptsError as refusal:
        raise TooManyCodesError from refusal
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    signature.code_hash = _digest(signature, code, by)
    signature.code_sent_at, signature.code_attempts = now(), 0
    enqueue(by.email, by.language, "papers/code", code=code)
    audit.record(by, "signing_code_sent", signature)
    db.session.commit()


def check_code(signature: DocumentSignature, code: str, by: User) -> None:
    """Use up one attempt, at once and for good, then compare.

    Raises CodeExpiredError, WrongCodeError.
    """
    spent = rows_changed(
        update(DocumentSignature)
        .where(
            DocumentSignature.id == signature.id,
            DocumentSignature.code_hash.is_not(None),
            DocumentSignature.code_attempts < MOST_ATTEMPTS,
            DocumentSignature.code_sent_at > now() - LIFETIME,
        )
        .values(code_attempts=DocumentSignature.code_attempts + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    if not spent:
        raise CodeExpiredError
    if not hmac.compare_digest(signature.code_hash or "", _digest(signature, code, by)):
        raise WrongCodeError


def _digest(signature: DocumentSignature, code: str, by: User) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    told = f"signing:{signature.id}:{by.id}:{signature.document.sha256}:{code}"
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()
