"""Rows sorted into piles of what is expected, with one query for all piles of a table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, case, func, null, select

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


def groups_of(
    model: Any,
    piles: Sequence[Pile],
    within: Select[Any],
    today: date,
    *options: Any,
) -> list[Group]:
    """Each pile that holds something, its first rows by last day. A row lies in one pile at most.

    `within` selects the numbers of the rows that the reader may see. One query.
    """
    query = _first_rows(model, piles, within).options(*options)
    found: dict[int, list[Any]] = {}
    for row, index, total in db.session.execute(query):
        found.setdefault(index, []).append((row, total))
    return [_group(pile, found[at], today) for at, pile in enumerate(piles) if at in found]


def _first_rows(model: Any, piles: Sequence[Pile], within: Select[Any]) -> Select[Any]:
    index = case(*((pile.holds, at) for at, pile in enumerate(piles)), else_=null())
    due = case(*((pile.holds, _column(pile.due)) for pile in piles), else_=null())
    sorted_out = (
        select(model.id, index.label("pile"), due.label("due"))
        .where(model.id.in_(within), index.is_not(None))
        .subquery()
    )
    same, order = sorted_out.c.pile, (sorted_out.c.due.is_(None), sorted_out.c.due, sorted_out.c.id)
    ranked = select(
        sorted_out.c.id,
        same,
        func.row_number().over(partition_by=same, order_by=order).label("place"),
        func.count().over(partition_by=same).label("total"),
    ).subquery()
    return (
        select(model, ranked.c.pile, ranked.c.total)
        .join(ranked, ranked.c.id == model.id)
        .where(ranked.c.place <= SHOWN)
        .order_by(ranked.c.pile, ranked.c.place)
    )


def _column(due: Any) -> Any:
    return null() if due is None else due


def _group(pile: Pile, found: Iterable[tuple[Any, int]], today: date) -> Group:
    rows = list(found)
    total = rows[0][1]
    title = str(_(pile.title))
    return Group(
        title=title,
        lines=tuple(_line(pile, row, today) for row, _total in rows),
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
