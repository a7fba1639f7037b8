"""Changing the steps without code: each change has an author and can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.codes import is_own
from stirrup.placements.lanes.enums import DelayUnit, StepCode, Timeout
from stirrup.placements.lanes.models import StepSetting
from stirrup.placements.lanes.setting_refusals import (
    EscalationTooLateError,
    NeverReleasedError,
    ReminderTooLateError,
    SettingChangedError,
    StepNeededError,
)
from stirrup.placements.lanes.setting_values import (
    Values,
    changed_between,
    stamp,
    values_of_step,
)
from stirrup.placements.lanes.steps import Step, Words
from stirrup.placements.lanes.under_way import lead_on

NEVER_RELEASED = frozenset({StepCode.AGREEMENT, StepCode.SIGNATURES, StepCode.KEYS})
"""Both sides have said yes and papers are made: what is late there waits for the team."""


@dataclass(frozen=True)
class StepTerms:
    """What administrators decide about a step."""

    name: Words
    text: Words
    delay: int
    unit: DelayUnit
    remind_after: int
    escalate_after: int
    timeout: Timeout
    enabled: bool


def change_step(code: str, terms: StepTerms, *, seen: str, by: User) -> None:
    """Put other terms in force for the steps that begin from now on.

    `seen` is the stamp of the values that `by` looked at. Raises SettingChangedError when they
    are no longer those in force, or the SettingRefusedError of the first rule that is broken.
    """
    require(by, Permission.LANES_EDIT)
    check_terms(terms, may_release=code not in NEVER_RELEASED, optional=_step(code).optional)
    before = values_seen(code, seen)
    row = stored_step(code) or StepSetting(code=code)
    store_terms(row, terms, by)
    tell_setting(by, "step_changed", row, before, lambda: values_of_step(_step(code)))
    lead_on(code, by)
    commit_setting()


def restore_step(code: str, *, seen: str, by: User) -> None:
    """Back to what comes with the program; nothing changes when it is so already."""
    require(by, Permission.LANES_EDIT)
    before, row = values_seen(code, seen), stored_step(code)
    if row is None or is_own(code):
        return
    db.session.delete(row)
    tell_setting(by, "step_restored", row, before, lambda: values_of_step(_step(code)))
    lead_on(code, by)
    commit_setting()


def store_terms(row: StepSetting, terms: StepTerms, by: User) -> None:
    """Write them, and who did."""
    for name, value in vars(terms).items():
        setattr(row, name, value)
    row.changed_by_id, row.changed_at = by.id, now()
    db.session.add(row)


def tell_setting(
    by: User, action: str, row: Any, before: Values, values_now: Callable[[], Values]
) -> None:
    """One line in the journal: the values that differ, as they were and as they are now."""
    db.session.flush()
    was, became = changed_between(before, values_now())
    audit.record(by, action, row, code=row.code, before=was, after=became)


def commit_setting() -> None:
    """One commit; of two people at the same instant the second one is told."""
    try:
        db.session.commit()
    except (IntegrityError, StaleDataError) as race:
        db.session.rollback()
        raise SettingChangedError from race


def check_terms(terms: StepTerms, *, may_release: bool, optional: bool) -> None:
    """Raises the SettingRefusedError of the first rule that is broken."""
    if terms.escalate_after > terms.delay:
        raise EscalationTooLateError
    if terms.remind_after > terms.escalate_after:
        raise ReminderTooLateError
    if not terms.enabled and not optional:
        raise StepNeededError
    if terms.timeout == Timeout.RELEASE and not may_release:
        raise NeverReleasedError


def _step(code: str) -> Step:
    return lanes_in_force().step(code)


def stored_step(code: str) -> StepSetting | None:
    """What administrators stored, held until the commit; None when it is as the program has it."""
    query = select(StepSetting).where(StepSetting.code == code).with_for_update()
    return db.session.scalars(query).one_or_none()


def values_seen(code: str, seen: str) -> Values:
    """The values in force, when they are those that were looked at. Raises SettingChangedError."""
    stored_step(code)
    values = values_of_step(_step(code))
    if stamp(values) != seen:
        db.session.rollback()
        raise SettingChangedError
    return values
