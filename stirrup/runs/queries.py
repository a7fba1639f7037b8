"""Reads about runs and proposals that pages and commands share."""

from datetime import date

from sqlalchemy import select

from stirrup.extensions import db
from stirrup.runs.enums import RunKind, RunState
from stirrup.runs.models import MatchRun


def last_published_run(business_date: date | None = None) -> MatchRun | None:
    """The latest finished run, of one date or of all."""
    query = select(MatchRun).where(MatchRun.state == RunState.PUBLISHED)
    if business_date is not None:
        query = query.where(MatchRun.business_date == business_date)
    return db.session.scalars(query.order_by(*LATEST_FIRST).limit(1)).one_or_none()


def find_night(business_date: date) -> MatchRun | None:
    """The night of a date, however far it went."""
    query = select(MatchRun).filter_by(business_date=business_date, kind=RunKind.NIGHTLY)
    return db.session.scalars(query).one_or_none()


LATEST_FIRST = (MatchRun.business_date.desc(), MatchRun.number.desc())
