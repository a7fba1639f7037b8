"""Whether a file or a code is that of a document of ours, as it stands; never whose it is.

A file is known by its digest alone: nothing of it is stored. What is answered names no person, no
address and no kind of document.
"""

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import or_, select

from stirrup.accounts.limits import Purpose, count_attempt
from stirrup.clock import local
from stirrup.documents.inspection import inspect_pdf
from stirrup.extensions import db
from stirrup.placements.papers.enums import DocumentState
from stirrup.placements.papers.lifecycle import IN_FORCE
from stirrup.placements.papers.models import PlacementDocument
from stirrup.placements.papers.orders import CODE_LENGTH
from stirrup.placements.papers.signing.seal_settings import NO_LEGAL_VALUE
from stirrup.wording import N_, Labelled

SEPARATORS = re.compile(r"[\W_]+")


class Verdict(Labelled):
    """What is said of a file or a code."""

    IN_FORCE = "in_force", N_("This document is authentic and in force.")
    SUPERSEDED = "superseded", N_("This document is authentic, but it is no longer in force.")
    ALTERED = "altered", N_("This file is not one that we made: it was altered.")
    UNKNOWN = "unknown", N_("We know neither this file nor this code.")


class SealWords(Labelled):
    """What is said of the seal."""

    SEALED = "sealed", N_("Signed by all and sealed by the platform. The seal is intact.")
    TEST_SEAL = "test_seal", N_("Sealed with a test seal: it has no legal value.")
    WAITING = "waiting", N_("Signed by all. The seal is about to be affixed.")
    BEFORE = "before", N_("This is the file that was signed. A sealed one exists beside it.")
    TO_SIGN = "to_sign", N_("Not signed by all yet.")


@dataclass(frozen=True)
class Answer:
    """`by_file`: the file itself was looked at; a code alone says nothing of the paper in hand."""

    verdict: Verdict
    by_file: bool
    version: int | None = None
    day: date | None = None
    seal: SealWords | None = None


def verify_file(content: bytes, *, address: str) -> Answer:
    """What a file is. Raises TooManyAttemptsError."""
    _count(address)
    digest = sha256(content).hexdigest()
    known = or_(PlacementDocument.sha256 == digest, PlacementDocument.sealed_sha256 == digest)
    found = db.session.execute(_facts().where(known).limit(1)).one_or_none()
    if found is not None:
        return _answer(found, digest)
    ours = inspect_pdf(content).reference
    return Answer(Verdict.ALTERED if ours else Verdict.UNKNOWN, by_file=True)


def verify_code(typed: str, *, address: str) -> Answer:
    """What a printed code belongs to. Raises TooManyAttemptsError."""
    _count(address)
    code = read_code(typed)
    found = None
    if len(code) == CODE_LENGTH:
        which = PlacementDocument.verification_code == code
        found = db.session.execute(_facts().where(which)).one_or_none()
    if found is None or found.sha256 is None:
        return Answer(Verdict.UNKNOWN, by_file=False)
    return _answer(found, None)


def read_code(typed: str) -> str:
    """The code as it was printed, however it was spaced or spelled."""
    return SEPARATORS.sub("", typed).upper()


def _count(address: str) -> None:
    """Apart from sign-ins: whoever checks many files may still sign in."""
    count_attempt(Purpose.VERIFICATION, address, f"verification:{address}")


def _facts() -> Any:
    """What an answer is made of: no content, nothing of a person."""
    paper = PlacementDocument
    facts: Any = select(
        paper.version,
        paper.state,
        paper.created_at,
        paper.sha256,
        paper.sealed_sha256,
        paper.evidence,
    )
    return facts.order_by(paper.id.desc())


def _answer(found: Any, digest: str | None) -> Answer:
    return Answer(
        Verdict.IN_FORCE if found.state in IN_FORCE else Verdict.SUPERSEDED,
        by_file=digest is not None,
        version=found.version,
        day=local(found.created_at).date(),
        seal=_seal(found, digest),
    )


def _seal(found: Any, digest: str | None) -> SealWords | None:
    if found.sealed_sha256:
        if digest not in (None, found.sealed_sha256):
            return SealWords.BEFORE
        value = NO_LEGAL_VALUE not in (found.evidence or "")
        return SealWords.SEALED if value else SealWords.TEST_SEAL
    return {
        DocumentState.SIGNED: SealWords.WAITING,
        DocumentState.SENT: SealWords.TO_SIGN,
    }.get(found.state)
