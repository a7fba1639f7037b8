"""What pages and estimates read of the rates that communes voted."""

from collections.abc import Sequence
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from stirrup.benefits.regimes import ByYear, Vote
from stirrup.extensions import db
from stirrup.ui.paging import page_asked
from stirrup.units.vote_models import CommuneVote

PER_PAGE = 25


def votes_in(commune_code: str) -> ByYear[Vote]:
    """The votes in force of a commune, by tax year. One query."""
    query = _in_force(select(CommuneVote)).where(CommuneVote.commune_code == commune_code)
    return ByYear({one.tax_year: told_to_the_core(one) for one in db.session.scalars(query)})


def told_to_the_core(vote: CommuneVote) -> Vote:
    """The rates as the core of the benefits takes them: one rate holds for every taxed year."""
    if vote.next_rate is None:
        return Vote.flat(vote.first_rate)
    return Vote(vote.first_rate, vote.next_rate)


def find_vote(commune_code: str, tax_year: int) -> CommuneVote | None:
    """The vote in force of a commune for a tax year."""
    same = select(CommuneVote).where(
        CommuneVote.commune_code == commune_code, CommuneVote.tax_year == tax_year
    )
    found: CommuneVote | None = db.session.scalars(_in_force(same)).one_or_none()
    return found


def list_votes(person: Any) -> Pagination:
    """The votes in force, the latest tax year first. Two queries."""
    query = _in_force(CommuneVote.visible_to(person)).options(joinedload(CommuneVote.entered_by))
    query = query.order_by(CommuneVote.tax_year.desc(), CommuneVote.commune_code)
    return db.paginate(query, page=page_asked(), per_page=PER_PAGE, max_per_page=PER_PAGE)


def list_history(vote: CommuneVote) -> Sequence[CommuneVote]:
    """Every line for this commune and tax year, the latest first."""
    query = (
        select(CommuneVote)
        .where(CommuneVote.commune_code == vote.commune_code, CommuneVote.tax_year == vote.tax_year)
        .options(joinedload(CommuneVote.entered_by))
        .order_by(CommuneVote.id.desc())
    )
    return db.session.scalars(query).all()


def _in_force(query: Select[Any]) -> Select[Any]:
    return query.where(CommuneVote.ended_at.is_(None))
