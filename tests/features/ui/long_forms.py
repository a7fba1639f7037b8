"""The long forms of every feature: who fills them, where, and one question that takes words."""

from collections.abc import Callable
from typing import NamedTuple

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements.lanes.following import follow
from stirrup.placements.models import Placement
from stirrup.units.enums import UnitState
from tests import factories
from tests.features.placements.stages import a_stay_under_way
from tests.features.referrals.situations import a_draft


class LongForm(NamedTuple):
    """`page` shows it, `name` takes words, it is sent to `sent_to` or to the page itself."""

    person: User
    page: str
    name: str
    sent_to: str | None = None

    @property
    def target(self) -> str:
        return self.sent_to or self.page

    @property
    def taken_up(self) -> str:
        """The page as it shows what was kept."""
        path, sign, part = self.page.partition("#")
        return f"{path}?kept=1{sign}{part}"


def a_home() -> LongForm:
    landlord = factories.a_landlord(language="en")
    unit = factories.a_draft_unit(landlord)
    return LongForm(landlord, f"/units/{unit.id}/steps/address", "street")


def a_check() -> LongForm:
    unit = factories.a_unit(state=UnitState.SUBMITTED)
    return LongForm(team(), f"/units/{unit.id}/check", "note")


def a_vote() -> LongForm:
    return LongForm(team(), "/votes/new", "source")


def a_referral() -> LongForm:
    worker = factories.a_case_worker(language="en")
    return LongForm(worker, f"/referrals/{a_draft(worker).id}/steps/contacts", "email")


def a_question_to_the_referent() -> LongForm:
    return LongForm(team(), f"/referrals/{factories.a_referral().id}/ask", "question")


def a_transfer() -> LongForm:
    worker = factories.a_case_worker(language="en")
    referral = factories.a_referral(worker)
    return LongForm(worker, f"/referrals/{referral.id}/transfer", "note")


def an_organisation() -> LongForm:
    landlord = factories.a_landlord(language="en")
    page = f"/organisations/{landlord.organisation_id}/edit"
    return LongForm(landlord, page, "postal_address")


def facts_of_a_stay() -> LongForm:
    return of_a_stay("facts/home", "known_defects")


def a_refusal_of_an_association() -> LongForm:
    worker = factories.a_case_worker(language="en")
    proposal = factories.a_proposal(referral=factories.a_referral(worker))
    placement = awaited(factories.a_placement(proposal))
    return LongForm(worker, f"/stays/{placement.id}/answers/association/no", "note")


def a_refusal_of_a_landlord() -> LongForm:
    return of_a_landlord("answers/landlord/no", "note")


def a_question_of_a_landlord() -> LongForm:
    return of_a_landlord("answers/landlord/question", "question")


def a_step_left_out() -> LongForm:
    return of_a_stay("leave-out/association_answer", "note")


def a_cancelled_stay() -> LongForm:
    return of_a_stay("cancel", "note")


def a_refusal_reviewed() -> LongForm:
    return LongForm(team(), f"/stays/refusals/{factories.a_step_answer().id}", "note")


def an_announced_end() -> LongForm:
    placement, _team = a_stay_under_way()
    return LongForm(team(), f"/stays/{placement.id}/end", "help_offered")


def an_inventory() -> LongForm:
    placement = factories.a_placement(agreed=True)
    return LongForm(team(), f"/stays/{placement.id}/inventories/entry", "present")


def a_decision() -> LongForm:
    page = f"/proposals/{factories.a_proposal().id}"
    return LongForm(team(), f"{page}#decline", "decline-note", f"{page}/decline")


def a_step_of_the_lanes() -> LongForm:
    return LongForm(team(), "/lanes/steps/association_answer", "text_fr")


def a_reason_of_the_lanes() -> LongForm:
    return LongForm(team(), "/lanes/reasons/new", "label_fr")


def weights() -> LongForm:
    return LongForm(team(), "/parameters/adopt", "note")


def of_a_stay(end: str, name: str) -> LongForm:
    placement = factories.a_placement()
    return LongForm(team(), f"/stays/{placement.id}/{end}", name)


def of_a_landlord(end: str, name: str) -> LongForm:
    """Once the association and the household said yes."""
    landlord = factories.a_landlord(language="en")
    proposal = factories.a_proposal(factories.a_unit(landlord))
    said = {"association_yes_on": today(), "household_yes_on": today()}
    placement = awaited(factories.a_placement(proposal, **said))
    return LongForm(landlord, f"/stays/{placement.id}/{end}", name)


def awaited(placement: Placement) -> Placement:
    """The same stay, its next answer asked for."""
    follow(placement)
    db.session.commit()
    return placement


def team() -> User:
    return factories.an_administrator(language="en")


LONG_FORMS: tuple[Callable[[], LongForm], ...] = (
    *(a_home, a_check, a_vote, a_referral, a_question_to_the_referent, a_transfer),
    *(an_organisation, facts_of_a_stay, a_refusal_of_an_association, a_refusal_of_a_landlord),
    *(a_question_of_a_landlord, a_step_left_out, a_cancelled_stay, a_refusal_reviewed),
    *(an_announced_end, an_inventory, a_decision, a_step_of_the_lanes, a_reason_of_the_lanes),
    weights,
)
