"""Changing the reasons without code: words, terms and what follows; a code is never changed.

A reason that was given stays readable for ever: it is retired, never deleted.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.placements.lanes.catalogue import lanes_in_force, lanes_of_the_program
from stirrup.placements.lanes.codes import free_code
from stirrup.placements.lanes.enums import HomeAfter, HouseholdAfter, Side
from stirrup.placements.lanes.models import ReasonSetting
from stirrup.placements.lanes.setting_refusals import (
    ReasonNeededError,
    SameWordsError,
    SettingChangedError,
)
from stirrup.placements.lanes.setting_values import Values, stamp, values_of_reason
from stirrup.placements.lanes.settings import commit_setting, tell_setting
from stirrup.placements.lanes.steps import Reason, Words

GIVEN_BY_THE_PLATFORM = frozenset({"deadline_passed", "undone"})


@dataclass(frozen=True)
class ReasonTerms:
    """What administrators decide about a reason."""

    label: Words
    forbids_days: int | None
    home: HomeAfter
    household: HouseholdAfter
    needs_note: bool
    needs_review: bool


def add_reason(side: Side, terms: ReasonTerms, *, by: User) -> str:
    """Offer one more reason to a side. Returns its code, made of its French words.

    Raises SameWordsError.
    """
    require(by, Permission.LANES_EDIT)
    reasons = lanes_in_force().reasons
    _require_other_words(side, terms.label, reasons.values())
    code = free_code(terms.label["fr"], reasons, otherwise="reason")
    row = ReasonSetting(code=code, side=side, retired=False, **vars(terms))
    row.changed_by_id, row.changed_at = by.id, now()
    db.session.add(row)
    tell_setting(by, "reason_added", row, {}, lambda: _values(code))
    commit_setting()
    return code


def change_reason(code: str, terms: ReasonTerms, *, seen: str, by: User) -> None:
    """Other words, another term or other consequences. Raises SettingChangedError when `seen` is
    not the stamp of what is in force, or SameWordsError."""
    require(by, Permission.LANES_EDIT)
    reason = _reason_seen(code, seen)
    others = [one for one in lanes_in_force().reasons.values() if one.code != code]
    _require_other_words(reason.side, terms.label, others)
    _store(replace(reason, **vars(terms)), reason, "reason_changed", by)


def retire_reason(code: str, *, seen: str, by: User) -> None:
    """Offer it no more; it is told all the same where it was given. Raises ReasonNeededError."""
    require(by, Permission.LANES_EDIT)
    reason = _reason_seen(code, seen)
    if code in GIVEN_BY_THE_PLATFORM:
        raise ReasonNeededError
    _store(replace(reason, retired=True), reason, "reason_retired", by)


def bring_back_reason(code: str, *, seen: str, by: User) -> None:
    """Offer a retired reason again."""
    require(by, Permission.LANES_EDIT)
    reason = _reason_seen(code, seen)
    _store(replace(reason, retired=False), reason, "reason_brought_back", by)


def restore_reason(code: str, *, seen: str, by: User) -> None:
    """Back to what comes with the program; one that was added here has nothing to go back to."""
    require(by, Permission.LANES_EDIT)
    before, row = values_of_reason(_reason_seen(code, seen)), _stored(code)
    if row is None or code not in lanes_of_the_program().reasons:
        return
    db.session.delete(row)
    tell_setting(by, "reason_restored", row, before, lambda: _values(code))
    commit_setting()


def _store(changed: Reason, before: Reason, action: str, by: User) -> None:
    row = _stored(changed.code) or ReasonSetting(code=changed.code)
    for name, value in asdict(changed).items():
        setattr(row, name, value)
    row.changed_by_id, row.changed_at = by.id, now()
    db.session.add(row)
    tell_setting(by, action, row, values_of_reason(before), lambda: _values(changed.code))
    commit_setting()


def _values(code: str) -> Values:
    return values_of_reason(lanes_in_force().reasons[code])


def _stored(code: str) -> ReasonSetting | None:
    query = select(ReasonSetting).where(ReasonSetting.code == code).with_for_update()
    return db.session.scalars(query).one_or_none()


def _reason_seen(code: str, seen: str) -> Reason:
    """The reason in force, held until the commit, when it is the one that was looked at."""
    _stored(code)
    reason = lanes_in_force().reasons.get(code)
    if reason is None or stamp(values_of_reason(reason)) != seen:
        db.session.rollback()
        raise SettingChangedError
    return reason


def _require_other_words(side: Side, label: Words, others: Iterable[Reason]) -> None:
    """A form sent twice adds one reason; two alike could not be told apart."""
    words = {one.label["fr"].casefold() for one in others if one.side == side and not one.retired}
    if label["fr"].casefold() in words:
        raise SameWordsError
