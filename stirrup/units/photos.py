"""Photos of a home: read strictly, turned upright, stripped of everything but the picture.

What is kept is drawn again on an empty canvas and encoded anew in two sizes under a name of our
own, so that neither the place and date of the shot nor anything hidden in the file survives.
"""

import secrets
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple

from flask import current_app
from PIL import Image, ImageOps

from stirrup.units.rules import AnswerRefusedError
from stirrup.wording import N_

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDES = {"large": 1600, "small": 480}
"""Pixels of the longest side of each stored size."""
MEDIA_TYPE = "image/webp"
QUALITY = 80


class PhotoRefusedError(AnswerRefusedError):
    """A file that is not kept."""

    field = "photo"


class PhotoTooHeavyError(PhotoRefusedError):
    sentence = N_("This photo is larger than 10 MB: choose a smaller one.")


class PhotoTooLargeError(PhotoRefusedError):
    sentence = N_("This photo has more than 50 million pixels: choose a smaller one.")


class NotAPhotoError(PhotoRefusedError):
    sentence = N_("This file is not a photo we can read: send a JPEG, PNG or WebP file.")


class StoredPhoto(NamedTuple):
    """A photo on disk: the stem of its file names, and its large size in pixels."""

    file_name: str
    width: int
    height: int


def store_photo(stream: IO[bytes]) -> StoredPhoto:
    """Read one uploaded file and write its sizes. Raises PhotoRefusedError."""
    picture = read_picture(stream, LONGEST_SIDES["large"])
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    for size in LONGEST_SIDES:
        _write(picture, name, size)
    return StoredPhoto(name, picture.width, picture.height)


def read_picture(stream: IO[bytes], longest_side: int) -> Image.Image:
    """What one uploaded file shows, upright, and nothing else of it. Raises PhotoRefusedError."""
    return _upright(_read(stream, longest_side))


def picture_path(file_name: str, size: str) -> Path:
    """Where the picture of that size stands, whether it exists or not."""
    return _folder() / f"{file_name}-{size}.webp"


def forget_photo(file_name: str) -> None:
    """Delete every size; what is already gone is no error."""
    for size in LONGEST_SIDES:
        picture_path(file_name, size).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(current_app.config["PHOTOS"])


def _read(stream: IO[bytes], longest_side: int) -> Image.Image:
    """The picture of one file, decoded no larger than it is kept, whatever its name claims."""
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise PhotoTooHeavyError
    try:
        _verify(content)
        picture = Image.open(BytesIO(content), formats=FORMATS)
        picture.thumbnail((longest_side,) * 2)
    except PhotoRefusedError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PhotoTooLargeError from bomb
    except Exception as fault:  # decoders fail in every possible way on a hostile file
        raise NotAPhotoError from fault
    return picture


def _verify(content: bytes) -> None:
    """Read the announced size before a single pixel is unpacked, then let Pillow verify."""
    with Image.open(BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise PhotoTooLargeError
        picture.verify()


def _upright(picture: Image.Image) -> Image.Image:
    """The pixels alone, as the photographer saw them, on an empty white canvas."""
    turned = ImageOps.exif_transpose(picture).convert("RGBA")
    canvas = Image.new("RGB", turned.size, "white")
    canvas.paste(turned, mask=turned.getchannel("A"))
    return canvas


def _write(picture: Image.Image, name: str, size: str) -> None:
    copy = picture.copy()
    copy.thumbnail((LONGEST_SIDES[size],) * 2)
    copy.save(picture_path(name, size), "WEBP", quality=QUALITY)
