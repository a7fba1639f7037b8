"""Looking into a PDF that somebody sent: in a process of its own, with little time and memory.

What is found decides what the site answers; nothing of the file is run, shown or kept by this.
"""

import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

from stirrup.documents.pool import worker_environment

TIME_LIMIT_SECONDS = 8.0
PROCESSOR_SECONDS = 5
MEMORY_BYTES = 512 * 1024**2
REFERENCE = re.compile(r"ST-\d{4}-\d{6}")
ACTIVE_KEYS = ("/JS", "/JavaScript", "/RichMedia", "/XFA")
ACTIVE_ACTIONS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE")


@dataclass(frozen=True, slots=True)
class Inspection:
    """`reference`: of one of our documents, when the file carries one; else the empty text.

    `active`: it would do something when it is opened. `embeds`: it holds other files.
    """

    readable: bool = False
    pages_count: int = 0
    encrypted: bool = False
    active: bool = False
    embeds: bool = False
    reference: str = ""


def inspect_pdf(content: bytes) -> Inspection:
    """What there is to know of a file that claims to be a PDF; never raises."""
    if not content.startswith(b"%PDF-"):
        return _unreadable(content)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "stirrup.documents.inspection"],
            input=content,
            capture_output=True,
            env=worker_environment(),
            timeout=TIME_LIMIT_SECONDS,
            check=True,
        )
        return Inspection(**json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError, TypeError):
        return _unreadable(content)


def _unreadable(content: bytes) -> Inspection:
    """A file that is broken may still say what it was: its identifier stands in the clear."""
    found = REFERENCE.search(content.decode("latin-1"))
    return Inspection(reference=found[0] if found else "")


def look(content: bytes) -> Inspection:
    """The same in this process. Raises whatever pikepdf raises."""
    import pikepdf

    try:
        pdf = pikepdf.open(BytesIO(content))
    except pikepdf.PasswordError:
        return Inspection(readable=True, encrypted=True)
    with pdf:
        return Inspection(
            readable=True,
            pages_count=len(pdf.pages),
            encrypted=pdf.is_encrypted,
            active=any(_is_active(each) for each in _dictionaries(pdf)),
            embeds=bool(len(pdf.attachments)),
            reference=_reference(pdf),
        )


def _dictionaries(pdf: Any) -> Iterator[Any]:
    """Every dictionary of the file, those inside arrays and dictionaries too."""
    import pikepdf

    waiting = [pdf.trailer, *pdf.objects]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            waiting.extend(_direct(each.values() if isinstance(each, pikepdf.Dictionary) else ()))
        elif isinstance(each, pikepdf.Array):
            waiting.extend(_direct(each))


def _direct(values: Any) -> Iterator[Any]:
    """Those that stand here: what is stored elsewhere in the file is met there."""
    import pikepdf

    kept = pikepdf.Dictionary | pikepdf.Array
    return (each for each in values if isinstance(each, kept) and not each.is_indirect)


def _is_active(dictionary: Any) -> bool:
    action = str(dictionary.get("/S", "")) if "/S" in dictionary else ""
    return action in ACTIVE_ACTIONS or any(key in dictionary for key in ACTIVE_KEYS)


def _reference(pdf: Any) -> str:
    """From the data we embed, else from the metadata, else from the identifier."""
    told = [each.get_file().read_bytes() for each in pdf.attachments.values()]
    if "/Metadata" in pdf.Root:
        told.append(pdf.Root.Metadata.read_bytes())
    told += [bytes(one) for one in pdf.trailer.get("/ID", [])]
    found = (REFERENCE.search(text.decode(errors="replace")) for text in told)
    return next((match[0] for match in found if match), "")


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1))
    found = look(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(asdict(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
