"""Encrypted fields: bound to their column, altered ones refused, keys rotated without loss."""

import base64

import pytest

from stirrup.encryption import Keyring, UnreadableFieldError

OLD = base64.b64encode(b"o" * 32).decode()
NEW = base64.b64encode(b"n" * 32).decode()


def a_keyring(*keys: str) -> Keyring:
    keyring = Keyring()
    keyring.load(keys)
    return keyring


def test_a_value_opens_again_in_its_column():
    keyring = a_keyring(NEW)

    stored = keyring.encrypt("Élise".encode(), "member.name")

    assert keyring.decrypt(stored, "member.name").decode() == "Élise"


def test_the_same_value_is_never_stored_twice_alike():
    keyring = a_keyring(NEW)

    assert keyring.encrypt(b"same", "column") != keyring.encrypt(b"same", "column")


def test_a_value_moved_to_another_column_does_not_open():
    keyring = a_keyring(NEW)
    stored = keyring.encrypt(b"secret", "member.name")

    with pytest.raises(UnreadableFieldError):
        keyring.decrypt(stored, "member.phone")


def test_an_altered_value_does_not_open():
    keyring = a_keyring(NEW)
    stored = keyring.encrypt(b"secret", "column")
    altered = stored[:-1] + bytes([stored[-1] ^ 1])

    with pytest.raises(UnreadableFieldError):
        keyring.decrypt(altered, "column")


def test_a_former_key_still_opens_after_a_rotation():
    stored = a_keyring(OLD).encrypt(b"secret", "column")

    assert a_keyring(NEW, OLD).decrypt(stored, "column") == b"secret"


def test_the_newest_key_encrypts():
    stored = a_keyring(NEW, OLD).encrypt(b"secret", "column")

    with pytest.raises(UnreadableFieldError):
        a_keyring(OLD).decrypt(stored, "column")


@pytest.mark.parametrize("keys", [[], ["c2hvcnQ="], ["not base64"]])
def test_a_wrong_key_is_refused(keys):
    with pytest.raises(ValueError, match=r"FIELD_KEYS|base64|characters|padded"):
        a_keyring(*keys)


def test_a_digest_recognises_a_value_in_its_context_alone():
    keyring = a_keyring(NEW)

    digest = keyring.digests(b"Dossier 12", "list")

    assert digest == a_keyring(NEW).digests(b"Dossier 12", "list")
    assert digest != keyring.digests(b"Dossier 12", "other")
    assert digest != keyring.digests(b"Dossier 13", "list")


def test_a_digest_under_an_older_key_is_still_recognised():
    older = a_keyring(OLD).digests(b"Dossier 12", "list")

    assert older[0] in a_keyring(NEW, OLD).digests(b"Dossier 12", "list")
