"""Redirections stay on the site."""

import pytest

from stirrup.accounts.next_page import safe_path


@pytest.mark.parametrize("path", ["/", "/units/4?shown=all&page=2", "/rules#weights", "/été"])
def test_a_path_of_the_site_is_kept(path):
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "https://evil.example/",
        "https:evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\u2028/evil.example",
        "//[",
    ],
)
def test_anything_else_is_refused(path):
    assert safe_path(path) is None
