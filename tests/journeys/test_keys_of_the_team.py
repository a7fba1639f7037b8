"""What administrators do, with the keys alone."""

from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest

from stirrup.accounts.models import Invitation
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.outbox.services import enqueue
from stirrup.placements.answering.cancelling import cancel_placement
from stirrup.placements.enums import ExtensionReason, LegalBasis, PlacementState
from stirrup.placements.extensions import ask_extension
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import AnswerKind, ReviewOutcome, StepCode
from stirrup.placements.lanes.following import follow
from stirrup.placements.lanes.models import ReasonSetting, StepAnswer, StepSetting
from stirrup.placements.papers.batches.services import papers_of
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.models import SummaryBatch
from stirrup.referrals.enums import Urgency
from stirrup.runs.choice_models import PairChoice
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.nightly import run_night
from stirrup.ui.kept_forms import KeptForm
from stirrup.units.enums import HeatingKind, UnitState
from stirrup.units.vote_models import CommuneVote
from tests.factories import (
    ROUBAIX,
    a_case_worker,
    a_landlord,
    a_landlord_organisation,
    a_local_authority,
    a_pair_choice,
    a_placement,
    a_proposal,
    a_referral,
    a_run,
    a_step_answer,
    a_unit,
    a_unit_hold,
    an_administrator,
    stored,
)
from tests.features.placements.signing import a_stay_with_an_agreement
from tests.features.placements.stages import a_stay_under_way, signed
from tests.journeys import reviewing

pytestmark = pytest.mark.browser


@pytest.fixture
def team(sit_down):
    """An administrator at a keyboard."""
    return sit_down(an_administrator())


def reread(row):
    """A row as the database has it now."""
    db.session.rollback()
    return db.session.get_one(type(row), row.id)


def test_a_morning_is_decided(team):
    run = a_run()
    accepted, declined, postponed, *several = (a_proposal(run=run) for _number in range(5))

    team.open("/review")
    team.follow(f"/proposals/{accepted.id}")
    team.answer(**{"accept-reason": "urgency", "accept-note": "Vu ce matin"})
    team.send(to="/accept")
    for act, proposal in (("decline", declined), ("postpone", postponed)):
        team.open(f"/proposals/{proposal.id}")
        team.answer(**{f"{act}-reason": "better_pairing" if act == "decline" else "visit_first"})
        team.send(to=f"/{act}")
    team.open(f"/proposals/{declined.id}")
    team.send(to=f"/proposals/{declined.id}/undo")
    team.open("/review")
    team.answer(selected=[several[0].id])
    team.ask("decline")
    team.answer(reason="better_pairing")
    team.send_filled()
    team.open("/review")
    team.answer(selected=[several[1].id])
    team.ask("postpone")
    team.answer(reason="visit_first")
    team.send_filled()

    db.session.rollback()
    assert [one.state for one in db.session.query(Proposal).order_by(Proposal.number)] == [
        ProposalState.ACCEPTED,
        ProposalState.SUBMITTED,
        ProposalState.POSTPONED,
        ProposalState.DECLINED,
        ProposalState.POSTPONED,
    ]
    assert team.faults == []


def test_a_landlord_is_verified_and_a_home_opened(team):
    landlord = a_landlord(a_landlord_organisation(verified_at=None))
    home = a_unit(landlord, state=UnitState.SUBMITTED, readiness={})

    team.open("/today")
    reviewing.verify_landlord(team, landlord.organisation_id)
    reviewing.open_home(team, home.id)

    assert reread(home).state == UnitState.OPEN
    assert reread(landlord).organisation.is_verified
    assert team.faults == []


def test_a_stay_is_prepared(team):
    proposal = a_proposal(a_unit(heating=HeatingKind.ELECTRIC), state=ProposalState.ACCEPTED)
    stay = a_placement(proposal, association_yes_on=today())
    later = stay.first_day + timedelta(days=3)

    team.open("/today")
    reviewing.complete_facts(team, stay.id)
    team.open(f"/stays/{stay.id}/legal-basis")
    team.answer(legal_basis="via_association")
    team.send_filled()
    team.open(f"/stays/{stay.id}/first-day")
    team.answer(first_day=later)
    team.send_filled()
    team.open(f"/stays/{stay.id}/take-back/association_answer")
    team.answer(note="L’accompagnement n’est pas encore sûr.")
    team.send_filled()
    team.open(f"/stays/{stay.id}/answers/association")
    team.send(to="/yes")
    team.open(f"/stays/{stay.id}")
    reviewing.record_both_answers(team)
    team.open(f"/stays/{stay.id}/leave-out/{StepCode.VISIT_BOOKING.value}")
    team.answer(note="Le ménage connaît déjà ce logement.")
    team.send_filled()
    team.open(f"/stays/{stay.id}")
    reviewing.order_documents(team)

    kept = reread(stay)
    assert (kept.first_day, kept.legal_basis) == (later, LegalBasis.VIA_ASSOCIATION)
    assert db.session.query(StepAnswer).filter_by(kind=AnswerKind.SKIPPED).count() == 1
    assert kept.documents
    assert team.faults == []


def test_an_agreement_is_sent_scanned_and_withdrawn(team, tmp_path):
    paper = a_stay_with_an_agreement().paper
    scan = tmp_path / "convention.pdf"
    scan.write_bytes(a_page())

    team.open(f"/papers/{paper.id}/signatures")
    team.send(to="/send")
    team.follow("/scan")
    team.send_wrong()
    awaited = team.page.locator('main [name="signatures"]').first.get_attribute("value")
    team.answer(signatures=[awaited], signed_on=today(), files=scan)
    team.send_filled()
    team.open(f"/papers/{paper.id}/signatures")
    team.send(to="/withdraw")

    assert reread(paper).state == DocumentState.SUPERSEDED
    assert team.faults == []


def a_page() -> bytes:
    """The smallest PDF file of one page."""
    file, document = BytesIO(), pikepdf.new()
    document.add_blank_page()
    document.save(file)
    return file.getvalue()


def test_a_stay_is_cancelled_and_reopened(team):
    stay = a_placement()

    team.open(f"/stays/{stay.id}/cancel")
    team.answer(reason="data_error")
    team.send_filled()
    team.open(f"/stays/{stay.id}")
    team.send(to="/reopen")

    assert reread(stay).state == PlacementState.SCHEDULED
    assert team.faults == []


def test_a_refusal_is_reviewed_and_a_question_asked(team):
    stay = a_placement()
    cancel_placement(stay, "data_error", by=an_administrator())
    answer = a_step_answer(stay)
    referral = a_referral()

    team.open("/stays/refusals")
    team.follow(f"/stays/refusals/{answer.id}")
    team.send_wrong()
    team.answer(outcome="overturned", note="Cette règle n’existe pas.")
    team.send_filled()
    team.open(f"/referrals/{referral.id}")
    team.follow("/ask")
    team.answer(question="Un rez-de-chaussée conviendrait-il ?")
    team.send_filled()

    assert reread(answer).review == ReviewOutcome.OVERTURNED
    assert reread(referral).question
    assert team.faults == []


def test_steps_and_reasons_are_changed(team):
    team.open("/lanes")
    team.follow("/lanes/steps/landlord_answer")
    team.answer(delay="")
    team.send_wrong()
    team.answer(delay=4, remind_after=1, escalate_after=3)
    team.send_filled()
    changed = lanes_in_force_now()
    team.open("/lanes/steps/landlord_answer")
    team.send(to="/restore")
    team.open("/lanes/reasons/new")
    team.answer(side="landlord", label_fr="Le chauffage est en panne", term="none")
    team.send_filled()
    code = db.session.query(ReasonSetting).one().code
    for act in ("/retire", "/bring-back"):
        team.open(f"/lanes/reasons/{code}")
        team.send(to=act)
    team.open("/lanes/reasons/date")
    team.answer(label_fr="Les jours ne conviennent pas")
    team.send_filled()
    team.open("/lanes/reasons/date")
    team.send(to="/restore")

    assert changed.delay == 4
    assert lanes_in_force_now().delay == 3
    assert team.faults == []


def test_a_step_of_ones_own_is_added_and_deleted(team):
    team.open("/lanes/steps/new")
    team.send_wrong()
    team.answer(name_fr="Assurance vérifiée", text_fr="L’attestation a été lue.", side="team")
    team.send_filled()
    db.session.rollback()
    code = db.session.query(StepSetting).one().code
    for act in ("/retire", "/bring-back", "/retire", "/delete"):
        team.open(f"/lanes/steps/{code}")
        team.send(to=act)

    db.session.rollback()
    assert db.session.query(StepSetting).count() == 0
    assert team.faults == []


def test_a_step_of_ones_own_is_done(team):
    team.open("/lanes/steps/new")
    team.answer(name_fr="Assurance vérifiée", text_fr="L’attestation a été lue.", side="team")
    team.answer(after="")
    team.send_filled()
    db.session.rollback()
    code = db.session.query(StepSetting).one().code
    stay = a_placement()
    follow(stay)
    db.session.commit()
    waited_at = stay.step

    team.open(f"/stays/{stay.id}/steps/{code}")
    team.answer(note="Reçue par courriel.")
    team.send_filled()

    assert (waited_at, reread(stay).step) == (code, StepCode.ASSOCIATION_ANSWER)
    assert team.faults == []


def test_what_was_typed_is_forgotten(team):
    page = "/lanes/steps/landlord_answer"

    team.open(page)
    team.answer(delay=5, remind_after=2)
    team.page.locator("[data-keep]:not(:empty)").wait_for(state="attached")
    team.open(page)
    team.send(to="/kept-forms/forget")

    db.session.rollback()
    assert db.session.query(KeptForm).count() == 0
    assert team.faults == []


def lanes_in_force_now():
    """The step of the landlord's answer."""
    db.session.rollback()
    return lanes_in_force().step(StepCode.LANDLORD_ANSWER)


def test_a_vote_is_entered_corrected_and_taken_out(team):
    vote = {"first_rate": "20", "voted_on": date(2026, 9, 24), "source": "Délibération 2026-41"}

    team.open("/votes/new")
    team.send_wrong()
    team.answer(commune=ROUBAIX, tax_year=2027, next_rate="40", **vote)
    team.send_filled()
    db.session.rollback()
    entered = db.session.query(CommuneVote).one().id
    team.open(f"/votes/{entered}")
    team.follow("/correction")
    team.answer(source="Délibération 2026-42")
    team.send_filled()
    db.session.rollback()
    corrected = db.session.query(CommuneVote).filter_by(ended_at=None).one().id
    team.open(f"/votes/{corrected}")
    team.send(to="/end")

    db.session.rollback()
    assert db.session.query(CommuneVote).filter_by(ended_at=None).count() == 0
    assert team.faults == []


def test_nights_are_set_and_run(team):
    choice, hold = a_pair_choice(), a_unit_hold()

    team.open("/parameters/adopt")
    team.answer(waiting=70)
    team.send_wrong()
    team.answer(note="L’attente comptait trop peu.")
    team.send_filled()
    team.open("/choices")
    team.send(to=f"/choices/{choice.id}/end")
    team.open("/choices")
    team.send(to=f"/holds/{hold.id}/release")
    team.open("/runs")
    team.send(to="/runs/start")

    assert reread(choice).ended_at
    assert reread(hold).released_at
    assert db.session.query(MatchRun).count() == 1
    assert team.faults == []


def test_a_change_is_tried_and_adopted(team):
    home = a_unit()
    a_referral(urgency=Urgency.NO_SHELTER)
    other = a_referral(urgency=Urgency.STABLE)
    run_night(today(), owner="journey")

    team.open("/what-if")
    pair = {"kind": "pin", "household": other.reference, "home": home.reference}
    team.answer(**{f"pair-{name}": value for name, value in pair.items()})
    team.ask()
    team.send_wrong(to="/what-if/adopt")
    team.answer(note="Le logement est près de son travail.")
    team.send(to="/what-if/adopt")

    db.session.rollback()
    assert db.session.query(PairChoice).one().referral_id == other.id
    assert team.faults == []


def test_people_come_and_go(team):
    gone = a_case_worker(deactivated_at=now())
    here = a_case_worker(gone.organisation)
    authority = a_local_authority().organisation_id
    association = f"/organisations/{gone.organisation_id}"

    team.open("/people/invite")
    team.send_wrong()
    team.answer(email="nouvelle@example.org", role="landlord")
    team.answer(organisation_name="SCI des Arts", legal_form="sci")
    team.send_filled()
    team.open("/people")
    db.session.rollback()
    invitation = db.session.query(Invitation).one()
    team.send(to=f"/invitations/{invitation.id}/withdraw")
    team.open(f"{association}/invite")
    team.answer(email="collegue@example.org", role="case_worker")
    team.send_filled()
    team.open(association)
    team.send(to=f"/people/{gone.id}/reactivate")
    team.open(association)
    team.send(to=f"/people/{here.id}/end-sessions")
    team.open(f"/people/{here.id}/deactivate")
    team.send_filled()
    team.open(f"/organisations/{authority}/territory")
    team.answer(commune=ROUBAIX)
    team.send_filled()

    assert (reread(gone).is_active, reread(here).is_active) == (True, False)
    assert db.session.query(Invitation).one().email == "collegue@example.org"
    assert team.faults == []


def test_a_mail_that_was_given_up_leaves_again(team):
    mail = stored(enqueue("a@example.org", "fr", "accounts/password_changed"))
    mail.given_up_at, mail.attempts, mail.last_error = now(), 9, "refused"
    db.session.commit()

    team.open("/oversight")
    team.open("/oversight/mail?queue=given_up")
    team.send(to="/send-again")

    assert reread(mail).given_up_at is None
    assert team.faults == []


def test_a_prolongation_is_put_in_force(team):
    stay, other = a_stay_under_way()
    longer = stay.last_day + timedelta(days=30)
    ask_extension(stay, longer, ExtensionReason.SUPPORT_IN_PROGRESS, by=other)
    signed(stay, DocumentKind.AMENDMENT, "1")

    team.open(f"/stays/{stay.id}")
    team.send(to="/in-force")

    assert reread(stay).last_day == longer
    assert team.faults == []


def test_the_summaries_of_a_year_are_ordered_and_tried_again(team):
    a_stay_under_way()

    team.open("/summary-batches")
    team.send_wrong()
    team.answer(year=today().year)
    team.send_filled()
    db.session.rollback()
    batch = db.session.query(SummaryBatch).one()
    for paper in papers_of(batch, DocumentState.PENDING):
        paper.state = DocumentState.FAILED
    db.session.commit()
    team.open(f"/summary-batches/{batch.id}")
    team.send(to="/again")

    assert papers_of(reread(batch), DocumentState.PENDING)
    assert team.faults == []
