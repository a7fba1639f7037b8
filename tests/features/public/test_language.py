"""The language switch."""

import pytest

from tests import factories


def language_of(client) -> str:
    text = client.get("/help").text
    return text.partition('<html lang="')[2][:2]


def test_french_comes_first(client):
    assert language_of(client) == "fr"


def test_the_choice_is_remembered_and_the_page_kept(client):
    answer = client.get("/language/en?next=/rules?from=mail")

    assert answer.location == "/rules?from=mail"
    assert language_of(client) == "en"


def test_an_unknown_language_changes_nothing(client):
    client.get("/language/en")
    client.get("/language/xx")

    assert language_of(client) == "en"


def test_the_account_s_language_is_used_without_a_choice(client):
    client.sign_in(factories.a_landlord(language="en"))

    assert language_of(client) == "en"


def test_the_choice_of_the_moment_wins_over_the_account_s(client):
    client.sign_in(factories.a_landlord(language="en"))
    client.get("/language/fr")

    assert language_of(client) == "fr"


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "%09//evil.example"]
)
def test_it_never_sends_to_another_site(client, wanted):
    assert client.get(f"/language/en?next={wanted}").location == "/"


def test_the_link_of_the_header_comes_back_with_the_filters(client):
    page = client.get("/help?a=1&b=2").text

    assert "/language/en?next=/help?a%3D1%26b%3D2" in page
