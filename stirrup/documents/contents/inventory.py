"""What an inventory says at the entry, and at the exit beside what was seen at the entry."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from stirrup.documents.contents.document import SignedContent

INVENTORY_VERSION = "etat-des-lieux 1.0"
Moment = Literal["entry", "exit"]
State = Literal["new", "good", "worn", "bad"]
MeterKind = Literal["electricity", "gas", "water"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one thing, in the words of those who were there."""

    state: State
    remark: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing at both moments; None where nobody looked at it, or has not yet."""

    name: str
    entry: Seen | None = None
    exit: Seen | None = None

    @property
    def differs(self) -> bool:
        """Whether both were seen, in another state or number."""
        if self.entry is None or self.exit is None:
            return False
        return (self.entry.state, self.entry.count) != (self.exit.state, self.exit.count)


@dataclass(frozen=True, slots=True)
class InventoryRoom:
    name: str
    elements: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class MeterReadings:
    """One meter: its number when it is known, and its readings, phrases with their unit."""

    kind: MeterKind
    number: str = ""
    entry: str = ""
    exit: str = ""


@dataclass(frozen=True, slots=True)
class KeyCounts:
    """Keys and badges, as numbers: no code has a field (LD-06)."""

    keys: int
    badges: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryContent(SignedContent):
    """All that one inventory says; that of the exit holds that of the entry when there was one."""

    template_version: str = INVENTORY_VERSION
    moment: Moment
    made_on: date
    entry_made_on: date | None = None  # of the inventory compared with
    dwelling: str  # « Appartement du 27 rue des Tisserands, 59100 Roubaix »
    owner: str
    association: str
    agreement_reference: str = ""
    present: tuple[str, ...]
    rooms: tuple[InventoryRoom, ...]
    furniture: tuple[Compared, ...]
    is_furnished: bool
    absent_furniture: tuple[str, ...] = ()  # usual in a furnished home, and not counted
    meters: tuple[MeterReadings, ...]
    entry_keys: KeyCounts | None
    exit_keys: KeyCounts | None = None
    photos_digest: str = ""  # SHA-256, 64 hexadecimal digits
