"""Passwords: what is accepted, how they are kept (Argon2id), and the same effort for nobody.

A password is used as typed: no trimming, no truncation, no change of case. Only its Unicode form is
settled (NFC), so that the same keys give the same password on every machine. Length counts,
composition does not (security R01, R03).
`common_passwords.txt` holds words that guessing programs try first, in French and English.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from stirrup.accounts.refusals import (
    CommonPasswordError,
    PasswordAboutYouError,
    PasswordTooLongError,
    PasswordTooShortError,
)

SHORTEST, LONGEST = 12, 128
FEWEST_DISTINCT_SIGNS = 5
LEAST_BESIDE_ONESELF = 8
"""Characters that must remain once the names of the person and of the place are taken out."""
SHORTEST_NAME = 3
OUR_WORDS = ("stirrup", "lille", "roubaix", "tourcoing", "logement", "orientation", "proprietaire")
RUNS = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz" * 2, "azertyuiopqsdfghjklmwxcvbn")
LEET = str.maketrans("013457@$!", "oieastasi")

_hasher = PasswordHash((Argon2Hasher(),))


def hash_password(password: str) -> str:
    """What is stored: algorithm, costs, salt and digest in one text."""
    return _hasher.hash(_settled(password))


def verify_password(password: str, stored: str) -> tuple[bool, str | None]:
    """Whether it is the one; then a new hash to store, when the costs have risen since."""
    try:
        return _hasher.verify_and_update(_settled(password), stored)
    except UnknownHashError:
        return dummy_verify(password), None


def dummy_verify(password: str) -> bool:
    """Spend on an unknown account the time that a known one takes. Always False."""
    _hasher.verify(_settled(password), _hash_of_nobody())
    return False


def check_password(password: str, *, about: Iterable[str] = ()) -> None:
    """Refuse what is short, long, tried first, or made of `about` (names, e-mail, organisation).

    Raises PasswordTooShortError, PasswordTooLongError, CommonPasswordError, PasswordAboutYouError.
    """
    if len(password) < SHORTEST:
        raise PasswordTooShortError(least=SHORTEST)
    if len(password) > LONGEST:
        raise PasswordTooLongError(most=LONGEST)
    plain = _plain(password)
    if _is_tried_first(plain):
        raise CommonPasswordError
    if _says_little_beside(plain, [*OUR_WORDS, *about]):
        raise PasswordAboutYouError


def _settled(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _is_tried_first(plain: str) -> bool:
    if len(set(plain)) < FEWEST_DISTINCT_SIGNS or any(
        plain in run or plain[::-1] in run for run in RUNS
    ):
        return True
    blocks = {_repeated(plain), _repeated(_inside(plain))}
    candidates = {plain, *blocks, *map(_inside, blocks)}
    candidates |= {candidate.translate(LEET) for candidate in candidates}
    return not candidates.isdisjoint(_common())


def _inside(text: str) -> str:
    """The text without the digits and signs around it: "2024azerty!" -> "azerty"."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)


def _repeated(text: str) -> str:
    """The block that the text repeats, or the text itself: "loulouloulou" -> "lou"."""
    return text[: (text + text).find(text, 1)] if text else text


def _says_little_beside(plain: str, about: Iterable[str]) -> bool:
    words = {word for value in about for word in re.split(r"[\W_]+", _plain(value, " "))}
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= SHORTEST_NAME:
            plain = plain.replace(word, "")
    return len(plain) < LEAST_BESIDE_ONESELF


def _plain(text: str, separator: str = "") -> str:
    """Letters without accents or capitals; spaces and hyphens become `separator`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.sub(r"[\s’'._-]+", separator, letters)


@cache
def _common() -> frozenset[str]:
    path = Path(__file__).with_name("common_passwords.txt")
    return frozenset(path.read_text(encoding="utf-8").split())


@cache
def _hash_of_nobody() -> str:
    return hash_password("the password of nobody at all")
