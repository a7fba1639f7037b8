"""Pairs of a household and a home that the nights leave aside until a date."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from stirrup.clock import today
from stirrup.database import Model
from stirrup.extensions import db

FOR_EVER = date(9999, 12, 31)


class DeclinedPair(Model):
    """A pair that the night leaves aside until a date."""

    __tablename__ = "declined_pair"
    __table_args__ = (UniqueConstraint("referral_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    expires_on: Mapped[date]


def set_aside(pair: Any, *, proposal_id: int, days: int | None) -> None:
    """Remember the home and the household of `pair`; declined again, the later term counts.

    `days`: None is for ever, 0 forbids nothing. The caller commits.
    """
    if days == 0:
        return
    both = {"referral_id": pair.referral_id, "unit_id": pair.unit_id}
    declined = db.session.scalars(select(DeclinedPair).filter_by(**both)).one_or_none()
    if declined is None:
        declined = DeclinedPair(**both, expires_on=today())
        db.session.add(declined)
    declined.proposal_id = proposal_id
    until = FOR_EVER if days is None else today() + timedelta(days=days)
    declined.expires_on = max(declined.expires_on, until)


def lift(pair: Any) -> None:
    """Let the nights propose this home and this household together again. The caller commits."""
    both = {"referral_id": pair.referral_id, "unit_id": pair.unit_id}
    declined = db.session.scalars(select(DeclinedPair).filter_by(**both)).one_or_none()
    if declined is not None:
        declined.expires_on = min(declined.expires_on, today())
