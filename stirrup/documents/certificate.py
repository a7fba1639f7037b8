"""The platform's seal: a key and its certificate (PKCS#12), one's own or made for development.

The seal is that of the body that runs the platform, a legal person: it signs for nobody. A
certificate made for development says in its own name that it has no value in law.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization import pkcs12 as archives
from cryptography.x509.oid import NameOID

from stirrup.wording import N_

DEVELOPMENT_NAME = "Stirrup, development seal, no legal value"
DEVELOPMENT_FILE = "development-seal.p12"
DEVELOPMENT_PASSPHRASE = b"development"
DEVELOPMENT_LIFETIME = timedelta(days=3650)


class SealUnusableError(Exception):
    """No seal can be affixed; the sentence, in English, is for administrators: no secret in it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Seal:
    """`time_stamp_url`: an RFC 3161 authority, or nothing. `certificates`: DER, our own first."""

    archive: bytes = field(repr=False)
    passphrase: bytes = field(repr=False)
    certificates: tuple[bytes, ...] = field(repr=False)
    is_for_development: bool
    expires_at: datetime
    time_stamp_url: str = ""

    @property
    def level(self) -> str:
        """PAdES baseline: B-T with a time-stamp of a third party, B-B without."""
        return "B-T" if self.time_stamp_url else "B-B"


def open_seal(archive: bytes, passphrase: bytes, *, at: datetime, time_stamp_url: str = "") -> Seal:
    """The seal in a PKCS#12 archive, usable at this instant. Raises SealUnusableError."""
    try:
        opened = archives.load_pkcs12(archive, passphrase)
    except ValueError as error:
        raise SealUnusableError(
            N_("The archive of the seal does not open with this passphrase.")
        ) from error
    if opened.key is None or opened.cert is None:
        raise SealUnusableError(N_("The archive of the seal holds no key with its certificate."))
    own = opened.cert.certificate
    if not own.not_valid_before_utc <= at <= own.not_valid_after_utc:
        raise SealUnusableError(N_("The certificate of the seal has ended, or begins later."))
    chain = (own, *(other.certificate for other in opened.additional_certs))
    return Seal(
        archive,
        passphrase,
        tuple(one.public_bytes(Encoding.DER) for one in chain),
        DEVELOPMENT_NAME in own.subject.rfc4514_string({}).replace("\\", ""),
        own.not_valid_after_utc,
        time_stamp_url,
    )


def development_seal(folder: Path, *, at: datetime) -> Seal:
    """The seal of this developer's machine, made once and kept beside the database."""
    path = folder / DEVELOPMENT_FILE
    if not path.exists():
        _keep(path, new_development_archive(at))
    return open_seal(path.read_bytes(), DEVELOPMENT_PASSPHRASE, at=at)


def new_development_archive(at: datetime) -> bytes:
    """A new key on the curve P-256 and a certificate that vouches for itself alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEVELOPMENT_NAME)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + DEVELOPMENT_LIFETIME)
        .add_extension(_SIGNS_DOCUMENTS, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return archives.serialize_key_and_certificates(
        b"seal", key, certificate, None, BestAvailableEncryption(DEVELOPMENT_PASSPHRASE)
    )


def _keep(path: Path, archive: bytes) -> None:
    """Write whole or not at all; of two processes the first one wins."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(archive)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


_SIGNS_DOCUMENTS = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
