"""Situations for tests: each returns stored rows; show only what matters, the rest is ordinary."""

from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import count

from stirrup.accounts.enums import LegalForm, OrganisationKind
from stirrup.accounts.leave_models import Leave
from stirrup.accounts.models import Invitation, Organisation, User
from stirrup.clock import now, today
from stirrup.extensions import db
from stirrup.geography import get_commune
from stirrup.matching.over_time.holds import HoldPolicy
from stirrup.matching.tables import FOR_NOBODY
from stirrup.matching.weights import Weights
from stirrup.notices.enums import SheetKind
from stirrup.notices.models import MorningSheet
from stirrup.permissions import Role
from stirrup.placements.lanes.enums import AnswerKind, Side, StepCode
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.lifecycle import end_day
from stirrup.placements.models import AgreementFacts, Placement
from stirrup.placements.papers.enums import DocumentKind, DocumentState, SigningParty
from stirrup.placements.papers.models import DocumentSignature, PlacementDocument, SummaryBatch
from stirrup.referrals.enums import ConsentMethod, ReferralState, Urgency
from stirrup.referrals.models import Household, HouseholdMember, Referral
from stirrup.runs.choice_models import MatchParameters, PairChoice, UnitHold
from stirrup.runs.enums import ChoiceKind, HoldReason, ProposalState, RunKind, RunState
from stirrup.runs.models import MatchRun, Proposal
from stirrup.spreadsheets.enums import ListKind
from stirrup.spreadsheets.models import UploadedList
from stirrup.spreadsheets.table import Row, Table
from stirrup.units.enums import (
    EnergyClass,
    Furnishing,
    HeatingKind,
    KitchenKind,
    PetsAllowed,
    ReadinessPoint,
    UnitKind,
    UnitState,
    VacancyCause,
)
from stirrup.units.models import Place, Unit, UnitPhoto
from stirrup.units.vote_models import CommuneVote

ROUBAIX = "59512"
_numbers = count(1)


def stored(row):
    """Save one row and return it."""
    db.session.add(row)
    db.session.commit()
    return row


def an_association(**values) -> Organisation:
    ordinary = {
        "kind": OrganisationKind.ASSOCIATION,
        "name": f"Association {next(_numbers)}",
        "support_capacity": 20,
        "duty_phone": "+33320000000",
        "registration_number": "W595000001",
        "postal_address": "1 rue de la Gare, 59100 Roubaix",
        "verified_at": now(),
    }
    return stored(Organisation(**ordinary | values))


def a_landlord_organisation(**values) -> Organisation:
    ordinary = {
        "kind": OrganisationKind.LANDLORD,
        "name": f"Propriétaire {next(_numbers)}",
        "legal_form": LegalForm.INDIVIDUAL,
        "postal_address": "3 place de la Liberté, 59100 Roubaix",
        "verified_at": now(),
    }
    return stored(Organisation(**ordinary | values))


def a_person(role: Role, organisation: Organisation | None = None, **values) -> User:
    number = next(_numbers)
    ordinary = {
        "email": f"person{number}@example.org",
        "display_name": f"Personne {number}",
        "password_hash": "!",
        "role": role,
        "organisation_id": organisation.id if organisation else None,
        "email_confirmed_at": now(),
    }
    return stored(User(**ordinary | values))


def an_administrator(**values) -> User:
    return a_person(Role.ADMINISTRATOR, None, **values)


def a_landlord(organisation: Organisation | None = None, **values) -> User:
    return a_person(Role.LANDLORD, organisation or a_landlord_organisation(), **values)


def a_case_worker(association: Organisation | None = None, **values) -> User:
    return a_person(Role.CASE_WORKER, association or an_association(), **values)


def a_leave(person: User, deputy: User | None = None, **values) -> Leave:
    """From today for a week, covered by a colleague."""
    ordinary = {
        "person_id": person.id,
        "deputy_id": (deputy or a_case_worker(person.organisation)).id,
        "first_day": today(),
        "last_day": today() + timedelta(days=7),
        "entered_by_id": person.id,
    }
    return stored(Leave(**ordinary | values))


def an_invitation(**values) -> Invitation:
    """A case worker's invitation that nobody has followed yet."""
    ordinary = {
        "token_hash": f"hash-{next(_numbers)}",
        "email": f"invited{next(_numbers)}@example.org",
        "role": Role.CASE_WORKER,
        "organisation_id": (values.pop("organisation", None) or an_association()).id,
        "expires_at": now() + timedelta(hours=72),
    }
    return stored(Invitation(**ordinary | values))


def a_local_authority(**values) -> User:
    town = stored(Organisation(kind=OrganisationKind.LOCAL_AUTHORITY, name="Ville"))
    return a_person(Role.LOCAL_AUTHORITY, town, **values)


def a_unit(landlord: User | None = None, *, places: int = 1, **values) -> Unit:
    """An open, ready two-bedroom flat in Roubaix, free from today for a year."""
    landlord = landlord or a_landlord()
    commune = get_commune(values.get("commune_code", ROUBAIX))
    ordinary = {
        "organisation_id": landlord.organisation_id,
        "created_by_id": landlord.id,
        "state": UnitState.OPEN,
        "street": f"{next(_numbers)} rue de l’Épeule",
        "postcode": commune.postcodes[0],
        "commune_code": commune.code,
        "latitude": commune.latitude,
        "longitude": commune.longitude,
        "kind": UnitKind.T3,
        "surface_m2": Decimal(58),
        "main_rooms": 3,
        "bedrooms": 2,
        "min_people": 1,
        "max_people": 4,
        "floor": 0,
        "step_free": True,
        "kitchen": KitchenKind.FULL,
        "furnishing": Furnishing.FULL,
        "heating": HeatingKind.GAS,
        "energy_class": EnergyClass.D,
        "pets_allowed": PetsAllowed.SMALL,
        "available_from": today(),
        "available_until": today() + timedelta(days=365),
        "vacant_since": date(2024, 5, 10),
        "vacancy_cause": VacancyCause.SUCCESSION,
        "owner_since": date(2012, 3, 1),
        "property_tax_base": 1320,
        "property_tax_base_year": 2026,
        "readiness": {point.value: "ok" for point in ReadinessPoint},
        "places_count": places,
    }
    unit = Unit(**ordinary | values)
    unit.places = [Place(number=number) for number in range(1, places + 1)]
    return stored(unit)


def a_photo(unit: Unit, **values) -> UnitPhoto:
    """A photo's row; its file is not there."""
    ordinary = {
        "unit_id": unit.id,
        "position": 1,
        "file_name": f"photo-{next(_numbers)}.webp",
        "description": "Le séjour",
        "width": 800,
        "height": 600,
    }
    return stored(UnitPhoto(**ordinary | values))


def an_uploaded_list(by: User, **values) -> UploadedList:
    """One home in a list of a landlord, its columns not chosen yet."""
    table = Table(("Adresse", "Commune"), (Row(2, ("12 rue de Lannoy", "Roubaix")),))
    ordinary = {
        "kind": ListKind.UNITS,
        "organisation_id": by.organisation_id,
        "uploaded_by_id": by.id,
        "file_name": "logements.csv",
        "content": table.packed(),
        "report": {"rows": 1, "left_out": []},
    }
    return stored(UploadedList(**ordinary | values))


def a_vote(**values) -> CommuneVote:
    """The rates that Roubaix voted for next year."""
    ordinary = {
        "commune_code": ROUBAIX,
        "tax_year": 2027,
        "first_rate": Decimal("0.2"),
        "next_rate": Decimal("0.4"),
        "source": "Délibération 2026-41 du conseil municipal",
        "voted_on": date(2026, 9, 24),
        "entered_by_id": values.pop("entered_by_id", None) or an_administrator().id,
    }
    return stored(CommuneVote(**ordinary | values))


def a_draft_unit(landlord: User | None = None, **values) -> Unit:
    return a_unit(landlord, state=UnitState.DRAFT, **values)


def a_referral(worker: User | None = None, *, adults: int = 2, **values) -> Referral:
    """A ready referral of three people who need two bedrooms, waiting for sixty days."""
    worker = worker or a_case_worker()
    ordinary = {
        "association_id": worker.organisation_id,
        "referent_id": worker.id,
        "state": ReferralState.READY,
        "notice_version": "2026-11",
        "consent_given_on": today(),
        "consent_method": ConsentMethod.SIGNED,
        "consent_expires_on": today() + timedelta(days=365),
        "evaluated_on": today(),
        "last_confirmed_on": today(),
        "waiting_since": today() - timedelta(days=60),
        "people": 3,
        "bedrooms_needed": 2,
        "urgency": Urgency.WITHIN_7_DAYS,
        "earliest_entry": today(),
        "latest_entry": today() + timedelta(days=90),
        "referent_commits": True,
    }
    referral = Referral(**ordinary | values)
    referral.household = Household(
        phone="+33600000001",
        members=[HouseholdMember(position=n, is_adult=n <= adults) for n in (1, 2, 3)],
    )
    return stored(referral)


def a_run(**values) -> MatchRun:
    """Tonight's run, finished."""
    ordinary = {
        "business_date": today(),
        "kind": RunKind.NIGHTLY,
        "number": 0,
        "state": RunState.PUBLISHED,
        "owner": "test",
        "lease_until": now(),
        "finished_at": now(),
        "seed": 1,
        "status": "optimal",
    }
    return stored(MatchRun(**ordinary | values))


def a_proposal(unit: Unit | None = None, referral: Referral | None = None, **values) -> Proposal:
    """An undecided proposal of an open home for a ready household."""
    unit = unit or a_unit()
    referral = referral or a_referral()
    run = values.pop("run", None) or a_run()
    ordinary = {
        "run_id": run.id,
        "number": next(_numbers),
        "unit_id": unit.id,
        "place_id": unit.places[0].id,
        "referral_id": referral.id,
        "state": ProposalState.SUBMITTED,
        "first_day": today() + timedelta(days=7),
    }
    return stored(Proposal(**ordinary | values))


def a_pair_choice(**values) -> PairChoice:
    """A household asked for in a home, for two weeks."""
    ordinary = {
        "kind": ChoiceKind.PIN,
        "note": "Visited together.",
        "expires_on": today() + timedelta(days=14),
    }
    sides = {
        "referral_id": values.pop("referral_id", None) or a_referral().id,
        "unit_id": values.pop("unit_id", None) or a_unit().id,
        "made_by_id": values.pop("made_by_id", None) or an_administrator().id,
    }
    return stored(PairChoice(**ordinary | sides | values))


def a_unit_hold(**values) -> UnitHold:
    """A home kept back altogether by an administrator, for two weeks."""
    ordinary = {
        "from_date": today(),
        "until_date": today() + timedelta(days=14),
        "kept_for": FOR_NOBODY,
        "reason": HoldReason.REVIEWER,
        "note": "The boiler is being repaired.",
    }
    sides = {
        "unit_id": values.pop("unit_id", None) or a_unit(state=UnitState.HELD).id,
        "made_by_id": values.pop("made_by_id", None) or an_administrator().id,
    }
    return stored(UnitHold(**ordinary | sides | values))


def some_parameters(**values) -> MatchParameters:
    """Weights that an administrator adopted, and no homes kept back."""
    version = f"2020-{next(_numbers)}"
    ordinary = {
        "version": version,
        "weights": asdict(Weights(version=version, waiting=80)),
        "policy": asdict(HoldPolicy()),
        "note": "Waiting counted too little.",
        "adopted_by": values.pop("adopted_by", None) or an_administrator(),
    }
    return stored(MatchParameters(**ordinary | values))


def a_placement(proposal: Proposal | None = None, *, agreed: bool = False, **values) -> Placement:
    """A scheduled stay of an accepted proposal; `agreed`: both sides said yes."""
    proposal = proposal or a_proposal(state=ProposalState.ACCEPTED)
    first_day = values.pop("first_day", proposal.first_day)
    ordinary = {
        "proposal_id": proposal.id,
        "unit_id": proposal.unit_id,
        "place_id": proposal.place_id,
        "referral_id": proposal.referral_id,
        "matched_on": proposal.run.business_date,
        "decided_by_id": values.pop("decided_by_id", None) or an_administrator().id,
        "first_day": first_day,
        "end_day": end_day(first_day),
        "association_yes_on": today() if agreed else None,
        "household_yes_on": today() if agreed else None,
        "landlord_yes_on": today() if agreed else None,
        "facts": AgreementFacts(),
    }
    proposal.unit.state = UnitState.RESERVED
    proposal.referral.state = ReferralState.PROPOSED
    return stored(Placement(**ordinary | values))


def a_step_answer(placement: Placement | None = None, **values) -> StepAnswer:
    """A landlord's refusal that the team has to review."""
    ordinary = {
        "placement": placement or a_placement(),
        "step": StepCode.LANDLORD_ANSWER,
        "side": Side.LANDLORD,
        "kind": AnswerKind.NO,
        "reason": "house_rule",
        "needs_review": True,
    }
    return stored(StepAnswer(**ordinary | values))


def a_paper(placement: Placement | None = None, **values) -> PlacementDocument:
    """An agreement that was produced; what its file holds is of no matter."""
    placement = placement or a_placement(agreed=True)
    ordinary = {
        "placement": placement,
        "kind": DocumentKind.AGREEMENT,
        "reference": f"ST-2026-{placement.id:06d}",
        "version": 1 + len(placement.documents),
        "template_version": "convention 1.0",
        "state": DocumentState.GENERATED,
        "data": "{}",
        "content": b"%PDF-1.7",
        "sha256": sha256(b"%PDF-1.7").hexdigest(),
    }
    return stored(PlacementDocument(**ordinary | values))


def a_morning_sheet(**values) -> MorningSheet:
    """This morning's list for paper; what its file holds is of no matter."""
    ordinary = {"day": today(), "kind": SheetKind.LIST, "content": b"%PDF-1.7"}
    return stored(MorningSheet(**ordinary | values))


def a_batch(**values) -> SummaryBatch:
    """The summaries of this year, ordered; none of them is there."""
    ordinary = {"year": today().year}
    ordered_by_id = values.pop("ordered_by_id", None) or an_administrator().id
    return stored(SummaryBatch(**ordinary | {"ordered_by_id": ordered_by_id} | values))


def a_signature(paper: PlacementDocument | None = None, **values) -> DocumentSignature:
    """The landlord's signature, awaited."""
    paper = paper or a_paper(state=DocumentState.SENT)
    ordinary = {
        "document": paper,
        "position": len(paper.signatures),
        "party": SigningParty.LANDLORD,
        "signer_name": "Claire Vanhoutte",
    }
    return stored(DocumentSignature(**ordinary | values))
