"""The web application for gunicorn and `flask`; it never starts the scheduler."""

from config import from_environment
from stirrup.application import create_app

app = create_app(from_environment())
