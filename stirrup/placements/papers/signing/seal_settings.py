"""Which seal this site has: that of its settings, or a test one where nothing is at stake."""

from datetime import datetime
from pathlib import Path
from typing import Any

from stirrup.documents.certificate import (
    Seal,
    SealUnusableError,
    development_seal,
    open_seal,
)
from stirrup.wording import N_

NO_LEGAL_VALUE = "development, no legal value"


def find_seal(config: Any, *, at: datetime) -> Seal:
    """The seal to affix now. Raises SealUnusableError: documents then stay signed."""
    if config["SEAL_PKCS12"]:
        return open_seal(
            _archive(Path(config["SEAL_PKCS12"])),
            config["SEAL_PASSPHRASE"].encode(),
            at=at,
            time_stamp_url=config["SEAL_TSA_URL"],
        )
    if config["ENVIRONMENT"] == "production":
        raise SealUnusableError(N_("No seal is configured: set SEAL_PKCS12 and SEAL_PASSPHRASE."))
    return development_seal(config["INSTANCE"], at=at)


def seal_obstacle(config: Any, *, at: datetime) -> str:
    """Why nothing can be sealed, as an English sentence, or the empty text."""
    try:
        find_seal(config, at=at)
    except SealUnusableError as error:
        return error.sentence
    return ""


def described(seal: Seal) -> str:
    """What the evidence file says of the seal: its level, and that it is worth nothing in law."""
    return f"{seal.level}, {NO_LEGAL_VALUE}" if seal.is_for_development else seal.level


def _archive(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SealUnusableError(N_("The archive of the seal cannot be read.")) from error
