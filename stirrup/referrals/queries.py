"""The list of referrals: what a person sees, filtered, what needs somebody first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

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
    query = _filtered(person, state, reference)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page_count = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), page_count)
    return Listing(_rows(query, page), total, page, page_count)


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


def _rows(query: Select[Referral], page: int) -> list[Referral]:
    ordered = _ordered(query).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return list(db.session.scalars(ordered))


def number_in(reference: str) -> int:
    """The number in a reference such as M-0012; 0, which no referral has, when there is none."""
    found = REFERENCE.fullmatch(reference.strip())
    return min(int(found[1]), LARGEST_ID) if found else 0
