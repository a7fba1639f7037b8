"""One page to print, as it travels to the process that prints it; and how a failure is told."""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date
from typing import Self

TIME_LIMIT_SECONDS = 60.0
"""By the clock on the wall; the worker also limits its processor time, to ten seconds."""


class RenderFailed(Exception):  # noqa: N818 (the name says what happened, not that it is an error)
    """The document could not be made. The message is for the log: it may quote the page."""


class FindingsFailed(RenderFailed):
    """The file was made and breaks rules of the checker: the message names them, nobody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """A page and what its file needs; `reference` empty: a page that nobody keeps, not checked.

    `identifier` makes the file's ID; `attachment` is JSON, embedded beside the page it was made
    from; `language` is the one that the file must declare.
    """

    page: str
    identifier: bytes
    issued_on: date
    attachment: bytes | None = None
    attachment_name: str = ""
    reference: str = ""
    language: str = "fr"
    time_limit_seconds: float = TIME_LIMIT_SECONDS

    def as_bytes(self) -> bytes:
        """For the pipe."""
        values = {
            "page": self.page,
            "identifier": b64encode(self.identifier).decode(),
            "issued_on": self.issued_on.isoformat(),
            "attachment": None if self.attachment is None else b64encode(self.attachment).decode(),
            "attachment_name": self.attachment_name,
            "reference": self.reference,
            "language": self.language,
            "time_limit_seconds": self.time_limit_seconds,
        }
        return json.dumps(values).encode()

    @classmethod
    def read(cls, sent: bytes) -> Self:
        """What `as_bytes` wrote."""
        values = json.loads(sent)
        attachment = values.pop("attachment")
        return cls(
            **values
            | {
                "identifier": b64decode(values["identifier"]),
                "issued_on": date.fromisoformat(values["issued_on"]),
                "attachment": None if attachment is None else b64decode(attachment),
            }
        )
