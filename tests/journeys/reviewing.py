"""The administrator's part: verify, check, decide, record answers, complete the agreement."""

from datetime import date

from stirrup.clock import today
from stirrup.units.enums import ReadinessPoint
from tests.journeys.pages import Visitor

ADULTS = ("Yasmine Benachour", "Karim Benachour")
FACTS = {
    "lenders": {
        "address_1": "3 place de la Liberté, 59100 Roubaix",
        "born_on_1": date(1961, 9, 2),
        "title": "pleine propriété, acte notarié du 1er mars 2012",
    },
    "residents": {
        "first_name_1": "Yasmine",
        "last_name_1": "Benachour",
        "birth_date_1": date(1991, 4, 14),
        "first_name_2": "Karim",
        "last_name_2": "Benachour",
        "birth_date_2": date(1988, 11, 3),
    },
    "home": {
        "tax_number": "595120345678",
        "electricity_meter": "PDL 21 400 000",
        "water_meter": "Compteur 88",
        "keys_count": 3,
    },
    "insurance": {
        "owner_insurance": "Assurances du Nord, contrat 7 104",
        "resident_insurance": "Mutuelle des Toits, contrat 59-11",
    },
    "charges": {"electricity": "residents", "water": "association"},
    "association": {"signatory_name": "Odile Carpentier", "signatory_quality": "présidente"},
}
"""What the listing and the referral do not say, section by section."""


def verify_landlord(team: Visitor, organisation_id: int) -> None:
    team.menu("/people")
    team.follow(f"/organisations/{organisation_id}")
    team.send(to="/verify")


def open_home(team: Visitor, unit_id: int) -> None:
    """Go through the readiness check after a visit, then open the home to the nights."""
    team.menu("/units")
    team.follow(f"/units/{unit_id}")
    team.follow("/check")
    team.answer(**{f"readiness_{point.value}": "ok" for point in ReadinessPoint})
    team.answer(visited_on=today(), outcome="open")
    team.send()


def accept_proposal(team: Visitor, proposal_id: int) -> None:
    """Read the reasons and the alternatives, then accept with a motive."""
    team.menu("/review")
    team.follow(f"/proposals/{proposal_id}")
    team.answer(**{"accept-reason": "urgency", "accept-note": "Place adaptée aujourd’hui"})
    team.send(to="/accept")


def complete_facts(team: Visitor, stay_id: int) -> None:
    """Every section of what the agreement still lacks."""
    team.menu("/stays")
    team.follow(f"/stays/{stay_id}")
    for section, values in FACTS.items():
        team.follow(f"/facts/{section}")
        team.answer(**values)
        team.send()


def record_both_answers(team: Visitor) -> None:
    """Each side told the team; it answers in their name, from the page of the stay."""
    for address in ("/answers/household", "/answers/landlord"):
        team.follow(address)
        team.send(to="/yes")
        team.follow(team.path.split("/answers/")[0])


def order_documents(team: Visitor) -> None:
    team.send(to="/documents")
