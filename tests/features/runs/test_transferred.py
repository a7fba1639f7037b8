"""A referral changes hands while its proposal waits: the proposal stays, and is read again."""

from http import HTTPStatus

import pytest
from sqlalchemy import select

from stirrup.audit import AuditEntry
from stirrup.extensions import db
from stirrup.referrals.transfers import ask_transfer, take_transfer
from stirrup.runs.enums import AcceptReason, ProposalState
from stirrup.runs.refusals import DecisionRefusedError, SupportExhaustedError
from stirrup.runs.services import accept_proposal
from tests.client import path_of
from tests.factories import a_case_worker, a_proposal, an_administrator, an_association
from tests.features.accounts.situations import mails_to


def taken_over(proposal, **association):
    """The referral of this proposal with another association; its new referent."""
    other = a_case_worker(an_association(**association))
    referral = proposal.referral
    transfer = ask_transfer(
        referral, other.organisation_id, household_agrees=True, note="", by=referral.referent
    )
    take_transfer(transfer, commits=True, by=other)
    return other


def accept(proposal, version, by):
    reason = next(iter(AcceptReason))
    return accept_proposal(proposal, by=by, reason=reason, note=None, version=version)


def test_the_proposal_stays_and_the_team_is_told(app):
    proposal, team = a_proposal(), an_administrator()

    other = taken_over(proposal)

    assert proposal.state == ProposalState.SUBMITTED
    (mail,) = mails_to(team.email)
    assert proposal.reference in mail.subject
    assert other.organisation.name not in mail.subject + mail.body
    line = db.session.scalars(select(AuditEntry).filter_by(action="proposal_transferred")).one()
    assert (line.actor_id, line.details) == (other.id, {"association": other.organisation_id})


def test_a_referral_without_a_proposal_bothers_nobody(app):
    proposal, team = a_proposal(state="declined"), an_administrator()

    taken_over(proposal)

    assert mails_to(team.email) == []


def test_associations_hear_of_no_proposal_before_it_is_accepted(app):
    proposal = a_proposal()
    former = proposal.referral.referent

    other = taken_over(proposal)

    for person in (former, other):
        assert proposal.reference not in "".join(mail.body for mail in mails_to(person.email))


def test_a_page_that_was_read_before_the_transfer_decides_nothing(app):
    proposal, team = a_proposal(), an_administrator()
    read = proposal.version

    taken_over(proposal)

    with pytest.raises(DecisionRefusedError):
        accept(proposal, read, team)
    assert accept(proposal, proposal.version, team).referral_id == proposal.referral_id


def test_the_support_of_the_new_association_decides(app):
    proposal, team = a_proposal(), an_administrator()

    taken_over(proposal, support_capacity=0)

    with pytest.raises(SupportExhaustedError):
        accept(proposal, proposal.version, team)


def test_the_review_names_both_associations(client):
    proposal = a_proposal()
    before = proposal.referral.association.name
    other = taken_over(proposal)
    client.sign_in(an_administrator(language="en"))

    page = client.get(path_of("runs.show_proposal", proposal_id=proposal.id))

    assert page.status_code == HTTPStatus.OK
    assert f"{other.organisation.name} took this referral over from {before}" in page.text
