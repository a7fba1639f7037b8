"""Messages in a pipe: eight bytes of length, then the message; a pipe that ends gives None."""

from typing import BinaryIO

_LENGTH_BYTES = 8


def write_frame(pipe: BinaryIO, message: bytes) -> None:
    """Send one message. Raises OSError when nobody reads any more."""
    pipe.write(len(message).to_bytes(_LENGTH_BYTES, "big") + message)
    pipe.flush()


def read_frame(pipe: BinaryIO) -> bytes | None:
    """The next message; None when the other side is gone, in the middle of a message or not."""
    length = pipe.read(_LENGTH_BYTES)
    if len(length) < _LENGTH_BYTES:
        return None
    expected = int.from_bytes(length, "big")
    message = pipe.read(expected)
    return message if len(message) == expected else None
