"""How a household's list of communes changes: accept, refuse, move up, take away. Pure."""

from collections.abc import Sequence
from typing import NamedTuple


class CommuneList(NamedTuple):
    """INSEE codes: those accepted, the preferred first, and those refused."""

    accepted: list[str]
    refused: list[str]


def accept(wishes: CommuneList, codes: Sequence[str]) -> CommuneList:
    """Add communes at the end of the accepted ones; those already there keep their rank."""
    new = [code for code in codes if code not in wishes.accepted]
    return CommuneList(wishes.accepted + new, _without(wishes.refused, codes))


def refuse(wishes: CommuneList, codes: Sequence[str]) -> CommuneList:
    """Refuse communes, whatever was said of them before."""
    new = [code for code in codes if code not in wishes.refused]
    return CommuneList(_without(wishes.accepted, codes), wishes.refused + new)


def prefer(wishes: CommuneList, code: str) -> CommuneList:
    """Move an accepted commune up by one rank."""
    ranks = list(wishes.accepted)
    if code in ranks[1:]:
        rank = ranks.index(code)
        ranks[rank - 1 : rank + 1] = [code, ranks[rank - 1]]
    return CommuneList(ranks, wishes.refused)


def take_away(wishes: CommuneList, code: str) -> CommuneList:
    """Say nothing of a commune any more."""
    return CommuneList(_without(wishes.accepted, [code]), _without(wishes.refused, [code]))


def _without(listed: Sequence[str], codes: Sequence[str]) -> list[str]:
    return [code for code in listed if code not in codes]
