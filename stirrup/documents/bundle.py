"""The files a document may load: our fonts, style sheets and pictograms, by name, nothing else."""

import re
from base64 import b64encode
from pathlib import Path

SCHEME = "bundled"
FONTS = Path(__file__).resolve().parent / "fonts"
TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "documents"
PICTOGRAMS = TEMPLATES / "pictograms"

MEDIA_TYPES = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}

BUNDLED: dict[str, Path] = {
    f"{SCHEME}:{path.name}": path
    for folder in (FONTS, TEMPLATES, PICTOGRAMS)
    for path in sorted(folder.iterdir())
    if path.suffix in MEDIA_TYPES
}

_BUNDLED_URL = re.compile(rf"{SCHEME}:[\w.-]+")


class AddressRefusedError(ValueError):
    """A page asked for something that is not one of our files."""


def bundled_file(url: str) -> Path:
    """The file behind `bundled:<name>`. Raises AddressRefusedError for any other address."""
    try:
        return BUNDLED[url]
    except KeyError:
        raise AddressRefusedError(f"Not a bundled file: {url[:200]!r}") from None


def with_files_inside(text: str) -> str:
    """A style sheet whose bundled addresses became `data:` ones, for a page that stands alone."""
    return _BUNDLED_URL.sub(lambda match: _data_url(bundled_file(match[0])), text)


def _data_url(path: Path) -> str:
    content = b64encode(path.read_bytes()).decode()
    return f"data:{MEDIA_TYPES[path.suffix]};base64,{content}"
