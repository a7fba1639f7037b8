"""The seal: it keeps the file what it is, and whatever changes afterwards shows."""

import asyncio
import random
import shutil
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from stirrup.documents.certificate import (
    DEVELOPMENT_NAME,
    SealUnusableError,
    development_seal,
    new_development_archive,
    open_seal,
)
from stirrup.documents.checker import findings
from stirrup.documents.pool import worker_environment
from stirrup.documents.seal import NO_SEAL, SealFailed, inspect_seal, seal_pdf
from tests.conftest import missing
from tests.core.documents.samples import AGREEMENT

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
FLIPPED_BITS = 60
NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Cachet de l'association Essai")])


def a_seal(**options):
    return open_seal(new_development_archive(AT), b"development", at=AT, **options)


@pytest.fixture(scope="module")
def seal():
    return a_seal()


@pytest.fixture(scope="module")
def sealed(agreement_pdf, seal) -> bytes:
    return seal_pdf(agreement_pdf, seal, at=AT)


def an_rsa_certificate(usage=None):
    """A key of 3072 bits and its certificate, made elsewhere than by us."""
    key = rsa.generate_private_key(65537, 3072)
    built = (
        x509.CertificateBuilder(NAME, NAME, key.public_key(), x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=700))
    )
    if usage:
        built = built.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return key, built.sign(key, hashes.SHA256())


def test_a_sealed_file_is_intact_trusted_and_covered_to_its_last_byte(sealed, seal):
    report = inspect_seal(sealed, seal.certificates)

    assert (report.intact, report.trusted, report.covers_whole_file) == (True, True, True)
    assert report.level == "B-B"


def test_a_caller_that_runs_an_event_loop_seals_and_reads_as_anybody(agreement_pdf, seal):
    """The library runs a loop of its own, and leaves in the air what it cannot run.

    In another thread: here a browser may have left its loop.
    """

    async def in_a_loop():
        return inspect_seal(seal_pdf(agreement_pdf, seal, at=AT), seal.certificates)

    with ThreadPoolExecutor(1) as thread:
        report = thread.submit(asyncio.run, in_a_loop()).result()

    assert report.intact


def test_a_sealed_file_still_holds_both_standards(sealed):
    found = findings(sealed, reference=AGREEMENT.reference)

    assert found == ()


def test_the_file_that_was_sealed_stands_unchanged_at_its_beginning(agreement_pdf, sealed):
    assert sealed.startswith(agreement_pdf)


def test_the_seal_certifies_allows_filling_forms_alone_and_shows_nothing(sealed):
    from io import BytesIO

    import pikepdf

    with pikepdf.open(BytesIO(sealed)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        certified = pdf.Root.Perms.DocMDP
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"
        assert certified.Reference[0].TransformParams.P == 2
        assert [float(side) for side in field.Rect] == [0, 0, 0, 0]
        assert str(field.V.M).startswith("D:20260302093000")


def test_qpdf_finds_no_error_in_a_sealed_file(sealed, tmp_path):
    if shutil.which("qpdf") is None:
        missing("qpdf")
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)

    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_a_bit_flipped_anywhere_breaks_the_seal(sealed, seal):
    """Sampled over the whole file, then over the signature itself, which no digest covers."""
    chosen = random.Random(20260302)
    start = sealed.rindex(b"/Contents <") + len(b"/Contents ")
    end = sealed.index(b">", start) + 1
    positions = [chosen.randrange(len(sealed) * 8) for _ in range(FLIPPED_BITS)]
    positions += [chosen.randrange(start * 8, end * 8) for _ in range(FLIPPED_BITS)]

    unseen = [
        bit for bit in positions if inspect_seal(_flipped(sealed, bit), seal.certificates).intact
    ]

    assert unseen == []


def _flipped(content: bytes, bit: int) -> bytes:
    altered = bytearray(content)
    altered[bit // 8] ^= 1 << (bit % 8)
    return bytes(altered)


def test_an_upper_case_digit_written_small_breaks_the_seal(sealed, seal):
    """It spells the same signature: still, it is not the file we made."""
    start = sealed.rindex(b"/Contents <3082") + len(b"/Contents <")
    end = sealed.index(b">", start)

    altered = sealed[:start] + sealed[start:end].lower() + sealed[end:]

    assert not inspect_seal(altered, seal.certificates).intact


@pytest.mark.parametrize("added", [b"\n", b"%", b"\n% a note\n"])
def test_bytes_added_behind_a_sealed_file_show(sealed, seal, added):
    report = inspect_seal(sealed + added, seal.certificates)

    assert not (report.intact and report.covers_whole_file)


def test_the_seal_of_another_certificate_is_intact_but_not_trusted(agreement_pdf, seal):
    other = seal_pdf(agreement_pdf, a_seal(), at=AT)

    report = inspect_seal(other, seal.certificates)

    assert (report.intact, report.trusted) == (True, False)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"\0" * 5000])
def test_what_is_no_sealed_file_has_no_seal(content, seal):
    assert inspect_seal(content, seal.certificates) == NO_SEAL


def test_an_unsealed_file_has_no_seal(agreement_pdf, seal):
    assert inspect_seal(agreement_pdf, seal.certificates) == NO_SEAL


def test_a_pkcs12_archive_with_an_rsa_key_seals(agreement_pdf):
    key, certificate = an_rsa_certificate()
    archive = pkcs12.serialize_key_and_certificates(
        b"seal", key, certificate, None, serialization.BestAvailableEncryption(b"secret")
    )
    seal = open_seal(archive, b"secret", at=AT)

    report = inspect_seal(seal_pdf(agreement_pdf, seal, at=AT), seal.certificates)

    assert (report.intact, report.trusted, seal.is_for_development) == (True, True, False)


def test_a_wrong_passphrase_or_an_ended_certificate_is_told(tmp_path):
    archive = new_development_archive(AT)

    with pytest.raises(SealUnusableError, match="passphrase"):
        open_seal(archive, b"wrong", at=AT)
    with pytest.raises(SealUnusableError, match="ended"):
        open_seal(archive, b"development", at=AT + timedelta(days=4000))


def test_the_development_seal_is_made_once_says_what_it_is_and_is_read_by_its_owner_alone(tmp_path):
    first, second = development_seal(tmp_path, at=AT), development_seal(tmp_path, at=AT)

    (kept,) = tmp_path.iterdir()
    assert first.certificates == second.certificates
    assert first.is_for_development
    assert DEVELOPMENT_NAME.encode() in first.certificates[0]
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_seal_shows_neither_key_nor_passphrase(seal):
    assert "development'" not in repr(seal)
    assert "archive" not in repr(seal)


def test_the_rendering_process_never_sees_the_key(monkeypatch):
    monkeypatch.setenv("SEAL_PKCS12", "/somewhere/seal.p12")
    monkeypatch.setenv("SEAL_PASSPHRASE", "secret")

    environment = worker_environment()

    assert [name for name in environment if name.startswith("SEAL")] == []


def test_an_instant_without_a_time_zone_is_refused(agreement_pdf, seal):
    with pytest.raises(ValueError, match="time zone"):
        seal_pdf(agreement_pdf, seal, at=AT.replace(tzinfo=None))


@pytest.fixture(scope="module")
def time_stamp_authority():
    """An RFC 3161 authority on this machine: `(address, certificate)`."""
    key, certificate = an_rsa_certificate(ExtendedKeyUsageOID.TIME_STAMPING)
    private = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    der = certificate.public_bytes(serialization.Encoding.DER)
    known = asn1.Certificate.load(der)
    answers = DummyTimeStamper(known, keys.PrivateKeyInfo.load(private), fixed_dt=AT)

    class Authority(BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/")
                self.end_headers()
                return
            answer = answers.request_tsa_response(tsp.TimeStampReq.load(query)).dump()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_what):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Authority)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", der
    server.shutdown()
    server.server_close()


def test_a_time_stamp_raises_the_level(agreement_pdf, time_stamp_authority):
    address, authority = time_stamp_authority
    seal = a_seal(time_stamp_url=address)

    sealed = seal_pdf(agreement_pdf, seal, at=AT)

    report = inspect_seal(sealed, (*seal.certificates, authority))
    assert (report.intact, report.trusted, report.level) == (True, True, "B-T")
    assert findings(sealed, reference=AGREEMENT.reference) == ()


@pytest.mark.parametrize("path", ["/moved", ":1/"])
def test_an_authority_that_fails_or_sends_elsewhere_stops_the_seal(
    agreement_pdf, time_stamp_authority, path
):
    address = time_stamp_authority[0] + path if path == "/moved" else "http://127.0.0.1:1/"

    with pytest.raises(SealFailed):
        seal_pdf(agreement_pdf, a_seal(time_stamp_url=address), at=AT)


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://tsa.example/", "nothing"])
def test_only_an_address_of_the_web_is_asked_for_a_time_stamp(agreement_pdf, address):
    with pytest.raises(ValueError, match="SEAL_TSA_URL"):
        seal_pdf(agreement_pdf, a_seal(time_stamp_url=address), at=AT)
