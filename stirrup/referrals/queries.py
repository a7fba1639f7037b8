"""The list of referrals: what a person sees, filtered, what needs somebody first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from stirrup.database import with_total
from stirrup.extensions import db
from stirrup.referrals.enums import ReferralState as State
from stirrup.referrals.models import Referral

PER_PAGE = 25
LARGEST_ID = 2**31 - 1
REFERENCE = re.compile(r"(?:M-?)?0*([0-9]{1,9})", re.IGNORECASE | re.ASCII)

ORDER = (
    State.TO_COMPLETE,
    State.TO_CONFIRM,
    State.DRAFT,
    State.PROPOSED,
    State.READY,
    State.SUBMITTED,
    State.PARKED,
    State.HOUSED,
    State.CLOSED,
)
"""What waits for its referent stands first."""


@dataclass(frozen=True)
class Listing:
    """One page of the list, and how many there are in all."""

    referrals: list[Referral]
    total: int
    page: int
    page_count: int


def list_referrals(
    person: Any, *, state: State | None = None, reference: str = "", page: int = 1
) -> Listing:
    """One page of what this person sees; without a state, closed ones are left out."""
    return one_page(_ordered(_filtered(person, state, reference)), page)


def one_page(query: Select[Referral], page: int) -> Listing:
    """The referrals of one page, or of the last one there is. One question, three past the end."""
    page = max(page, 1)
    rows = db.session.execute(with_total(query).limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    if not rows and page > 1:
        return one_page(query, _count_pages(_count(query)))
    total = rows[0].total if rows else 0
    return Listing([row.Referral for row in rows], total, page, _count_pages(total))


def referrals_to_export(
    person: Any, *, state: State | None = None, reference: str = ""
) -> Sequence[Referral]:
    """Every referral that the list of this person holds, in its order."""
    return db.session.scalars(_ordered(_filtered(person, state, reference))).all()


def _filtered(person: Any, state: State | None, reference: str) -> Select[Referral]:
    query = Referral.visible_to(person)
    if reference:
        query = query.where(Referral.id == number_in(reference))
    elif state is None:
        query = query.where(Referral.state != State.CLOSED)
    return query if state is None else query.where(Referral.state == state)


def _ordered(query: Select[Referral]) -> Select[Referral]:
    return query.options(joinedload(Referral.referent), joinedload(Referral.association)).order_by(
        case({state: rank for rank, state in enumerate(ORDER)}, value=Referral.state),
        Referral.waiting_since,
        Referral.id,
    )


def _count(query: Select[Referral]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def _count_pages(total: int) -> int:
    return max(1, -(-total // PER_PAGE))


def number_in(reference: str) -> int:
    """The number in a reference such as M-0012; 0, which no referral has, when there is none."""
    found = REFERENCE.fullmatch(reference.strip())
    return min(int(found[1]), LARGEST_ID) if found else 0
