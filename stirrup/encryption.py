"""Field encryption: AES-256-GCM, keys outside the database, the newest key first (security R52).

A stored value is base64 of: key mark (4 bytes), nonce (12 bytes), ciphertext with its tag. The mark
tells which key opens it, so that old keys keep reading while the first one writes.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK_BYTES, NONCE_BYTES, KEY_BYTES = 4, 12, 32


class UnreadableFieldError(Exception):
    """No configured key opens this value, or it was altered."""


class Keyring:
    """The keys of a process; the first one encrypts, all of them decrypt."""

    def __init__(self) -> None:
        self._ciphers: dict[bytes, AESGCM] = {}
        self._digest_keys: list[bytes] = []
        self._newest = b""

    def load(self, encoded_keys: Sequence[str]) -> None:
        """Take base64 keys of 32 bytes, the newest first. Raises ValueError on a wrong size."""
        keys = [base64.b64decode(key, validate=True) for key in encoded_keys]
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise ValueError("FIELD_KEYS must hold base64 keys of 32 bytes, the newest first.")
        self._ciphers = {_mark(key): AESGCM(key) for key in keys}
        self._digest_keys = [hashlib.sha256(b"stirrup digest key" + key).digest() for key in keys]
        self._newest = _mark(keys[0])

    def encrypt(self, plain: bytes, context: str) -> bytes:
        """Seal `plain` for one column (`context`): moved to another column, it does not open."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self._newest].encrypt(nonce, plain, context.encode())
        return self._newest + nonce + sealed

    def decrypt(self, stored: bytes, context: str) -> bytes:
        """Open a value of the same column. Raises UnreadableFieldError."""
        mark, rest = stored[:MARK_BYTES], stored[MARK_BYTES:]
        cipher = self._ciphers.get(mark)
        if cipher is None:
            raise UnreadableFieldError(context)
        try:
            return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], context.encode())
        except InvalidTag as altered:
            raise UnreadableFieldError(context) from altered

    def digests(self, plain: bytes, context: str) -> list[str]:
        """Hexadecimal digests under each key, the newest first: equal values are recognised.

        Without a key nobody can try values out, however few they are.
        """
        said = context.encode() + b"\0" + plain
        return [hmac.new(key, said, "sha256").hexdigest() for key in self._digest_keys]


def _mark(key: bytes) -> bytes:
    return hashlib.sha256(b"stirrup field key" + key).digest()[:MARK_BYTES]


keyring = Keyring()
