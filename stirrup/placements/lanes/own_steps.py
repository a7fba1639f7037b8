"""Steps of one's own: added, changed, moved, retired; deleted only while nobody was asked them."""

from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.clock import now
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.codes import OWN, free_code
from stirrup.placements.lanes.enums import Side, StepCode
from stirrup.placements.lanes.models import StepAnswer, StepSetting
from stirrup.placements.lanes.order import places, put_after
from stirrup.placements.lanes.setting_refusals import (
    LandlordAskedTooEarlyError,
    NoSuchPlaceError,
    SameNameError,
    SettingChangedError,
    StepUsedError,
)
from stirrup.placements.lanes.setting_values import Values, values_of_step
from stirrup.placements.lanes.settings import (
    StepTerms,
    check_terms,
    commit_setting,
    store_terms,
    stored_step,
    tell_setting,
    values_seen,
)
from stirrup.placements.lanes.steps import Lanes, Step
from stirrup.placements.lanes.under_way import lead_on
from stirrup.placements.models import Placement

SIDES = (Side.ASSOCIATION, Side.LANDLORD, Side.TEAM)
"""Of whom a step may be expected; what a household has to say is its answer, one step."""


def add_step(side: Side, terms: StepTerms, after: str | None, *, by: User) -> str:
    """Ask one more thing before the keys, right after another step (None: first of all).

    Returns its code. Raises the SettingRefusedError of the first rule that is broken.
    """
    require(by, Permission.LANES_EDIT)
    lanes = lanes_in_force()
    _check(lanes, side, terms, after)
    _require_other_name(terms, lanes.steps)
    taken = {step.code for step in lanes.steps}
    code = free_code(terms.name["fr"], taken, otherwise="step", start=OWN)
    row = StepSetting(code=code, side=side)
    store_terms(row, terms, by)
    _put(row, after, lanes)
    tell_setting(by, "step_added", row, {}, lambda: _values(code))
    lead_on(code, by)
    commit_setting()
    return code


def change_own_step(code: str, terms: StepTerms, after: str | None, *, seen: str, by: User) -> None:
    """Other words, another delay, another place. Raises SettingChangedError when `seen` is not the
    stamp of what is in force, or the SettingRefusedError of the first rule that is broken."""
    require(by, Permission.LANES_EDIT)
    before, row, lanes = *_seen(code, seen), lanes_in_force()
    others = [step for step in lanes.steps if step.code != code]
    _check(Lanes(tuple(others), lanes.reasons), lanes.step(code).side, terms, after)
    _require_other_name(terms, others)
    store_terms(row, terms, by)
    if after != lanes.step(code).after:
        _put(row, after, lanes)
    tell_setting(by, "step_changed", row, before, lambda: _values(code))
    lead_on(code, by)
    commit_setting()


def retire_step(code: str, *, seen: str, by: User) -> None:
    """Ask it no more; it is told all the same where it was answered."""
    _set_retired(code, "step_retired", seen=seen, by=by, retired=True)


def bring_back_step(code: str, *, seen: str, by: User) -> None:
    """Ask it again of the stays that have not come to its place."""
    _set_retired(code, "step_brought_back", seen=seen, by=by, retired=False)


def delete_step(code: str, *, seen: str, by: User) -> None:
    """Forget a retired step that nobody was ever asked. Raises StepUsedError."""
    require(by, Permission.LANES_EDIT)
    before, row = _seen(code, seen)
    if not may_delete(code):
        raise StepUsedError
    db.session.delete(row)
    tell_setting(by, "step_deleted", row, before, dict)
    commit_setting()


def may_delete(code: str) -> bool:
    """Whether it is retired, and no stay has an answer to it or waits at it."""
    row = stored_step(code)
    answered = select(StepAnswer.id).where(StepAnswer.step == code).limit(1)
    waits = select(Placement.id).where(Placement.step == code).limit(1)
    used = any(db.session.scalar(query) for query in (answered, waits))
    return row is not None and row.retired and not used


def _set_retired(code: str, action: str, *, seen: str, by: User, retired: bool) -> None:
    require(by, Permission.LANES_EDIT)
    before, row = _seen(code, seen)
    if row.retired == retired:
        return
    row.retired = retired
    row.changed_by_id, row.changed_at = by.id, now()
    tell_setting(by, action, row, before, lambda: _values(code))
    lead_on(code, by)
    commit_setting()


def _seen(code: str, seen: str) -> tuple[Values, StepSetting]:
    """The values that were looked at, and their row. Raises SettingChangedError."""
    row = stored_step(code)
    if row is None or row.side is None:
        raise SettingChangedError
    return values_seen(code, seen), row


def _values(code: str) -> Values:
    return values_of_step(lanes_in_force().step(code))


def _check(others: Lanes, side: Side, terms: StepTerms, after: str | None) -> None:
    """`others`: the lanes without this step."""
    if side not in SIDES or not _is_a_place(others, after):
        raise NoSuchPlaceError
    if side == Side.LANDLORD and _stands_before(others, after, StepCode.HOUSEHOLD_ANSWER):
        raise LandlordAskedTooEarlyError
    before_papers = _stands_before(others, after, StepCode.AGREEMENT)
    check_terms(terms, may_release=before_papers and side != Side.TEAM, optional=True)


def _is_a_place(lanes: Lanes, after: str | None) -> bool:
    known = after is None or (lanes.has_step(after) and not lanes.step(after).retired)
    return known and after != StepCode.KEYS


def _stands_before(lanes: Lanes, after: str | None, code: str) -> bool:
    """Whether what is put right after a step comes before another one."""
    return after is None or lanes.precedes(after, code)


def _require_other_name(terms: StepTerms, steps: list[Step] | tuple[Step, ...]) -> None:
    names = {step.name["fr"].casefold() for step in steps if not step.retired}
    if terms.name["fr"].casefold() in names:
        raise SameNameError


def _put(row: StepSetting, after: str | None, lanes: Lanes) -> None:
    """Put it right after another step; the added ones are numbered again."""
    order = put_after([step.code for step in lanes.steps], row.code, after)
    own = select(StepSetting).where(StepSetting.side.is_not(None))
    with db.session.no_autoflush:
        rows = {one.code: one for one in (*db.session.scalars(own), row)}
    for code, (follows, rank) in places(order):
        rows[code].follows, rows[code].rank = (StepCode(follows) if follows else None), rank
