"""Sealing a PDF and reading a seal: PAdES, a certification signature that nothing shows.

What changes afterwards in a sealed file shows: every byte outside the signature is covered by its
digest, and the signature itself must stand exactly as it was written (no spare byte, no second
spelling). Only filling in form fields would be allowed (DocMDP 2), and there are none.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from stirrup.documents.certificate import Seal
from stirrup.documents.time_stamp import time_stamper

FIELD = "Cachet"
REASON = "Cachet de la plateforme Stirrup"
WRITTEN = re.compile(rb"<[0-9A-F]+>")


class SealFailed(Exception):  # noqa: N818 (the name says what happened)
    """The file could not be sealed. The message is for the log."""


@dataclass(frozen=True, slots=True)
class SealReport:
    """`level`: "B-B" or "B-T"; all false and empty for a file without a seal that can be read."""

    intact: bool = False
    trusted: bool = False
    covers_whole_file: bool = False
    level: str = ""


NO_SEAL = SealReport()


def seal_pdf(pdf: bytes, seal: Seal, *, at: datetime, reason: str = REASON) -> bytes:
    """The same file and its seal, added behind it. `at` is aware. Raises SealFailed."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    if at.tzinfo is None:
        raise ValueError("An instant needs its time zone.")
    described = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        certify=True,
        subfilter=fields.SigSeedSubFilter.PADES,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
    )
    stamper = time_stamper(seal.time_stamp_url) if seal.time_stamp_url else None
    try:
        signer = _signer_at(at, described, _key_of(seal), stamper)
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        _follow_the_structure(writer)
        sealed = _in_its_thread(signer.sign_pdf, writer)
    except Exception as error:  # the library and the network fail in many ways: none is ours
        raise SealFailed(f"{type(error).__name__}: {error}") from error
    content: bytes = sealed.getvalue()
    return content


def inspect_seal(pdf: bytes, certificates: tuple[bytes, ...]) -> SealReport:
    """What the seal of a file is worth; `certificates` (DER) are those that are believed.

    Nothing is fetched: whether a certificate was withdrawn is not asked.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        (embedded,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
        return _report(pdf, embedded, certificates)
    except Exception:  # an altered file fails in every possible way: it holds no sound seal
        return NO_SEAL


def _in_its_thread(act: Callable[..., Any], *given: Any) -> Any:
    """The library runs an event loop, and a thread may have but one: the caller's stays alone."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(act, *given).result()


def _follow_the_structure(writer: Any) -> None:
    """The seal stands on the first page: a page that holds one says its order (ISO 14289, 7.18)."""
    from pyhanko.pdf_utils.generic import NameObject

    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Tabs"] = NameObject("/S")
    writer.update_container(page)


def _key_of(seal: Seal) -> Any:
    from pyhanko.sign.signers import SimpleSigner

    return SimpleSigner.load_pkcs12_data(seal.archive, (), seal.passphrase)


def _signer_at(at: datetime, described: Any, key: Any, stamper: Any) -> Any:
    """A signer whose clock shows `at`: the library would ask the machine's."""
    from pyhanko.sign import signers

    class SignerAt(signers.PdfSigner):
        def init_signing_session(self, *given: Any, **named: Any) -> Any:
            session = super().init_signing_session(*given, **named)
            session.system_time = at
            return session

    return SignerAt(described, key, timestamper=stamper)


def _report(pdf: bytes, embedded: Any, certificates: tuple[bytes, ...]) -> SealReport:
    from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    believed = ValidationContext(
        trust_roots=[Certificate.load(one) for one in certificates],
        moment=embedded.self_reported_timestamp,
        allow_fetching=False,
    )
    status = _in_its_thread(validate_pdf_signature, embedded, believed)
    stamp = status.timestamp_validity
    stamped = stamp is None or (stamp.intact and stamp.valid)
    return SealReport(
        intact=bool(status.intact and status.valid and stamped and _is_exact(pdf, embedded)),
        trusted=bool(status.trusted),
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        level="B-B" if stamp is None else "B-T",
    )


def _is_exact(pdf: bytes, embedded: Any) -> bool:
    """Whether the part that no digest covers is one signature and zeros, written in one way."""
    start, length, after, _rest = (int(number) for number in embedded.byte_range)
    gap = pdf[start + length : after]
    if start != 0 or not WRITTEN.fullmatch(gap):
        return False
    expected = _written_again(embedded)
    found = bytes.fromhex(gap[1:-1].decode())
    return found.startswith(expected) and not any(found[len(expected) :])


def _written_again(embedded: Any) -> bytes:
    """The signature as we write it, around what its own digest and key protect."""
    from asn1crypto import algos, cms  # type: ignore[import-untyped]

    signer, certificate = embedded.signer_info, embedded.signer_cert
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    by = cms.IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    )
    protected = ("signed_attrs", "signature_algorithm", "signature", "unsigned_attrs")
    kept = {name: signer[name] for name in protected if signer[name]}
    return _signed_data(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "data"},
            "certificates": embedded.signed_data["certificates"],
            "signer_infos": [
                {
                    "version": "v1",
                    "sid": cms.SignerIdentifier({"issuer_and_serial_number": by}),
                    "digest_algorithm": digest,
                    **kept,
                }
            ],
        }
    )


def _signed_data(values: dict[str, Any]) -> bytes:
    from asn1crypto import cms

    content = cms.SignedData(values)
    written: bytes = cms.ContentInfo({"content_type": "signed_data", "content": content}).dump()
    return written
