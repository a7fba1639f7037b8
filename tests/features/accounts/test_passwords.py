"""What a password may be, and how it is kept."""

import pytest
from argon2 import PasswordHasher

from stirrup.accounts import passwords
from stirrup.accounts.passwords import (
    check_password,
    dummy_verify,
    hash_password,
    verify_password,
)
from stirrup.accounts.refusals import (
    CommonPasswordError,
    PasswordAboutYouError,
    PasswordTooLongError,
    PasswordTooShortError,
)


@pytest.fixture(autouse=True)
def at_full_cost(costly_hasher, monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", costly_hasher)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "qui mange la soupe froide",
        "éèàùçôîâûêëï",
        "日本語のパスワードは長いです",
        "x9K!m2#vQ7@z",
        "j’habite roubaix avec deux chats",
        "a" * 60 + "bcdefghijk" * 6,
    ],
)
def test_any_signs_are_accepted_when_there_are_enough(password):
    check_password(password, about=("Ada Dumont",))


def test_twelve_characters_are_enough_and_eleven_are_not():
    check_password("zirkmuldegas")

    with pytest.raises(PasswordTooShortError):
        check_password("zirkmuldega")


def test_128_characters_are_accepted_and_129_are_not():
    phrase = "quatre chats dorment ici " * 5 + "123"
    check_password(phrase)

    with pytest.raises(PasswordTooLongError):
        check_password(phrase + "4")


@pytest.mark.parametrize(
    "password",
    [
        "password2024!!",
        "P@ssw0rd2024!",
        "Mot de passe 2024",
        "azertyuiop12",
        "qwertyuiop[]",
        "loulouloulou",
        "123456789012",
        "098765432109",
        "abcdefghijkl",
        "marseille13000",
        "azerty123azerty123",
        "é" * 12,
        "              ",
    ],
)
def test_what_is_tried_first_is_refused(password):
    with pytest.raises(CommonPasswordError):
        check_password(password)


@pytest.mark.parametrize(
    "password",
    ["stirrup-2026-roubaix", "ada.dumont.1990", "Dumont59Ada59!", "residence-lys-59"],
)
def test_what_is_made_of_the_person_or_the_place_is_refused(password):
    about = ("Ada Dumont", "ada.dumont@example.org", "Résidence du Lys")

    with pytest.raises(PasswordAboutYouError):
        check_password(password, about=about)


def test_nothing_is_truncated():
    stored = hash_password("x" * 99 + "1")

    assert verify_password("x" * 99 + "1", stored)[0]
    assert not verify_password("x" * 99 + "2", stored)[0]


@pytest.mark.parametrize("typed", ["Zirkmuldegas", "zirkmuldegas ", " zirkmuldegas"])
def test_case_and_spaces_count(typed):
    assert not verify_password(typed, hash_password("zirkmuldegas"))[0]


def test_composed_and_decomposed_accents_are_the_same_keys():
    assert verify_password("e\u0301toiles filantes", hash_password("\u00e9toiles filantes"))[0]


def test_two_people_with_one_password_do_not_share_a_hash():
    assert hash_password("zirkmuldegas") != hash_password("zirkmuldegas")


def test_a_hash_is_argon2id():
    assert hash_password("zirkmuldegas").startswith("$argon2id$")


def test_a_cheaper_hash_is_renewed():
    cheap = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("zirkmuldegas")

    matches, renewed = verify_password("zirkmuldegas", cheap)

    assert matches
    assert "m=65536" in renewed


def test_an_account_without_a_password_opens_to_none():
    assert verify_password("zirkmuldegas", "!") == (False, None)


def test_nobody_has_no_password():
    assert not dummy_verify("the password of nobody at all")
