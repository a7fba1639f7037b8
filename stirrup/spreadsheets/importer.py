"""What a feature says of its lists: columns, rules, how rows become drafts. The rest is shared."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stirrup.permissions import Permission
from stirrup.spreadsheets.columns import Column
from stirrup.spreadsheets.enums import ListKind
from stirrup.spreadsheets.report import CheckedRow

OWN_REFERENCE = "own_reference"
"""The column by which a row is recognised when the list comes back corrected."""


@dataclass(frozen=True)
class Refusal:
    """A rule that the answers of one row break; `column` is the name of the one to correct."""

    column: str
    message: str
    suggestion: str = ""


@dataclass(frozen=True)
class Words:
    """What the pages of one kind of list say; English msgids."""

    title: str
    lead: str
    back: str
    sheet: str
    drafts: str
    declaration: str | None = None
    """What a person declares of every row before it is taken over; None when nothing is."""


class Importer(ABC):
    """One for each request: its columns speak the language of the reader."""

    kind: ListKind
    permission: Permission
    words: Words
    prefix: str
    """Of the endpoints and of the files to download."""
    back_endpoint: str
    draft_endpoint: str
    draft_argument: str

    def refuses(self, _heading: str) -> bool:
        """Whether nothing of the column of this heading may be kept, not even for the check."""
        return False

    @abstractmethod
    def columns(self) -> list[Column]:
        """The columns, in the order of our own files; one of them is the own reference."""

    def lacking(self, mapping: Mapping[str, str]) -> list[str]:
        """Headings of the columns without which no row can be taken over."""
        return [one.heading for one in self.columns() if one.needed and one.name not in mapping]

    @abstractmethod
    def stored(self, ids: Collection[int]) -> dict[int, Any]:
        """The subjects with these numbers that still exist."""

    @abstractmethod
    def is_open(self, subject: Any) -> bool:
        """Whether a list may still change it: a draft."""

    @abstractmethod
    def complete(self, answers: dict[str, Any]) -> Iterator[Refusal]:
        """Work out, in place, what cells say together; yields what cannot be."""

    @abstractmethod
    def check(self, answers: Mapping[str, Any], subject: Any) -> Iterator[Refusal]:
        """The rules that these answers break, given to `subject`, None for a new draft."""

    @abstractmethod
    def write(self, rows: Iterable[CheckedRow], list_id: int, *, by: Any) -> list[Any]:
        """Make or change the drafts, in the order of the rows, with their journal; no commit."""

    @abstractmethod
    def lacks(self, subject: Any) -> list[str]:
        """What a draft still lacks before it can be sent, in words."""
