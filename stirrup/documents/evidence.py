"""What proves a signature: one line for each, chained to the line before, gathered in one file.

A line is canonical JSON, so that its digest is that of its meaning. Each line holds the digest of
the line before it in the order of signing; the digest of the whole file is printed and embedded in
the sealed document, the file itself stays on the platform. Pure.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

FORMAT = 1
LONGEST_AGENT = 80
KEPT_BITS = {4: 24, 6: 48}
"""Of an address: its network, never the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One signature. Instants are aware; what does not apply is None or the empty text.

    `number` counts signatures in the order of signing, from 1; `previous` is the digest of the
    line before, empty for the first one.
    """

    number: int
    document_sha256: str
    template_version: str
    signer: str
    party: str
    capacity: str
    method: str
    account: str  # name of the account that signed, was the witness, or added the scan
    identity_check: str
    identity_checked_on: date | None
    channel: str  # how the code travelled: "e-mail", or "paper"
    code_sent_at: datetime | None
    code_verified_at: datetime | None
    signed_on: date
    recorded_at: datetime
    address: str  # truncated
    user_agent: str  # truncated
    consent_version: str
    explained_in: str
    interpreter: str
    scan_sha256: str
    previous: str


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """`altered`: numbers of the lines that no longer have the digest they are known by."""

    whole: bool
    altered: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        return self.whole and not self.altered


def evidence_line(evidence: Evidence) -> str:
    """The line of one signature: keys sorted, no spaces, instants in ISO 8601."""
    return _canonical(asdict(evidence))


def digest(text: str) -> str:
    """SHA-256 of a line or of a file, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def evidence_file(lines: Sequence[str], *, reference: str, version: int, seal: str) -> str:
    """The lines of all signatures in the order of signing, and how the file will be sealed.

    `seal` says the level and, for a seal made for development, that it has no value in law.
    """
    head = {"format": FORMAT, "reference": reference, "version": version, "seal": seal}
    return _canonical({**head, "signatures": [json.loads(line) for line in lines]})


def verify_evidence(file: str, expected: str) -> EvidenceReport:
    """Whether the file has the digest `expected`, and which lines break the chain.

    A changed line is found by the one after it; the last line, and what stands around the lines,
    by the digest of the file alone.
    """
    whole = digest(file) == expected
    try:
        lines = json.loads(file)["signatures"]
        before = ["", *(digest(_canonical(line)) for line in lines)]
        altered = [
            number or 1
            for number, (line, known) in enumerate(zip(lines, before, strict=False))
            if line["previous"] != known
        ]
    except (ValueError, KeyError, TypeError):
        return EvidenceReport(False)
    return EvidenceReport(whole, tuple(altered))


def truncated_address(address: str) -> str:
    """The network of an address: 192.0.2.0 for 192.0.2.77; empty for what is no address."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    if known.version == 6 and known.ipv4_mapped:
        known = IPv4Address(known.ipv4_mapped)
    return str(ip_network((known, KEPT_BITS[known.version]), strict=False).network_address)


def truncated_agent(user_agent: str) -> str:
    """The first signs of what the browser says of itself, printable ones alone."""
    return "".join(sign for sign in user_agent[:LONGEST_AGENT] if sign.isprintable())


def _canonical(values: dict[str, Any]) -> str:
    return json.dumps(
        values, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"No JSON form for {type(value).__name__}")
