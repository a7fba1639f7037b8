"""Files that people send stay in memory: nothing of them is written to a disk in the clear."""

from io import BytesIO
from typing import IO, Any

from flask import Flask, Request


class RequestInMemory(Request):
    """MAX_CONTENT_LENGTH bounds what one request may hold."""

    def _get_file_stream(self, *_about: Any, **_more: Any) -> IO[bytes]:
        return BytesIO()


def install(app: Flask) -> None:
    """Read every request so."""
    app.request_class = RequestInMemory
