"""The versions that a replay depends on: libraries, Python, and the matcher's own sources."""

import hashlib
import platform
from functools import cache
from pathlib import Path

from stirrup import matching
from stirrup.matching.solver import library_versions


@cache
def versions_here() -> dict[str, str]:
    """What computes in this process, by name; stored with every run."""
    return library_versions() | {"python": platform.python_version(), "matcher": _matcher()}


def changed_versions(recorded: dict[str, str]) -> dict[str, tuple[str, str]]:
    """(recorded, here) of what is not the same; an absent one is `none`."""
    here = versions_here()
    return {
        name: (recorded.get(name, "none"), here.get(name, "none"))
        for name in sorted(recorded.keys() | here.keys())
        if recorded.get(name) != here.get(name)
    }


def _matcher() -> str:
    """Twelve characters of the SHA-256 of every source file of the matcher, by its path."""
    digest, folder = hashlib.sha256(), Path(matching.__path__[0])
    for source in sorted(folder.rglob("*.py")):
        digest.update(f"{source.relative_to(folder).as_posix()}\n".encode())
        digest.update(source.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]
