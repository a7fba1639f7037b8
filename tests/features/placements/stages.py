"""Stays at each stage of their life, as the services leave them."""

from datetime import date, time, timedelta
from itertools import count

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.placements.endings import Announcement, RealEnd, announce_end, record_end
from stirrup.placements.enums import DeliveryMode, EndGround, ExitOutcome, InventoryMoment
from stirrup.placements.inventories import InventoryFindings, record_inventory
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.starting import start_stay
from stirrup.runs.models import Proposal
from tests import factories
from tests.features.placements.situations import complete

FLOOR = {"name": "Sol", "state": "good", "remark": ""}
_numbers = count(1)


def findings(**values) -> InventoryFindings:
    ordinary = {
        "made_on": today(),
        "present": ["Samira Haddad", "Claire Vanhoutte"],
        "rooms": [
            {"name": "Cuisine", "elements": [{"name": "Sol", "state": "good", "remark": ""}]}
        ],
        "furniture": [{"name": "Table", "count": 1, "state": "worn"}],
        "meters": {"electricity": "1 234 kWh"},
        "keys_count": 3,
        "badges_count": 1,
    }
    return InventoryFindings(**ordinary | values)


def an_announcement(**values) -> Announcement:
    ordinary = {
        "ground": EndGround.TERM,
        "announced_on": today(),
        "delivery": DeliveryMode.HAND,
        "help_offered": None,
    }
    return Announcement(**ordinary | values)


def a_real_end(**values) -> RealEnd:
    ordinary = {
        "left_on": today(),
        "left_at": time(11),
        "keys_returned": 3,
        "has_damage": False,
        "damage_euros": None,
        "forwards_mail": True,
        "outcome": ExitOutcome.SOCIAL_HOUSING,
    }
    return RealEnd(**ordinary | values)


def signed(placement: Placement, kind: DocumentKind = DocumentKind.AGREEMENT, slot: str = ""):
    """A paper that all have signed; its file is of no matter."""
    return factories.a_paper(
        placement,
        kind=kind,
        slot=slot,
        state=DocumentState.SEALED,
        reference=f"ST-2027-{next(_numbers):06d}",
    )


def a_stay_ready_to_start(*, days_ago: int = 10, **values) -> tuple[Placement, User]:
    """Agreed, complete and signed by all, its first day some days ago; and an administrator."""
    team = factories.an_administrator()
    first_day = today() - timedelta(days=days_ago)
    placement = complete(factories.a_placement(agreed=True, first_day=first_day, **values), team)
    signed(placement)
    record_inventory(placement, InventoryMoment.ENTRY, findings(), by=team)
    return placement, team


def a_stay_under_way(*, days_ago: int = 10, **values) -> tuple[Placement, User]:
    placement, team = a_stay_ready_to_start(days_ago=days_ago, **values)
    return start_stay(placement, by=team), team


def a_stay_that_ends(*, proposal: Proposal | None = None, **values) -> tuple[Placement, User]:
    placement, team = a_stay_under_way(proposal=proposal)
    announce_end(placement, an_announcement(**values), by=team)
    return placement, team


def an_ended_stay(**values) -> tuple[Placement, User]:
    placement, team = a_stay_that_ends()
    record_end(placement, a_real_end(**values), by=team)
    return placement, team


def last_day_is(placement: Placement, day: date) -> Placement:
    """The same stay with another last day, as if it had begun at another time."""
    placement.end_day = day + timedelta(days=1)
    db.session.commit()
    return placement
