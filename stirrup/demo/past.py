"""Two stays of the past, lived on their own days by the services: one goes on, one has ended."""

from datetime import date, time, timedelta
from io import BytesIO
from random import Random

from PIL import Image

from stirrup.accounts.models import User
from stirrup.clock import now, pretending, today
from stirrup.demo.agreed import agree, order_due
from stirrup.demo.homes import invent_units
from stirrup.demo.households import invent_referrals
from stirrup.demo.territory import write_journal
from stirrup.extensions import db
from stirrup.placements.endings import Announcement, RealEnd, announce_end, record_end
from stirrup.placements.enums import DeliveryMode, EndGround, ExitOutcome, InventoryMoment
from stirrup.placements.inventories import InventoryFindings, record_inventory
from stirrup.placements.inventory_words import usual_furniture, usual_rooms
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind
from stirrup.placements.papers.production import produce_pending
from stirrup.placements.papers.signing.acts import Device
from stirrup.placements.papers.signing.scans import Scan, read_scan
from stirrup.placements.papers.signing.services import record_signed_by_hand, send_for_signature
from stirrup.placements.services import open_placement
from stirrup.placements.starting import start_stay
from stirrup.referrals.models import Referral
from stirrup.runs.enums import AcceptReason, DecisionKind, ProposalState, RunKind, RunState
from stirrup.runs.models import Decision, MatchRun, Proposal
from stirrup.runs.nightly import seed_of
from stirrup.units.models import Unit

BEGUN_DAYS_AGO, ENDED_DAYS_AGO = 118, 246
"""First days: four months of one stay are lived, the other one has ended as planned."""
PREPARED_IN = timedelta(days=12)
TOLD_BEFORE = timedelta(days=30)
LATER_PAPERS = (
    (DocumentKind.ENTRY_INVENTORY, ""),
    (DocumentKind.RESIDENT_ATTESTATION, ""),
    (DocumentKind.OCCUPATION_CERTIFICATE, ""),
)
LAST_PAPERS = (
    (DocumentKind.END_CERTIFICATE, "landlord"),
    (DocumentKind.END_CERTIFICATE, "association"),
)
A4_PIXELS = (620, 877)
NOTES = ("trace d’un meuble, ancienne", "joint à reprendre", "rayure légère")
NOWHERE = Device(address="", user_agent="demonstration")


def live_past(random: Random, landlord: User, worker: User, team: User) -> None:
    """Both stays of the demo landlord and the demo case worker; their last papers are ordered."""
    ended = _begin(random, today() - timedelta(days=ENDED_DAYS_AGO), (landlord, worker, team))
    _end(random, ended, worker)
    begun = _begin(random, today() - timedelta(days=BEGUN_DAYS_AGO), (landlord, worker, team))
    order_due(begun, LATER_PAPERS, team)


def _begin(random: Random, first_day: date, people: tuple[User, User, User]) -> Placement:
    """From the night that proposed it to the keys."""
    landlord, worker, team = people
    with pretending(first_day - PREPARED_IN):
        placement = _accepted(random, first_day, landlord, worker, team)
        agree(random, placement, team)
        order_due(placement, [(DocumentKind.AGREEMENT, "")], team)
        produce_pending()
        _sign_by_hand(placement, worker, team)
    with pretending(first_day):
        record_inventory(placement, InventoryMoment.ENTRY, _findings(random, placement), by=worker)
        start_stay(placement, by=worker)
    return placement


def _accepted(
    random: Random, first_day: date, landlord: User, worker: User, team: User
) -> Placement:
    """A home and a household of that time, and the decision of a named person."""
    unit = invent_units(random, [landlord], 1, today(), all_open=True)[0]
    unit.available_from, unit.available_until = today(), today() + timedelta(days=700)
    referral = _who_fits(random, unit, worker)
    db.session.add_all([unit, referral])
    db.session.flush()
    write_journal([unit], [referral])
    proposal = Proposal(
        run=_night(),
        number=1,
        unit=unit,
        place=unit.places[0],
        referral=referral,
        state=ProposalState.ACCEPTED,
        first_day=first_day,
        decisions=[_decision(team)],
    )
    db.session.add(proposal)
    db.session.flush()
    return open_placement(proposal, by=team)


def _who_fits(random: Random, unit: Unit, worker: User) -> Referral:
    """The first invented household that the home can take."""
    while True:
        (referral,) = invent_referrals(random, [worker], 1, today(), all_ready=True)
        fits = (referral.people or 0) <= (unit.max_people or 0)
        if fits and (referral.bedrooms_needed or 0) <= (unit.bedrooms or 0):
            referral.earliest_entry = today()
            return referral


def _night() -> MatchRun:
    """The night of that day, of which nothing but its one proposal was invented."""
    return MatchRun(
        business_date=today(),
        kind=RunKind.NIGHTLY,
        state=RunState.PUBLISHED,
        owner="demonstration",
        lease_until=now(),
        finished_at=now(),
        seed=seed_of(today()),
        replayable=False,
        proposals_count=1,
    )


def _decision(team: User) -> Decision:
    return Decision(
        kind=DecisionKind.ACCEPT, reason=AcceptReason.BEST_ANSWER.value, decided_by=team
    )


def _sign_by_hand(placement: Placement, worker: User, team: User) -> None:
    """Everybody signs the printed agreement on the day it was made; the scan is a blank sheet."""
    for paper in placement.documents:
        send_for_signature(paper, by=team)
        record_signed_by_hand(
            paper, list(paper.signatures), today(), _blank_sheet(), by=worker, device=NOWHERE
        )


def _blank_sheet() -> Scan:
    picture = BytesIO()
    Image.new("L", A4_PIXELS, "white").save(picture, "JPEG")
    picture.seek(0)
    return read_scan([picture])


def _findings(random: Random, placement: Placement, *, read: int = 1200) -> InventoryFindings:
    """The usual rooms, some of them worn."""
    rooms = usual_rooms(placement.unit)
    for room in random.sample(rooms, 2):
        element = random.choice(room["elements"])
        element["state"], element["remark"] = "worn", random.choice(NOTES)
    adults = [member for member in placement.referral.household.members if member.is_adult]
    return InventoryFindings(
        made_on=today(),
        present=[f"{one.first_name} {one.last_name}" for one in adults],
        rooms=rooms,
        furniture=[thing for thing in usual_furniture(placement.unit) if thing["count"]],
        meters={"electricity": f"{read} kWh", "water": f"{read // 10} m³"},
        keys_count=placement.facts.keys_count or 1,
        badges_count=placement.facts.badges_count or 0,
    )


def _end(random: Random, placement: Placement, worker: User) -> None:
    """Announced a month before, left on the last day."""
    with pretending(placement.last_day - TOLD_BEFORE):
        announcement = Announcement(
            EndGround.TERM, today(), DeliveryMode.HAND, "Accompagnement vers un logement social."
        )
        announce_end(placement, announcement, by=worker)
    with pretending(placement.last_day):
        findings = _findings(random, placement, read=2610)
        record_inventory(placement, InventoryMoment.EXIT, findings, by=worker)
        record_end(placement, _real_end(placement), by=worker)
        order_due(placement, LAST_PAPERS, worker)
        produce_pending()


def _real_end(placement: Placement) -> RealEnd:
    return RealEnd(
        left_on=today(),
        left_at=time(11),
        keys_returned=placement.facts.keys_count or 1,
        has_damage=False,
        damage_euros=None,
        forwards_mail=True,
        outcome=ExitOutcome.SOCIAL_HOUSING,
    )
