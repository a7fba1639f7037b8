"""Is somebody really deciding? How long a decision takes, and how often one disagrees (AT-05)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.runs.enums import DecisionKind
from stirrup.runs.models import Decision

LOOKED_AT = timedelta(days=30)
ONE_SITTING = timedelta(minutes=30)
"""A longer pause between two decisions is no time spent on one."""
ENOUGH_TO_TELL = 10
"""Never to disagree means something from so many decisions on."""


@dataclass(frozen=True)
class Oversight:
    """One person's decisions of thirty days."""

    decided: int
    declined_share: float | None
    """Of acceptances and refusals; None before the first one."""
    median_seconds: float | None
    """Between two decisions of one sitting."""
    last_at: datetime | None = None
    """When the last one was taken."""

    @property
    def never_disagrees(self) -> bool:
        """Somebody who never disagrees may not be reading."""
        return self.decided >= ENOUGH_TO_TELL and self.declined_share == 0


def oversight_of(person: User) -> Oversight:
    """What one reviewer's decisions say; those that were undone say nothing."""
    query = select(Decision.kind, Decision.decided_at).where(
        Decision.decided_by_id == person.id,
        Decision.decided_at >= now() - LOOKED_AT,
        Decision.undone_at.is_(None),
    )
    rows = db.session.execute(query.order_by(Decision.decided_at)).all()
    final = [row.kind for row in rows if row.kind != DecisionKind.POSTPONE]
    pauses = [later.decided_at - sooner.decided_at for sooner, later in pairwise(rows)]
    spent = [pause.total_seconds() for pause in pauses if pause < ONE_SITTING]
    return Oversight(
        decided=len(final),
        declined_share=final.count(DecisionKind.DECLINE) / len(final) if final else None,
        median_seconds=median(spent) if spent else None,
        last_at=rows[-1].decided_at if rows else None,
    )
