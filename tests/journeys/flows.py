"""The flows of each role, and the journey that plays each of them with the keys alone.

A flow names what it sends: while its journey is played, the site listens that all of it is sent.
"""

from typing import NamedTuple

LANDLORDS = "test_keys_of_landlords"
ASSOCIATIONS = "test_keys_of_associations"
TEAM = "test_keys_of_the_team"
VISITORS = "test_keys_of_visitors"


class Flow(NamedTuple):
    """What somebody does; `sends` are the endpoints of its forms, `journey` module and test."""

    words: str
    sends: tuple[str, ...]
    journey: tuple[str, str]


FLOWS = (
    # Visitors without an account, residents, local authorities
    Flow(
        "open an account, sign in and out",
        (
            "accounts.register",
            "accounts.confirm",
            "accounts.sign_in_with_password",
            "accounts.sign_out",
        ),
        (VISITORS, "test_an_account_is_opened"),
    ),
    Flow(
        "replace a lost password",
        ("accounts.forgotten_password", "accounts.reset_password"),
        (VISITORS, "test_a_lost_password_is_replaced"),
    ),
    Flow(
        "accept an invitation",
        ("accounts.accept_invitation",),
        (VISITORS, "test_an_invitation_is_accepted"),
    ),
    Flow(
        "estimate a gain, verify a document",
        ("verification.file",),
        (VISITORS, "test_a_gain_is_estimated_and_a_document_verified"),
    ),
    Flow(
        "read the figures, see one’s mails",
        (),
        (VISITORS, "test_a_local_authority_chooses_its_mails_and_reads_the_figures"),
    ),
    # Landlords
    Flow(
        "list a home, with its photos",
        ("units.new", "units.step", "units.photos", "units.submit"),
        (LANDLORDS, "test_a_home_is_listed"),
    ),
    Flow(
        "order and delete photos",
        ("units.move_photo", "units.delete_photo"),
        (LANDLORDS, "test_photos_are_put_in_order"),
    ),
    Flow(
        "accept, ask about and decline a proposal",
        ("answers.accept", "answers.ask", "answers.decline"),
        (LANDLORDS, "test_proposals_are_answered"),
    ),
    Flow(
        "say the next availability; copy, pause, resume and withdraw a home",
        ("units.step", "units.duplicate", "units.pause", "units.resume", "units.withdraw"),
        (LANDLORDS, "test_a_home_is_offered_later_paused_copied_and_withdrawn"),
    ),
    Flow(
        "take a list of homes over, or give it up",
        (
            "unit_imports.index",
            "unit_imports.columns",
            "unit_imports.confirm",
            "unit_imports.drop",
        ),
        (LANDLORDS, "test_a_list_of_homes_is_taken_over"),
    ),
    Flow("sign", ("papers.code", "papers.sign"), (LANDLORDS, "test_an_agreement_is_signed")),
    Flow("refuse to sign", ("papers.refuse",), (LANDLORDS, "test_a_signature_is_refused")),
    Flow(
        "keep one’s account, mails, calendar and organisation",
        (
            "accounts.profile",
            "accounts.end_sessions",
            "accounts.password",
            "accounts.edit_organisation",
            "notices.choose",
            "notices.open_calendar",
            "notices.close_calendar",
        ),
        (LANDLORDS, "test_an_account_is_kept"),
    ),
    # Associations: case workers, then their managers
    Flow(
        "refer a household",
        ("referrals.new", "referrals.save", "referrals.submit"),
        (ASSOCIATIONS, "test_a_household_is_referred"),
    ),
    Flow(
        "answer for the household, book and record the visit",
        ("answers.say_yes", "answers.say_no", "answers.book_visit", "answers.record_visit"),
        (ASSOCIATIONS, "test_the_household_is_asked_and_the_home_is_seen"),
    ),
    Flow(
        "park, resume, confirm, close and reopen a referral",
        (
            "referrals.park",
            "referrals.resume",
            "referrals.confirm",
            "referrals.withdraw",
            "referrals.reopen",
        ),
        (ASSOCIATIONS, "test_a_referral_waits_comes_back_is_confirmed_closed_and_reopened"),
    ),
    Flow(
        "link households, offer a referral elsewhere, change its referent",
        (
            "referrals.link",
            "referrals.unlink",
            "referrals.transfer",
            "referrals.take_back_transfer",
            "referrals.referent",
        ),
        (ASSOCIATIONS, "test_households_are_linked_and_a_referral_changes_hands"),
    ),
    Flow(
        "take over or refuse a referral that is offered",
        ("referrals.take", "referrals.refuse_transfer"),
        (ASSOCIATIONS, "test_offered_referrals_are_taken_or_refused"),
    ),
    Flow(
        "take a list of households over, or give it up",
        (
            "referral_imports.index",
            "referral_imports.columns",
            "referral_imports.confirm",
            "referral_imports.drop",
        ),
        (ASSOCIATIONS, "test_a_list_of_households_is_taken_over"),
    ),
    Flow(
        "witness the signature of a resident",
        ("papers.code", "papers.witness"),
        (ASSOCIATIONS, "test_a_resident_signs_before_a_witness"),
    ),
    Flow(
        "record the entry, hand over the keys",
        ("placements.inventory", "placements.start"),
        (ASSOCIATIONS, "test_a_stay_begins"),
    ),
    Flow(
        "ask for a prolongation, withdraw it",
        ("placements.ask_extension", "placements.withdraw_extension"),
        (ASSOCIATIONS, "test_a_prolongation_is_asked_for_and_withdrawn"),
    ),
    Flow(
        "announce the end, record it",
        ("placements.announce_end", "placements.record_end"),
        (ASSOCIATIONS, "test_a_stay_ends"),
    ),
    Flow(
        "write a leave down, end it",
        ("accounts.leave", "accounts.end_leave"),
        (ASSOCIATIONS, "test_a_leave_is_written_down_and_ended"),
    ),
    Flow(
        "filter the board, change referents, set the capacity, hand everything over",
        ("worklists.board_referent", "worklists.team_capacity", "worklists.team_hand_over"),
        (ASSOCIATIONS, "test_a_manager_shares_the_work_out"),
    ),
    # Administrators
    Flow(
        "accept, decline, postpone, undo; decline and postpone several",
        (
            "runs.accept",
            "runs.decline",
            "runs.postpone",
            "runs.undo",
            "runs.decline_several",
            "runs.postpone_several",
        ),
        (TEAM, "test_a_morning_is_decided"),
    ),
    Flow(
        "verify an organisation, check and open a home",
        ("accounts.verify_organisation", "units.check"),
        (TEAM, "test_a_landlord_is_verified_and_a_home_opened"),
    ),
    Flow(
        "prepare a stay: facts, form, dates, answers for others, a step back or left out, papers",
        (
            "placements.facts",
            "placements.legal_basis",
            "placements.first_day",
            "placements.order_documents",
            "answers.take_back",
            "answers.say_yes",
            "answers.accept",
            "answers.leave_out",
        ),
        (TEAM, "test_a_stay_is_prepared"),
    ),
    Flow(
        "send an agreement for signature, add a scan, withdraw it",
        ("papers.send", "papers.scan", "papers.withdraw"),
        (TEAM, "test_an_agreement_is_sent_scanned_and_withdrawn"),
    ),
    Flow(
        "cancel and reopen a stay",
        ("placements.cancel", "answers.reopen"),
        (TEAM, "test_a_stay_is_cancelled_and_reopened"),
    ),
    Flow(
        "review a refusal, ask the referent a question",
        ("answers.review", "referrals.ask"),
        (TEAM, "test_a_refusal_is_reviewed_and_a_question_asked"),
    ),
    Flow(
        "change, add, retire and restore steps and reasons",
        (
            "lanes.step",
            "lanes.restore_step",
            "lanes.new_reason",
            "lanes.reason",
            "lanes.restore_reason",
            "lanes.retire_reason",
            "lanes.bring_back_reason",
        ),
        (TEAM, "test_steps_and_reasons_are_changed"),
    ),
    Flow(
        "add, retire, bring back and delete a step of one’s own",
        ("lanes.new_step", "lanes.retire_step", "lanes.bring_back_step", "lanes.delete_step"),
        (TEAM, "test_a_step_of_ones_own_is_added_and_deleted"),
    ),
    Flow(
        "say that a step of one’s own is done",
        ("answers.own_step",),
        (TEAM, "test_a_step_of_ones_own_is_done"),
    ),
    Flow(
        "forget what was typed and never sent",
        ("kept.forget",),
        (TEAM, "test_what_was_typed_is_forgotten"),
    ),
    Flow(
        "enter, correct and end a vote",
        ("votes.new", "votes.correction", "votes.end"),
        (TEAM, "test_a_vote_is_entered_corrected_and_taken_out"),
    ),
    Flow(
        "publish parameters, end choices, run the night by hand",
        ("parameters.adopt", "what_if.end", "what_if.release", "runs.start"),
        (TEAM, "test_nights_are_set_and_run"),
    ),
    Flow(
        "try changes, adopt them",
        ("what_if.adopt_changes",),
        (TEAM, "test_a_change_is_tried_and_adopted"),
    ),
    Flow(
        "invite people, end and give back their access, choose a territory",
        (
            "accounts.invite",
            "accounts.withdraw_invitation",
            "accounts.invite_member",
            "accounts.reactivate",
            "accounts.end_sessions_of_person",
            "accounts.end_access",
            "accounts.territory",
        ),
        (TEAM, "test_people_come_and_go"),
    ),
    Flow(
        "send a mail again",
        ("oversight.retry",),
        (TEAM, "test_a_mail_that_was_given_up_leaves_again"),
    ),
    Flow(
        "put a prolongation in force",
        ("placements.put_in_force",),
        (TEAM, "test_a_prolongation_is_put_in_force"),
    ),
    Flow(
        "order the summaries of a year, again",
        ("batches.order", "batches.again"),
        (TEAM, "test_the_summaries_of_a_year_are_ordered_and_tried_again"),
    ),
)
BY_SCRIPTS = ("kept.keep_typed",)
"""Nobody sends it: a script does while one types."""
