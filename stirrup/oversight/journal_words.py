"""What the journal's codes say: actions by the subject they are about, and links to subjects."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from stirrup.placements.enums import EventKind
from stirrup.placements.lanes.setting_page import ACTIONS as OF_THE_LANES
from stirrup.wording import N_

SUBJECTS = {
    "unit": N_("Home"),
    "referral": N_("Referral"),
    "proposal": N_("Proposal"),
    "placement": N_("Stay"),
    "placement_document": N_("Document"),
    "document_signature": N_("Signature"),
    "organisation": N_("Organisation"),
    "user": N_("Person"),
    "leave": N_("Leave"),
    "invitation": N_("Invitation"),
    "match_run": N_("Night"),
    "match_parameters": N_("Weights and policy"),
    "pair_choice": N_("Pair chosen"),
    "commune_vote": N_("Voted rate"),
    "summary_batch": N_("Tax summaries"),
    "outbox_message": N_("Mail"),
    "referral_transfer": N_("Transfer of a referral"),
    "uploaded_list": N_("List taken over"),
    "step_setting": N_("Step"),
    "reason_setting": N_("Reason"),
    "database": N_("Database"),
}
"""The name of the table, and what it holds."""
REFERENCES = {"unit": "LOG", "referral": "M", "placement": "S"}
PAGES = {
    "unit": ("units.show", "unit_id"),
    "referral": ("referrals.show", "referral_id"),
    "proposal": ("runs.show_proposal", "proposal_id"),
    "placement": ("placements.show", "placement_id"),
    "organisation": ("accounts.organisation", "organisation_id"),
    "match_run": ("runs.show", "match_run_id"),
}
ACTIONS = {
    "backup_restored": N_("Backup brought back"),
    "list_received": N_("List received"),
    "list_checked": N_("List checked"),
    "list_confirmed": N_("List taken over"),
    "list_dropped": N_("List given up"),
    "unit_created": N_("Draft created"),
    "unit_step_saved": N_("Listing completed"),
    "unit_submitted": N_("Listing sent"),
    "unit_check_recorded": N_("Check recorded"),
    "unit_opened": N_("Opened to matching"),
    "unit_works_asked": N_("Works asked for"),
    "unit_rejected": N_("Not accepted"),
    "unit_held": N_("Kept back for some nights"),
    "unit_hold_released": N_("Free for the nights again"),
    "unit_paused": N_("Paused"),
    "unit_resumed": N_("Resumed"),
    "unit_withdrawn": N_("Withdrawn"),
    "referral_started": N_("Referral started"),
    "referral_changed": N_("Referral completed"),
    "referral_asked": N_("Question asked about a referral"),
    "referral_submitted": N_("Referral sent"),
    "referral_confirmed": N_("Referral confirmed"),
    "referral_parked": N_("Referral parked"),
    "referral_reminded": N_("Referent reminded"),
    "referral_parked_unanswered": N_("Referral parked: no answer"),
    **OF_THE_LANES,
    "referral_resumed": N_("Referral resumed"),
    "referral_expired": N_("Referral expired"),
    "referral_withdrawn": N_("Referral closed"),
    "referral_read": N_("Referral read"),
    "referral_linked": N_("Linked to others"),
    "referral_unlinked": N_("No longer linked"),
    "proposal_from_reserve": N_("Proposed from the reserve list"),
    "proposal_transferred": N_("Its referral has another association"),
    "proposal_accepted": N_("Proposal accepted"),
    "proposal_declined": N_("Proposal declined"),
    "proposal_postponed": N_("Proposal postponed"),
    "proposal_voided": N_("Proposal no longer possible"),
    "run_published": N_("Night published"),
    "parameters_adopted": N_("Weights adopted"),
    "pair_pin_ended": N_("Pair asked for: ended"),
    "pair_ban_ended": N_("Pair ruled out: ended"),
    "document_ordered": N_("Document ordered"),
    "document_produced": N_("Document produced"),
    "document_failed": N_("Document that could not be produced"),
    "document_read": N_("Document read"),
    "document_sent": N_("Document sent for signature"),
    "document_signed": N_("Document signed"),
    "document_signed_by_all": N_("Document signed by all"),
    "document_sealed": N_("Document sealed"),
    "document_refused": N_("Signature refused"),
    "document_withdrawn": N_("Document withdrawn"),
    "scan_added": N_("Scan added"),
    "signing_code_sent": N_("Signing code sent"),
    "vote_entered": N_("Voted rate entered"),
    "vote_corrected": N_("Voted rate corrected"),
    "vote_ended": N_("Voted rate ended"),
    "summary_batch_ordered": N_("Tax summaries ordered"),
    "summary_batch_tried_again": N_("Tax summaries tried again"),
    "landlord_registered": N_("Landlord registered"),
    "email_confirmed": N_("Address confirmed"),
    "profile_changed": N_("Account changed"),
    "password_changed": N_("Password changed"),
    "password_reset": N_("Password chosen again"),
    "sessions_ended": N_("Sessions ended"),
    "person_invited": N_("Person invited"),
    "invitation_withdrawn": N_("Invitation withdrawn"),
    "invitation_accepted": N_("Invitation accepted"),
    "person_deactivated": N_("Access ended"),
    "leave_entered": N_("Leave written down"),
    "leave_ended": N_("Leave ended"),
    "person_reactivated": N_("Access opened again"),
    "organisation_created": N_("Organisation created"),
    "organisation_completed": N_("Organisation completed"),
    "organisation_verified": N_("Organisation verified"),
    "organisation_verification_lapsed": N_("Organisation to verify again"),
    "organisation_territory_set": N_("Territory set"),
    "mail_sent_again": N_("Mail sent again"),
    "list_exported": N_("List exported"),
    **{f"placement_{kind.value}": kind.label for kind in EventKind},
}
"""Those that administrators look for; the others are told by their code."""


def action_words(action: str) -> str:
    """The sentence of an action, its code in plain words when it has none."""
    sentence = ACTIONS.get(action)
    return str(_(sentence)) if sentence else action.replace("_", " ").capitalize()


def subject_words(kind: str, number: int | None) -> str:
    """LOG-0431 for a home, "Organisation 12" for what bears no reference."""
    if number is not None and kind in REFERENCES:
        return f"{REFERENCES[kind]}-{number:04d}"
    name = str(_(SUBJECTS[kind])) if kind in SUBJECTS else kind.replace("_", " ").capitalize()
    return name if number is None else f"{name} {number}"


def subject_url(kind: str, number: int | None) -> str | None:
    """Where the subject is shown, when it has a page."""
    if number is None or kind not in PAGES:
        return None
    endpoint, argument = PAGES[kind]
    values: dict[str, Any] = {argument: number}
    return url_for(endpoint, **values)
