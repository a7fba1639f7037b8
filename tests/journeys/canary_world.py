"""One stay with canaries in every sensitive field, and everybody who could look."""

from dataclasses import dataclass
from pathlib import Path

from werkzeug.datastructures import MultiDict

from stirrup.accounts.enums import LegalForm
from stirrup.accounts.models import User
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.placements.answering import answers
from stirrup.placements.enums import InventoryMoment, PlacementState
from stirrup.placements.inventories import record_inventory
from stirrup.placements.lanes.enums import ReviewOutcome, Side
from stirrup.placements.models import Placement
from stirrup.referrals.steps import Step
from stirrup.referrals.transfers import ask_transfer
from stirrup.runs.enums import AcceptReason, ProposalState
from stirrup.runs.models import MatchRun, Proposal
from stirrup.runs.nightly import run_night
from stirrup.runs.services import accept_proposal
from stirrup.spreadsheets.table import Row, Table
from stirrup.ui.kept_forms import keep
from stirrup.units.photos import store_photo
from tests.factories import (
    a_case_worker,
    a_landlord,
    a_landlord_organisation,
    a_local_authority,
    a_photo,
    a_placement,
    a_proposal,
    a_referral,
    a_step_answer,
    a_unit,
    an_administrator,
    an_uploaded_list,
)
from tests.features.placements.situations import complete
from tests.features.placements.stages import findings
from tests.features.referrals.situations import answered
from tests.journeys.canaries import (
    ASSOCIATIONS_NOTE,
    CONTACTS,
    DRAFT,
    FILE,
    HIDDEN,
    HOME,
    INTERPRETER,
    INVENTORY,
    LANDLORDS_NOTE,
    OWNERS,
    REFERENT,
    TEAMS_NOTE,
    TRANSFERS_NOTE,
    UNTIL_AGREED,
    ZONE,
)
from tests.journeys.listing import photo_with_place


@dataclass
class World:
    """Everybody who could look, around one stay."""

    stay: Placement
    people: dict[str, User]

    def hidden(self, role: str, *, agreed: bool) -> set[str]:
        """What this role must read nowhere at this moment."""
        until_agreed = {} if agreed else UNTIL_AGREED
        return {
            *HIDDEN[role],
            *until_agreed.get(role, ()),
            *(() if role in ("association", "team") else (self.stay.referral.reference,)),
        }


def a_world(folder: Path) -> World:
    """One home, one household; the night, the decision and every fact of the agreement."""
    landlord = a_landlord(a_landlord_organisation(name=HOME[1], phone="+33612349876"))
    with photo_with_place(folder).open("rb") as taken:
        picture = store_photo(taken)
    home = a_unit(landlord, street=f"4 {HOME[0]}", address_complement=HOME[3])
    a_photo(home, file_name=picture.file_name)
    worker = a_case_worker(display_name=REFERENT[0])
    referral = a_referral(worker, protected_address=True)
    referral.household.current_address = f"77 {CONTACTS[3]}"
    answered(referral, Step.CONTACTS, phone=CONTACTS[0], email=CONTACTS[2], protected_address=True)
    answered(referral, Step.ANCHORS, anchors=[("commune-59646", 20)])
    answered(referral, Step.SAFETY, commune_code=ZONE[1], km=1)
    team = an_administrator()
    people = {
        "landlord": landlord,
        "other landlord": a_landlord(a_landlord_organisation(**owners())),
        "association": worker,
        "other association": a_case_worker(),
        "local authority": a_local_authority(),
        "team": team,
    }
    run_night(today(), owner="canaries")
    proposal = db.session.query(Proposal).one()
    stay = complete(accepted(proposal, team), team)
    stay.facts.interpreter, stay.facts.explained_in = INTERPRETER[0], "ar"
    plant_around(proposal.run, people)
    return World(stay, people)


def owners() -> dict:
    return {
        "legal_form": LegalForm.JOINT_OWNERS,
        "co_owners": [OWNERS[0], "Une autre"],
        "signatory_name": OWNERS[1],
        "postal_address": f"3 {OWNERS[2]}, 59100 Roubaix",
    }


def plant_around(run: MatchRun, people: dict[str, User]) -> None:
    """A refusal of before, a transfer, a draft, a list: each with words of its own."""
    landlord, worker = people["landlord"], people["association"]
    former = a_proposal(
        a_unit(landlord, street=f"6 {HOME[0]}"),
        a_referral(worker),
        run=run,
        state=ProposalState.ACCEPTED,
    )
    refused = a_placement(former, state=PlacementState.CANCELLED, cancel_reason="house_rule")
    reviewed = {"review": ReviewOutcome.UPHELD, "reviewed_at": now(), "needs_review": False}
    a_step_answer(refused, review_note=TEAMS_NOTE[0], reviewed_by_id=people["team"].id, **reviewed)
    ask_transfer(
        a_referral(worker),
        people["other association"].organisation_id,
        household_agrees=True,
        note=TRANSFERS_NOTE[0],
        by=worker,
    )
    keep(worker.id, "/referrals/new", MultiDict({"kept_page": "/referrals/new", "note": DRAFT[0]}))
    rows = Table(("Adresse",), (Row(2, (FILE[1],)),))
    an_uploaded_list(landlord, file_name=FILE[0], content=rows.packed())


def accepted(proposal: Proposal, team: User) -> Placement:
    """Its stay."""
    return accept_proposal(
        proposal, by=team, reason=AcceptReason.URGENCY, note=None, version=proposal.version
    )


def record_the_entry(world: World) -> None:
    """What both sides saw together on the first day."""
    seen = {
        "present": [INVENTORY[0]],
        "rooms": [
            {
                "name": "Cuisine",
                "elements": [{"name": "Sol", "state": "good", "remark": INVENTORY[1]}],
            }
        ],
        "furniture": [{"name": INVENTORY[2], "count": 1, "state": "worn"}],
        "meters": {"electricity": INVENTORY[3]},
    }
    record_inventory(
        world.stay, InventoryMoment.ENTRY, findings(**seen), by=world.people["association"]
    )


def say_yes_in_turn(world: World) -> None:
    """Each side answers for itself, with a few words for its own side and the team."""
    worker, landlord = world.people["association"], world.people["landlord"]
    answers.say_yes(world.stay, Side.ASSOCIATION, by=worker, note=ASSOCIATIONS_NOTE[0])
    answers.say_yes(world.stay, Side.HOUSEHOLD, by=worker)
    answers.say_yes(world.stay, Side.LANDLORD, by=landlord, note=LANDLORDS_NOTE[0])
