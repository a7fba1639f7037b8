"""Who may do what: roles, permissions, small predicates, and one table that anyone can audit."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from stirrup.disclosure import Reader
from stirrup.refusals import RefusedError
from stirrup.wording import N_, Labelled


class Role(Labelled):
    """What a person is here to do."""

    LANDLORD = "landlord", N_("Landlord")
    CASE_WORKER = "case_worker", N_("Case worker")
    ASSOCIATION_MANAGER = "association_manager", N_("Association manager")
    ADMINISTRATOR = "administrator", N_("Stirrup team")
    LOCAL_AUTHORITY = "local_authority", N_("Local authority")


class Permission(Labelled):
    """What one may do, each with the sentence that says it."""

    ACCOUNT_USE = "account_use", N_("use one's own account")
    PEOPLE_LIST = "people_list", N_("see people, organisations and invitations")
    PERSON_INVITE = "person_invite", N_("invite a person")
    PERSON_DEACTIVATE = "person_deactivate", N_("end a person's access")
    ORGANISATION_VERIFY = "organisation_verify", N_("verify an organisation")
    ORGANISATION_EDIT = "organisation_edit", N_("complete one's own organisation")

    UNIT_LIST = "unit_list", N_("list homes")
    UNIT_CREATE = "unit_create", N_("offer a home")
    UNIT_SHOW = "unit_show", N_("see a home")
    UNIT_EDIT = "unit_edit", N_("describe a home, pause or withdraw it")
    UNIT_CHECK = "unit_check", N_("check that a home is ready")

    REFERRAL_LIST = "referral_list", N_("list referrals")
    REFERRAL_CREATE = "referral_create", N_("refer a household")
    REFERRAL_SHOW = "referral_show", N_("see a referral")
    REFERRAL_EDIT = "referral_edit", N_("complete, park or withdraw a referral")
    REFERRAL_ASK = "referral_ask", N_("ask a question about a referral")
    REFERRAL_LINK = "referral_link", N_("link households that must live near each other")

    RUN_LIST = "run_list", N_("read the history of the nights")
    RUN_START = "run_start", N_("start a run by hand")
    PROPOSAL_LIST = "proposal_list", N_("open the morning review")
    PROPOSAL_SHOW = "proposal_show", N_("see a proposal with its reasons")
    PROPOSAL_DECIDE = "proposal_decide", N_("accept, decline or postpone a proposal")
    UNMATCHED_LIST = "unmatched_list", N_("see who and what the night left without a proposal")
    WHAT_IF_USE = "what_if_use", N_("try changes on a copy of the night")
    PAIR_CHOOSE = "pair_choose", N_("ask for a pair, or rule it out, for the next nights")
    UNIT_HOLD = "unit_hold", N_("keep a home back for some nights, or release it")
    PARAMETERS_READ = "parameters_read", N_("read the weights in force and the earlier ones")
    PARAMETERS_ADOPT = "parameters_adopt", N_("adopt weights or a policy, with a report")

    PLACEMENT_LIST = "placement_list", N_("list stays")
    PLACEMENT_SHOW = "placement_show", N_("see a stay")
    PLACEMENT_PREPARE = "placement_prepare", N_("set dates and missing facts, record answers")
    ANSWER_AS_ASSOCIATION = "answer_as_association", N_("answer for the association or household")
    ANSWER_AS_LANDLORD = "answer_as_landlord", N_("answer for the landlord")
    LANES_EDIT = "lanes_edit", N_("change the steps before the keys, their delays and reasons")
    STAY_RECORD = "stay_record", N_("record inventories, keys, and the end of a stay")
    STAY_EXTEND = "stay_extend", N_("ask to prolong a stay, or withdraw that")
    PAPER_ORDER = "paper_order", N_("have the documents of a stay produced")
    PAPER_READ = "paper_read", N_("read a document of a stay")
    PAPER_SEND = "paper_send", N_("send a document for signature")
    PAPER_SIGN = "paper_sign", N_("sign a document in one's own name")
    SIGNATURE_ASSIST = "signature_assist", N_("witness the signature of a resident")
    SCAN_ADD = "scan_add", N_("add the scan of a document signed by hand")
    YEARLY_SUMMARY_LIST = "yearly_summary_list", N_("read one's tax summaries, year by year")
    SUMMARY_BATCH = "summary_batch", N_("have all the tax summaries of a year produced")
    TODAY_SEE = "today_see", N_("see what is expected of one today")
    LIST_IMPORT_UNITS = "list_import_units", N_("take over a list of homes")
    LIST_IMPORT_REFERRALS = "list_import_referrals", N_("take over a list of referrals")
    REFERRAL_BOARD = "referral_board", N_("see the referrals by stage")
    REFERRAL_TRANSFER = "referral_transfer", N_("hand a referral over")
    LEAVE_ENTER = "leave_enter", N_("say when somebody is away and who stands in for them")
    LEAVE_END = "leave_end", N_("say that somebody is back")
    TEAM_MANAGE = "team_manage", N_("see the work and the capacity of one's association")
    TRANSFER_ANSWER = "transfer_answer", N_("take over a referral, or refuse it")
    NOTICES_CHOOSE = "notices_choose", N_("choose one's mails and calendar")
    OVERSIGHT_READ = "oversight_read", N_("see the health of the site, its mail and its journal")
    MAIL_RETRY = "mail_retry", N_("send a mail again that was given up")
    BRIEF_READ = "brief_read", N_("read the morning brief and the list for paper")
    VOTE_LIST = "vote_list", N_("read the tax rates that communes voted")
    VOTE_ENTER = "vote_enter", N_("enter the tax rates that communes voted")


Predicate = Callable[[Any, Any], bool]


def is_landlord(person: Any, _subject: Any) -> bool:
    return bool(person.role == Role.LANDLORD)


def is_of_an_association(person: Any, _subject: Any) -> bool:
    return person.role in (Role.CASE_WORKER, Role.ASSOCIATION_MANAGER)


def is_association_manager(person: Any, _subject: Any) -> bool:
    return bool(person.role == Role.ASSOCIATION_MANAGER)


def is_administrator(person: Any, _subject: Any) -> bool:
    return bool(person.role == Role.ADMINISTRATOR)


def is_anybody(person: Any, _subject: Any) -> bool:
    return person.role in set(Role)


def person_is_me(person: Any, subject: Any) -> bool:
    return subject is not None and subject.id == person.id


def person_is_of_my_association(person: Any, subject: Any) -> bool:
    return (
        subject is not None
        and is_of_an_association(subject, None)
        and subject.organisation_id == person.organisation_id is not None
    )


def leave_is_mine(person: Any, leave: Any) -> bool:
    return leave is not None and person_is_me(person, leave.person)


def leave_is_of_my_association(person: Any, leave: Any) -> bool:
    return leave is not None and person_is_of_my_association(person, leave.person)


def unit_is_of_my_organisation(person: Any, unit: Any) -> bool:
    return unit is not None and unit.organisation_id == person.organisation_id is not None


def referral_is_of_my_association(person: Any, referral: Any) -> bool:
    return referral is not None and referral.association_id == person.organisation_id is not None


def transfer_is_offered_to_us(person: Any, transfer: Any) -> bool:
    return transfer is not None and transfer.to_organisation_id == person.organisation_id


def list_is_of_my_organisation(person: Any, uploaded: Any) -> bool:
    return uploaded is None or uploaded.organisation_id == person.organisation_id


def organisation_is_mine(person: Any, organisation: Any) -> bool:
    return organisation is not None and organisation.id == person.organisation_id is not None


def stay_is_in_my_unit(person: Any, placement: Any) -> bool:
    return placement is not None and unit_is_of_my_organisation(person, placement.unit)


def stay_is_of_my_referral(person: Any, placement: Any) -> bool:
    return placement is not None and referral_is_of_my_association(person, placement.referral)


def paper_is_of_my_unit(person: Any, paper: Any) -> bool:
    return paper is not None and stay_is_in_my_unit(person, paper.placement)


def paper_is_of_my_referral(person: Any, paper: Any) -> bool:
    return paper is not None and stay_is_of_my_referral(person, paper.placement)


def paper_is_for_landlords(_person: Any, paper: Any) -> bool:
    return Reader.LANDLORD in paper.readers and bool(paper.placement.both_said_yes)


def paper_is_for_associations(_person: Any, paper: Any) -> bool:
    return Reader.ASSOCIATION in paper.readers and bool(paper.placement.both_said_yes)


def paper_is_for_the_team(_person: Any, paper: Any) -> bool:
    return paper is None or Reader.TEAM in paper.readers


def signature_is_of_my_unit(person: Any, signature: Any) -> bool:
    return (
        signature is not None
        and signature.party == "landlord"
        and paper_is_of_my_unit(person, signature.document)
    )


def signature_is_of_my_referral(person: Any, signature: Any) -> bool:
    return (
        signature is not None
        and signature.party != "landlord"
        and paper_is_of_my_referral(person, signature.document)
    )


PERMISSIONS: dict[Permission, list[list[Predicate]]] = {
    Permission.ACCOUNT_USE: [[is_anybody]],
    Permission.PEOPLE_LIST: [[is_administrator]],
    Permission.PERSON_INVITE: [[is_administrator]],
    Permission.PERSON_DEACTIVATE: [[is_administrator]],
    Permission.ORGANISATION_VERIFY: [[is_administrator]],
    Permission.ORGANISATION_EDIT: [
        [is_landlord, organisation_is_mine],
        [is_of_an_association, organisation_is_mine],
        [is_administrator],
    ],
    Permission.UNIT_LIST: [[is_landlord], [is_administrator]],
    Permission.UNIT_CREATE: [[is_landlord]],
    Permission.UNIT_SHOW: [[is_landlord, unit_is_of_my_organisation], [is_administrator]],
    Permission.UNIT_EDIT: [[is_landlord, unit_is_of_my_organisation]],
    Permission.UNIT_CHECK: [[is_administrator]],
    Permission.REFERRAL_LIST: [[is_of_an_association], [is_administrator]],
    Permission.REFERRAL_CREATE: [[is_of_an_association]],
    Permission.REFERRAL_SHOW: [
        [is_of_an_association, referral_is_of_my_association],
        [is_administrator],
    ],
    Permission.REFERRAL_EDIT: [[is_of_an_association, referral_is_of_my_association]],
    Permission.REFERRAL_ASK: [[is_administrator]],
    Permission.REFERRAL_LINK: [[is_of_an_association, referral_is_of_my_association]],
    Permission.RUN_LIST: [[is_administrator]],
    Permission.RUN_START: [[is_administrator]],
    Permission.PROPOSAL_LIST: [[is_administrator]],
    Permission.PROPOSAL_SHOW: [[is_administrator]],
    Permission.PROPOSAL_DECIDE: [[is_administrator]],
    Permission.UNMATCHED_LIST: [[is_administrator]],
    Permission.WHAT_IF_USE: [[is_administrator]],
    Permission.PAIR_CHOOSE: [[is_administrator]],
    Permission.UNIT_HOLD: [[is_administrator]],
    Permission.PARAMETERS_READ: [[is_administrator]],
    Permission.PARAMETERS_ADOPT: [[is_administrator]],
    Permission.PLACEMENT_LIST: [[is_landlord], [is_of_an_association], [is_administrator]],
    Permission.PLACEMENT_SHOW: [
        [is_landlord, stay_is_in_my_unit],
        [is_of_an_association, stay_is_of_my_referral],
        [is_administrator],
    ],
    Permission.PLACEMENT_PREPARE: [[is_administrator]],
    Permission.ANSWER_AS_ASSOCIATION: [
        [is_of_an_association, stay_is_of_my_referral],
        [is_administrator],
    ],
    Permission.ANSWER_AS_LANDLORD: [[is_landlord, stay_is_in_my_unit], [is_administrator]],
    Permission.LANES_EDIT: [[is_administrator]],
    Permission.STAY_RECORD: [[is_of_an_association, stay_is_of_my_referral], [is_administrator]],
    Permission.STAY_EXTEND: [[is_of_an_association, stay_is_of_my_referral], [is_administrator]],
    Permission.PAPER_ORDER: [[is_of_an_association, stay_is_of_my_referral], [is_administrator]],
    Permission.PAPER_READ: [
        [is_landlord, paper_is_of_my_unit, paper_is_for_landlords],
        [is_of_an_association, paper_is_of_my_referral, paper_is_for_associations],
        [is_administrator, paper_is_for_the_team],
    ],
    Permission.PAPER_SEND: [[is_administrator]],
    Permission.PAPER_SIGN: [
        [is_landlord, signature_is_of_my_unit],
        [is_of_an_association, signature_is_of_my_referral],
    ],
    Permission.SIGNATURE_ASSIST: [[is_of_an_association, signature_is_of_my_referral]],
    Permission.SCAN_ADD: [
        [is_of_an_association, paper_is_of_my_referral, paper_is_for_associations],
        [is_administrator, paper_is_for_the_team],
    ],
    Permission.YEARLY_SUMMARY_LIST: [[is_landlord]],
    Permission.SUMMARY_BATCH: [[is_administrator]],
    Permission.TODAY_SEE: [[is_landlord], [is_of_an_association], [is_administrator]],
    Permission.LIST_IMPORT_UNITS: [[is_landlord, list_is_of_my_organisation]],
    Permission.LIST_IMPORT_REFERRALS: [[is_of_an_association, list_is_of_my_organisation]],
    Permission.REFERRAL_BOARD: [[is_of_an_association]],
    Permission.REFERRAL_TRANSFER: [[is_of_an_association, referral_is_of_my_association]],
    Permission.TRANSFER_ANSWER: [[is_of_an_association, transfer_is_offered_to_us]],
    Permission.LEAVE_ENTER: [
        [is_of_an_association, person_is_me],
        [is_association_manager, person_is_of_my_association],
    ],
    Permission.LEAVE_END: [
        [is_of_an_association, leave_is_mine],
        [is_association_manager, leave_is_of_my_association],
    ],
    Permission.TEAM_MANAGE: [[is_association_manager]],
    Permission.NOTICES_CHOOSE: [[is_anybody]],
    Permission.OVERSIGHT_READ: [[is_administrator]],
    Permission.MAIL_RETRY: [[is_administrator]],
    Permission.BRIEF_READ: [[is_administrator]],
    Permission.VOTE_LIST: [[is_administrator]],
    Permission.VOTE_ENTER: [[is_administrator]],
}


class NotPermittedError(RefusedError):
    """The person may not do this to this subject."""

    sentence = N_("Your role does not allow this.")
    status = HTTPStatus.FORBIDDEN


def permits(person: Any, permission: Permission, subject: Any = None) -> bool:
    """Any of the lines, all of its predicates; an unknown permission permits nobody."""
    lines = PERMISSIONS.get(permission, [])
    return any(all(holds(person, subject) for holds in line) for line in lines)


def require(person: Any, permission: Permission, subject: Any = None) -> None:
    """First line of every service. Raises NotPermittedError."""
    if not permits(person, permission, subject):
        raise NotPermittedError
