"""Where the steps that administrators add stand among those of the program. Pure."""

from collections.abc import Iterator, Sequence

from stirrup.placements.lanes.codes import is_own

Place = tuple[str | None, int]
"""Behind which step of the program (None: before all of them), and the how manyth there, from 1."""


def put_after(codes: Sequence[str], code: str, after: str | None) -> list[str]:
    """The order with one code moved, or inserted, right behind another; None is the beginning."""
    others = [one for one in codes if one != code]
    place = others.index(after) + 1 if after is not None else 0
    return [*others[:place], code, *others[place:]]


def places(codes: Sequence[str]) -> Iterator[tuple[str, Place]]:
    """The place of each added step in this order."""
    follows: str | None = None
    rank = 0
    for code in codes:
        if is_own(code):
            rank += 1
            yield code, (follows, rank)
        else:
            follows, rank = code, 0
