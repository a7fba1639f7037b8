"""Stays: open one, set its dates, record both answers, complete the facts, or cancel."""

from datetime import date
from http import HTTPStatus
from typing import Any

from sqlalchemy.exc import IntegrityError

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.placements.enums import CancelReason, EventKind, FactsSection
from stirrup.placements.facts import write_section
from stirrup.placements.lifecycle import PlacementInWrongStateError, after, end_day, last_day
from stirrup.placements.models import AgreementFacts, Placement, PlacementEvent
from stirrup.placements.papers.orders import withdraw_unsigned
from stirrup.placements.queries import count_live_in
from stirrup.referrals import lifecycle as referral_lifecycle
from stirrup.refusals import RefusedError
from stirrup.units import lifecycle as unit_lifecycle
from stirrup.wording import N_


class DoubleBookingError(RefusedError):
    """The database refused: the place or the household is already taken on one of these days."""

    sentence = N_("This home or this household is already taken on these days.")
    status = HTTPStatus.CONFLICT


class OutsideWindowsError(RefusedError):
    """Six months from this day do not fit the landlord's or the household's dates."""

    sentence = N_("Six months from this day do not fit the dates of the home and the household.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def open_placement(proposal: Any, *, by: User) -> Placement:
    """Reserve both sides of an accepted proposal from its first day. The caller commits.

    Raises the unit's or the referral's wrong-state refusal when one side is no longer free.
    """
    require(by, Permission.PROPOSAL_DECIDE, proposal)
    unit, referral = proposal.unit, proposal.referral
    if _last_free_place(unit):
        unit.state = unit_lifecycle.after(unit.state, "reserve")
    referral.state = referral_lifecycle.after(referral.state, "reserve")
    placement = Placement(
        proposal_id=proposal.id,
        unit=unit,
        place_id=proposal.place_id,
        referral=referral,
        matched_on=proposal.run.business_date,
        decided_by_id=by.id,
        first_day=proposal.first_day,
        end_day=end_day(proposal.first_day),
        facts=AgreementFacts(),
    )
    db.session.add(placement)
    _tell(placement, EventKind.OPENED, by)
    return placement


def change_first_day(placement: Placement, first_day: date, *, by: User) -> Placement:
    """Move a stay that is being prepared; its six months follow, both sides are asked again."""
    require(by, Permission.PLACEMENT_PREPARE, placement)
    _require_preparation(placement)
    if not fits_both_windows(placement, first_day):
        raise OutsideWindowsError
    placement.first_day, placement.end_day = first_day, end_day(first_day)
    placement.household_yes_on = placement.landlord_yes_on = None
    withdraw_unsigned(placement)
    _tell(placement, EventKind.DATES_CHANGED, by, first_day=first_day.isoformat())
    _commit()
    return placement


def record_household_yes(placement: Placement, *, by: User) -> Placement:
    """The referent reported the household's yes; an administrator writes it down for them."""
    require(by, Permission.PLACEMENT_PREPARE, placement)
    _require_preparation(placement)
    placement.household_yes_on = today()
    _tell(placement, EventKind.HOUSEHOLD_YES, by, on_behalf=True)
    _commit()
    return placement


def record_landlord_yes(placement: Placement, *, by: User) -> Placement:
    """The landlord said yes by telephone or letter; an administrator writes it down for them."""
    require(by, Permission.PLACEMENT_PREPARE, placement)
    _require_preparation(placement)
    placement.landlord_yes_on = today()
    _tell(placement, EventKind.LANDLORD_YES, by, on_behalf=True)
    _commit()
    return placement


def complete_facts(
    placement: Placement, section: FactsSection, values: dict[str, Any], *, by: User
) -> Placement:
    """Store what the agreement asks for beyond the listing and the referral."""
    require(by, Permission.PLACEMENT_PREPARE, placement)
    _require_preparation(placement)
    write_section(placement, section, values)
    withdraw_unsigned(placement)
    _tell(placement, EventKind.FACTS_COMPLETED, by, section=section.value)
    _commit()
    return placement


def cancel_placement(placement: Placement, reason: CancelReason, *, by: User) -> Placement:
    """Let a stay fall through before the keys: both sides are free again, no waiting time lost."""
    require(by, Permission.PLACEMENT_PREPARE, placement)
    placement.state = after(placement.state, "cancel")
    placement.cancel_reason = reason
    unit, referral = placement.unit, placement.referral
    if unit_lifecycle.allows(unit.state, "release"):
        unit.state = unit_lifecycle.after(unit.state, "release")
    referral.state = referral_lifecycle.after(referral.state, "release")
    _tell(placement, EventKind.CANCELLED, by, reason=reason.value)
    _commit()
    return placement


def fits_both_windows(placement: Placement, first_day: date) -> bool:
    """Whether the first day suits the household and the six months suit the landlord."""
    window = (placement.referral.earliest_entry, placement.referral.latest_entry)
    lent = (placement.unit.available_from, placement.unit.available_until)
    return _within(window, first_day, first_day) and _within(lent, first_day, last_day(first_day))


def _within(window: tuple[date | None, date | None], first: date, last: date) -> bool:
    """Whether the days lie inside; a window without an end on one side forbids nothing there."""
    return (window[0] or first) <= first and last <= (window[1] or last)


def _last_free_place(unit: Any) -> bool:
    """Whether this stay takes the only place left: a shared home stays open before that."""
    return bool(count_live_in(unit.id) + 1 >= unit.places_count)


def _require_preparation(placement: Placement) -> None:
    if not placement.is_being_prepared:
        raise PlacementInWrongStateError


def _tell(
    placement: Placement, kind: EventKind, by: User, *, on_behalf: bool = False, **details: Any
) -> None:
    """One line on the stay's timeline, one in the journal."""
    placement.events.append(PlacementEvent(kind=kind, actor_id=by.id, on_behalf=on_behalf))
    audit.record(by, f"placement_{kind.value}", placement, on_behalf=on_behalf, **details)


def _commit() -> None:
    try:
        db.session.commit()
    except IntegrityError as refused:
        db.session.rollback()
        raise DoubleBookingError from refused
