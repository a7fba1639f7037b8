"""Preparing a stay: open it, set its dates and its form, complete what the agreement lacks."""

from datetime import date
from http import HTTPStatus
from typing import Any

from stirrup.accounts.models import Organisation, User
from stirrup.extensions import db
from stirrup.permissions import Permission, require
from stirrup.placements.enums import EventKind, FactsSection, LegalBasis
from stirrup.placements.events import commit, tell
from stirrup.placements.facts import write_section
from stirrup.placements.lifecycle import PlacementInWrongStateError, end_day, last_day
from stirrup.placements.models import AgreementFacts, Placement
from stirrup.placements.papers.standing import holds_signed_agreement
from stirrup.placements.queries import count_live_in
from stirrup.placements.withdrawing import withdraw_papers
from stirrup.referrals import lifecycle as referral_lifecycle
from stirrup.refusals import RefusedError
from stirrup.units import lifecycle as unit_lifecycle
from stirrup.wording import N_


class OutsideWindowsError(RefusedError):
    """Six months from this day do not fit the landlord's or the household's dates."""

    sentence = N_("Six months from this day do not fit the dates of the home and the household.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class AgreementSignedError(RefusedError):
    """All have signed: the dates and the form of the loan are what they signed."""

    sentence = N_("The agreement is signed by all: its dates and its form no longer change.")


class NotApprovedError(RefusedError):
    """Temporary residence asks for the prefect's approval, until the last day."""

    sentence = N_(
        "Temporary residence is for an association whose approval by the prefect is recorded and"
        " holds until the last day of the stay."
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def open_placement(proposal: Any, *, by: User) -> Placement:
    """Reserve both sides of an accepted proposal from its first day. The caller commits.

    Raises the unit's or the referral's wrong-state refusal when one side is no longer free.
    """
    require(by, Permission.PROPOSAL_DECIDE, proposal)
    unit, referral = proposal.unit, proposal.referral
    if takes_last_place(unit):
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
    tell(placement, EventKind.OPENED, by)
    return placement


def change_first_day(placement: Placement, first_day: date, *, by: User) -> Placement:
    """Move a stay that is being prepared; its six months follow, both sides are asked again.

    The day that is set already changes nothing: nobody is asked twice.
    """
    require(by, Permission.PLACEMENT_PREPARE, placement)
    _require_unsigned_preparation(placement)
    if first_day == placement.first_day:
        return placement
    require_approval(placement, placement.legal_basis, last_day(first_day))
    if not fits_both_windows(placement, first_day):
        raise OutsideWindowsError
    withdrawn = withdraw_papers(placement, by)
    placement.household_yes_on = placement.landlord_yes_on = placement.visit_at = None
    placement.first_day, placement.end_day = first_day, end_day(first_day)
    tell(
        placement,
        EventKind.DATES_CHANGED,
        by,
        first_day=first_day.isoformat(),
        withdrawn=withdrawn,
    )
    commit()
    return placement


def choose_legal_basis(placement: Placement, basis: LegalBasis, *, by: User) -> Placement:
    """Choose the form of the loan; papers that were written for another one are withdrawn."""
    require(by, Permission.PLACEMENT_PREPARE, placement)
    _require_unsigned_preparation(placement)
    require_approval(placement, basis, placement.last_day)
    if basis != placement.legal_basis:
        placement.legal_basis = basis
        withdrawn = withdraw_papers(placement, by)
        tell(
            placement,
            EventKind.LEGAL_BASIS_CHOSEN,
            by,
            legal_basis=basis.value,
            withdrawn=withdrawn,
        )
        commit()
    return placement


def complete_facts(
    placement: Placement, section: FactsSection, values: dict[str, Any], *, by: User
) -> Placement:
    """Store what the agreement asks for beyond the listing and the referral.

    Papers that nobody has signed by all hands are withdrawn, unless nothing has really changed.
    """
    require(by, Permission.PLACEMENT_PREPARE, placement)
    _require_preparation(placement)
    if write_section(placement, section, values):
        withdrawn = withdraw_papers(placement, by)
        tell(
            placement,
            EventKind.FACTS_COMPLETED,
            by,
            section=section.value,
            withdrawn=withdrawn,
        )
        commit()
    return placement


def fits_both_windows(placement: Placement, first_day: date) -> bool:
    """Whether the first day suits the household and the six months suit the landlord."""
    window = (placement.referral.earliest_entry, placement.referral.latest_entry)
    lent = (placement.unit.available_from, placement.unit.available_until)
    return _within(window, first_day, first_day) and _within(lent, first_day, last_day(first_day))


def takes_last_place(unit: Any) -> bool:
    """Whether one stay more takes the only place left: a shared home stays open before that."""
    return bool(count_live_in(unit.id) + 1 >= unit.places_count)


def require_approval(placement: Placement, basis: LegalBasis, until: date) -> None:
    """Raises NotApprovedError when this form needs an approval that does not hold until a day."""
    association = placement.referral.association
    if basis == LegalBasis.RESIDENCE_TEMPORAIRE and not _is_approved(association, until):
        raise NotApprovedError


def _is_approved(association: Organisation, until: date) -> bool:
    expires_on = association.approval_expires_on
    return bool(association.approval_number) and expires_on is not None and until <= expires_on


def _within(window: tuple[date | None, date | None], first: date, last: date) -> bool:
    """Whether the days lie inside; a window without an end on one side forbids nothing there."""
    return (window[0] or first) <= first and last <= (window[1] or last)


def _require_preparation(placement: Placement) -> None:
    if not placement.is_being_prepared:
        raise PlacementInWrongStateError


def _require_unsigned_preparation(placement: Placement) -> None:
    _require_preparation(placement)
    if holds_signed_agreement(placement):
        raise AgreementSignedError
