"""The right to write one run: a lease with fencing, taken by conditional writes of one statement.

A run belongs to the process that holds (owner, attempt) until `lease_until`. Whoever takes over
adds one to `attempt`: the first holder, should it wake up, matches no row and writes nothing.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NoReturn

from sqlalchemy import Connection, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from stirrup.accounts.models import User
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.refusals import RefusedError
from stirrup.runs.enums import RunKind, RunState
from stirrup.runs.models import MatchRun
from stirrup.wording import N_

LEASE = timedelta(minutes=2)
RENEWED_EVERY = timedelta(seconds=30)
LONGEST_RUN = timedelta(minutes=90)
"""A run that lasts longer hangs: its lease is no longer renewed, another process takes over."""
ONE_DAY = timedelta(days=1)


class NightAlreadyDoneError(RefusedError):
    """The night of this date has been published: it happens once."""

    sentence = N_("The night of this date is already done.")


class RunUnderWayError(RefusedError):
    """Another process holds the run of this date."""

    sentence = N_("A run is already under way.")


class BusinessDateRefusedError(RefusedError):
    """The clock of this machine is wrong, or somebody asked for another day (security F14)."""

    sentence = N_("This date is before the last run, or more than one day ahead.")


@dataclass(frozen=True)
class Claim:
    """What a process shows to write its run."""

    run_id: int
    owner: str
    attempt: int

    @property
    def still_holds(self) -> Any:
        """The condition under which this process may still write its run."""
        return and_(
            MatchRun.id == self.run_id,
            MatchRun.owner == self.owner,
            MatchRun.attempt == self.attempt,
            MatchRun.state == RunState.CLAIMED,
        )


def claim_night(business_date: date, *, owner: str, seed: int) -> Claim:
    """Take the one night of a date: new, failed, or left by a process whose lease has ended.

    Raises BusinessDateRefusedError, NightAlreadyDoneError, RunUnderWayError.
    """
    refuse_wrong_date(business_date)
    first = _values(business_date, owner, seed) | {"kind": RunKind.NIGHTLY, "number": 0}
    with suppress(IntegrityError), db.engine.begin() as connection:
        return _insert(connection, first)
    with db.engine.begin() as connection:
        return _take_over(connection, business_date, owner, seed) or _refuse(
            connection, business_date
        )


def claim_manual(
    business_date: date,
    *,
    owner: str,
    seed: int,
    territory: Sequence[str] | None,
    by: User | None,
) -> Claim:
    """Take the next number of a date. Raises BusinessDateRefusedError, RunUnderWayError."""
    refuse_wrong_date(business_date)
    values = _values(business_date, owner, seed) | {
        "kind": RunKind.MANUAL,
        "territory": " ".join(territory) if territory else None,
        "started_by_id": by.id if by else None,
    }
    try:
        with db.engine.begin() as connection:
            if connection.scalar(select(func.count()).where(_is_under_way())):
                raise RunUnderWayError
            last = select(func.max(MatchRun.number)).where(MatchRun.business_date == business_date)
            number = (connection.scalar(last) or 0) + 1
            return _insert(connection, values | {"number": number})
    except IntegrityError as taken:
        raise RunUnderWayError from taken


def refuse_wrong_date(business_date: date) -> None:
    """A date before the last run's, or more than one day ahead, is a clock gone wrong."""
    with db.engine.connect() as connection:
        last = connection.scalar(select(func.max(MatchRun.business_date)))
    if business_date > today() + ONE_DAY or (last is not None and business_date < last):
        raise BusinessDateRefusedError


@contextmanager
def kept(claim: Claim) -> Iterator[None]:
    """Renew the lease from a thread of its own while the caller computes."""
    finished = threading.Event()
    engine = db.engine
    latest = now() + LONGEST_RUN

    def renew() -> None:
        while not finished.wait(RENEWED_EVERY.total_seconds()) and now() < latest:
            with suppress(OperationalError), engine.begin() as connection:
                held = update(MatchRun).where(claim.still_holds)
                connection.execute(held.values(lease_until=now() + LEASE))

    keeper = threading.Thread(target=renew, name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        finished.set()
        keeper.join()


def _values(business_date: date, owner: str, seed: int) -> dict[str, Any]:
    return {
        "business_date": business_date,
        "state": RunState.CLAIMED,
        "owner": owner,
        "lease_until": now() + LEASE,
        "attempt": 1,
        "seed": seed,
    }


def _insert(connection: Connection, values: dict[str, Any]) -> Claim:
    stored = connection.execute(insert(MatchRun).values(values).returning(MatchRun.id))
    return Claim(stored.scalar_one(), values["owner"], values["attempt"])


def _take_over(connection: Connection, business_date: date, owner: str, seed: int) -> Claim | None:
    """One statement: of two processes that try at once, one finds the row as it was."""
    left_behind = and_(MatchRun.state == RunState.CLAIMED, MatchRun.lease_until <= now())
    taken = connection.execute(
        update(MatchRun)
        .where(_is_the_night_of(business_date), or_(MatchRun.state == RunState.FAILED, left_behind))
        .values(
            state=RunState.CLAIMED,
            owner=owner,
            seed=seed,
            attempt=MatchRun.attempt + 1,
            lease_until=now() + LEASE,
            started_at=now(),
            finished_at=None,
            failure=None,
        )
        .returning(MatchRun.id, MatchRun.attempt)
    ).one_or_none()
    return Claim(taken.id, owner, taken.attempt) if taken else None


def _refuse(connection: Connection, business_date: date) -> NoReturn:
    state = connection.scalar(select(MatchRun.state).where(_is_the_night_of(business_date)))
    raise NightAlreadyDoneError if state == RunState.PUBLISHED else RunUnderWayError


def _is_the_night_of(business_date: date) -> Any:
    return and_(MatchRun.business_date == business_date, MatchRun.kind == RunKind.NIGHTLY)


def _is_under_way() -> Any:
    return and_(MatchRun.state == RunState.CLAIMED, MatchRun.lease_until > now())
