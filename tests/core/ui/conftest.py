"""A bare application: our fields, filters and macros, no database and no pages."""

from contextlib import contextmanager

import pytest
from flask import Flask
from flask_babel import Babel

from config import ROOT
from stirrup.ui.filters import register_filters


@contextmanager
def request_of_a_reader(language):
    app = Flask("reading", template_folder=str(ROOT / "templates"))
    app.config["SECRET_KEY"] = "a secret of the tests, long enough to sign"
    Babel(app, default_locale="fr", locale_selector=lambda: language)
    register_filters(app)
    with app.test_request_context():
        yield app


@pytest.fixture
def french():
    with request_of_a_reader("fr") as app:
        yield app


@pytest.fixture
def english():
    with request_of_a_reader("en") as app:
        yield app


@pytest.fixture(params=["fr", "en"])
def reading(request):
    """The same test for a reader of each language."""
    with request_of_a_reader(request.param) as app:
        yield app
