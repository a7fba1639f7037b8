"""The last thirty days in two drawings: how long the nights took, how far proposals went."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.placements.models import Placement
from stirrup.runs.enums import ProposalState, RunKind, RunState
from stirrup.runs.models import MatchRun, Proposal
from stirrup.ui.charts import spark_points
from stirrup.ui.filters import NO_BREAK_SPACE, date_long, decimal

DAYS = timedelta(days=30)


@dataclass(frozen=True)
class Activity:
    """What the two drawings show, in words and in places."""

    nights: list[dict[str, Any]]
    points: tuple[tuple[float, float], ...]
    last_night: str
    funnel: list[dict[str, Any]]


def activity() -> Activity:
    """Three queries."""
    seconds = [(run.business_date, _seconds(run)) for run in _nights()]
    return Activity(
        nights=[{"label": date_long(day), "words": _in_words(spent)} for day, spent in seconds],
        points=spark_points([spent for _day, spent in seconds]),
        last_night=_in_words(seconds[-1][1]) if seconds else "",
        funnel=_funnel(),
    )


def _nights() -> list[Any]:
    query = (
        select(MatchRun.business_date, MatchRun.started_at, MatchRun.finished_at)
        .where(
            MatchRun.kind == RunKind.NIGHTLY,
            MatchRun.state == RunState.PUBLISHED,
            MatchRun.finished_at.is_not(None),
            MatchRun.business_date > today() - DAYS,
        )
        .order_by(MatchRun.business_date)
    )
    return list(db.session.execute(query))


def _funnel() -> list[dict[str, Any]]:
    """Proposals decided on, stays reserved, both sides agreed; each among the ones before."""
    decided = (ProposalState.ACCEPTED, ProposalState.DECLINED)
    proposals = (
        select(Proposal.state, func.count())
        .join(MatchRun, MatchRun.id == Proposal.run_id)
        .where(MatchRun.business_date > today() - DAYS, Proposal.state.in_(decided))
        .group_by(Proposal.state)
    )
    by_state: dict[ProposalState, int] = dict(db.session.execute(proposals).all())
    agreed = select(func.count()).where(
        Placement.created_at > now() - DAYS,
        Placement.household_yes_on.is_not(None),
        Placement.landlord_yes_on.is_not(None),
    )
    return [
        {"label": _("proposals decided"), "value": sum(by_state.values())},
        {"label": _("accepted"), "value": by_state.get(ProposalState.ACCEPTED, 0)},
        {"label": _("agreed by both sides"), "value": db.session.scalar(agreed) or 0},
    ]


def _seconds(run: Any) -> float:
    return float((run.finished_at - run.started_at).total_seconds())


def _in_words(seconds: float) -> str:
    return f"{decimal(seconds)}{NO_BREAK_SPACE}s"
