"""Rows of several tables sorted into piles of what is expected, with few questions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    case,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from stirrup.extensions import db
from stirrup.worklists.lines import Group, Line, is_urgent

SHOWN = 5
NO_TIME = timedelta(0)


@dataclass(frozen=True)
class Pile:
    """One kind of thing to do, and which rows of a table it concerns.

    `title` and `text` are English sentences; `text` is completed by `words` of the row. Rows come
    in the order of `due`; their last day is `lasts` days after it, unless `last_day` tells it.
    `page` is the endpoint of a row, `argument` its number's name; `all_page` that of the whole
    list. `act` is the endpoint of what one click does, `about` what tells a row from the next.
    """

    holds: ColumnElement[bool]
    title: str
    text: str
    page: str
    argument: str | None
    all_page: str
    all_values: tuple[tuple[str, str], ...] = ()
    due: Any = None
    lasts: timedelta = NO_TIME
    last_day: Callable[[Any], date | None] | None = None
    act: str | None = None
    act_words: str = ""
    number: Callable[[Any], int] = lambda row: int(row.id)
    words: Callable[[Any], dict[str, object]] = lambda row: {"reference": row.reference}
    about: Callable[[Any], str] = lambda row: ""


@dataclass(frozen=True)
class Heap:
    """Rows of one table that a reader may see, and the piles they are sorted into.

    A row lies in one pile at most: the first that holds it. `within` selects the numbers of the
    rows; `options` say what is loaded of those that are told.
    """

    model: Any
    piles: Sequence[Pile]
    within: Select[Any]
    options: Sequence[Any] = ()


def groups_of(heaps: Sequence[Heap], today: date) -> list[Group]:
    """Each pile that holds something, its first rows by last day.

    One question finds them all; one more reads the rows of each table of which something is told.
    """
    query = union_all(*(_first_ones(heap, at) for at, heap in enumerate(heaps)))
    found = sorted(db.session.execute(query), key=attrgetter("heap", "pile", "place"))
    groups: list[Group] = []
    for at, first in groupby(found, key=attrgetter("heap")):
        groups.extend(_groups(heaps[at], list(first), today))
    return groups


def _groups(heap: Heap, first: Sequence[Any], today: date) -> Iterator[Group]:
    numbers = [one.id for one in first]
    query = select(heap.model).where(heap.model.id.in_(numbers)).options(*heap.options)
    rows = {row.id: row for row in db.session.scalars(query)}
    for index, some in groupby(first, key=attrgetter("pile")):
        told = list(some)
        pile = heap.piles[index]
        still_there = [rows[one.id] for one in told if one.id in rows]
        yield _group(pile, still_there, told[0].total, today)


def _first_ones(heap: Heap, at: int) -> Select[Any]:
    """Numbers of the first rows of each pile, in order, and how many the pile holds."""
    piles = heap.piles
    index = case(*((pile.holds, place) for place, pile in enumerate(piles)), else_=null())
    due = case(*((pile.holds, _column(pile.due)) for pile in piles), else_=null())
    columns = heap.model.id, index.label("pile"), due.label("due")
    sorted_out = heap.within.with_only_columns(*columns).where(index.is_not(None)).subquery()
    same, order = sorted_out.c.pile, (sorted_out.c.due.is_(None), sorted_out.c.due, sorted_out.c.id)
    ranked = select(
        literal_column(str(at), Integer).label("heap"),
        same,
        sorted_out.c.id,
        func.row_number().over(partition_by=same, order_by=order).label("place"),
        func.count().over(partition_by=same).label("total"),
    ).subquery()
    return select(ranked).where(ranked.c.place <= SHOWN)


def _column(due: Any) -> Any:
    return null() if due is None else due


def _group(pile: Pile, rows: Sequence[Any], total: int, today: date) -> Group:
    title = str(_(pile.title))
    return Group(
        title=title,
        lines=tuple(_line(pile, row, today) for row in rows),
        total=total,
        everything=Line(title, pile.all_page, dict(pile.all_values)),
    )


def _line(pile: Pile, row: Any, today: date) -> Line:
    due_on = _last_day(pile, row)
    return Line(
        text=str(_(pile.text, **pile.words(row))),
        endpoint=pile.page,
        values={pile.argument: pile.number(row)} if pile.argument else {},
        due_on=due_on,
        urgent=is_urgent(due_on, today),
        act=pile.act,
        act_words=str(_(pile.act_words)) if pile.act else "",
        about=pile.about(row),
    )


def _last_day(pile: Pile, row: Any) -> date | None:
    if pile.last_day is not None:
        return pile.last_day(row)
    if pile.due is None:
        return None
    day: date | None = getattr(row, pile.due.key)
    return day + pile.lasts if day else None
