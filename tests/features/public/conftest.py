"""What the tests of public pages share."""

import pytest

from tests.client import path_of


@pytest.fixture
def path_to(app):
    """The address of a page by its endpoint."""
    return path_of
