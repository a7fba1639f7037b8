"""Which side of a stay may read which paper. Pure: one table, and what is not in it is refused.

The body that all sign is the same for all (LD-05); other papers are for some sides alone. Copies
of one paper that differ from side to side have the side as their slot, or at its end.
"""

from typing import NamedTuple

from stirrup.disclosure import Reader
from stirrup.placements.papers.enums import DocumentKind as Kind

EVERY_SIDE = frozenset(Reader)
OWNER_SIDE = frozenset({Reader.LANDLORD, Reader.TEAM})
RESIDENT_SIDE = frozenset({Reader.ASSOCIATION, Reader.TEAM})
ASSOCIATION_ALONE = frozenset({Reader.ASSOCIATION})

READERS: dict[Kind, frozenset[Reader]] = {
    Kind.AGREEMENT: EVERY_SIDE,
    Kind.HOUSING_AGREEMENT: RESIDENT_SIDE,
    Kind.AMENDMENT: EVERY_SIDE,
    Kind.END_NOTICE: EVERY_SIDE,
    Kind.END_CERTIFICATE: EVERY_SIDE,
    Kind.RESIDENT_ATTESTATION: RESIDENT_SIDE,
    Kind.OCCUPATION_CERTIFICATE: OWNER_SIDE,
    Kind.OWNER_SUMMARY: OWNER_SIDE,
    Kind.ENTRY_INVENTORY: EVERY_SIDE,
    Kind.EXIT_INVENTORY: EVERY_SIDE,
    Kind.KEY_RECEIPT: EVERY_SIDE,
    Kind.CONTACTS_SHEET: RESIDENT_SIDE,
    Kind.DATA_NOTICE: RESIDENT_SIDE,
    Kind.PERSONAL_PLAN: ASSOCIATION_ALONE,
    Kind.EASY_SUMMARY: RESIDENT_SIDE,
}
SIDES = {side.value: frozenset({side, Reader.TEAM}) for side in Reader}


class Slot(NamedTuple):
    """What a slot tells: which one (a number, a year, a language), and for which side alone."""

    which: str
    side: str


def split_slot(slot: str) -> Slot:
    """`1` is the first for all, `1-association` the first for that side, `landlord` its copy."""
    which, _dash, side = slot.rpartition("-")
    return Slot(which, side) if side in SIDES else Slot(slot, "")


def readers_of(kind: Kind, slot: str) -> frozenset[Reader]:
    """The sides that may read this paper; a copy for one side is for that side and the team."""
    return READERS.get(kind, frozenset()) & SIDES.get(split_slot(slot).side, EVERY_SIDE)
