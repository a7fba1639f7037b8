"""One kind of paper: its template, what it is made of, when a stay has it, and what it lacks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.missing import MissingFact

ONE = ("",)
"""The slots of a kind of which a stay has one paper."""
NONE: Sequence[str] = ()

Heading = Mapping[str, Any]
"""Keyword arguments that every content takes: reference, version, day, code, address."""


def nothing_missing(_placement: Placement) -> tuple[MissingFact, ...]:
    """For papers that a stay can always have."""
    return ()


@dataclass(frozen=True)
class PaperKind:
    """`slots` says which papers of this kind the stay has by now: none before their time.

    `build(placement, slot, heading)` gives the content; `missing` what must be known before.
    `signed`: people sign it. `parent` says which paper a slot adds to: it then carries that
    paper's reference and the number in its slot (LD-01).
    """

    kind: DocumentKind
    template: str
    name: str
    content: type[Any]
    slots: Callable[[Placement], Sequence[str]]
    build: Callable[[Placement, str, Heading], Any]
    missing: Callable[[Placement], tuple[MissingFact, ...]] = nothing_missing
    signed: bool = False
    parent: Callable[[str], DocumentKind] | None = None
    adapter: TypeAdapter[Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "adapter", TypeAdapter(self.content))

    def read(self, data: str) -> Any:
        """The content that was stored, validated."""
        return self.adapter.validate_json(data)
