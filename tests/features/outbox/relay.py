"""A real mail relay on the loopback, which can refuse, hang up, or not be there."""

import socket
import ssl
from datetime import timedelta
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from stirrup.clock import now
from tests.patience import PATIENCE_SECONDS


class Relay:
    """What the relay received, and how it answers; `answer` None means it hangs up."""

    def __init__(self) -> None:
        self.received = []
        self.to_recipient = "250 OK"
        self.to_content = "250 OK"
        self.hangs_up = False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.hangs_up:
            server.transport.abort()
            return "421 gone"
        if self.to_content.startswith("250"):
            self.received.append((envelope.rcpt_tos[0], envelope.content.decode()))
        return self.to_content


def started(relay: Relay, port: int = 0, **options) -> Controller:
    """Listen on a free port of the loopback, or on `port` again after a restart."""
    where = {"hostname": "127.0.0.1", "port": port or free_port()}
    controller = Controller(relay, **where, ready_timeout=PATIENCE_SECONDS, **options)
    controller.start()
    return controller


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def encrypted(certificate: Path, password: bytes) -> dict:
    """Options of a relay that speaks TLS and wants this password."""

    def signs_in(server, session, envelope, mechanism, credentials):
        return AuthResult(success=credentials.password == password, handled=False)

    return {
        "tls_context": _context(certificate),
        "require_starttls": True,
        "authenticator": signs_in,
    }


def encrypted_at_once(certificate: Path) -> dict:
    """Options of a relay that speaks TLS from the first byte."""
    return {"ssl_context": _context(certificate), "server_hostname": "localhost"}


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def a_certificate(folder: Path) -> Path:
    """A certificate for localhost, signed by itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "relay.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
