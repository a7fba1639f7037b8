"""Commands of the platform: flask create-admin, demo, night, outbox."""

from flask import Flask


def register_commands(app: Flask) -> None:
    """Attach the commands to the application."""
