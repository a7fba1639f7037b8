"""An invented stay that both sides agreed to: their answers, and all that an agreement asks for."""

from collections.abc import Sequence
from datetime import date
from random import Random

from stirrup.accounts.models import User
from stirrup.demo import invented
from stirrup.placements import services
from stirrup.placements.answering import answers
from stirrup.placements.enums import FactsSection, Payer
from stirrup.placements.facts import adults_of, count_lenders, is_lent_by_persons, read_section
from stirrup.placements.lanes.enums import Side
from stirrup.placements.models import Placement
from stirrup.placements.papers.orders import Wanted, order_documents, papers_due


def order_due(placement: Placement, wanted: Sequence[Wanted], by: User) -> None:
    """Order these papers, as far as the stay has them by now."""
    due = papers_due(placement)
    order_documents(placement, by=by, wanted=[paper for paper in wanted if paper in due])


def agree(random: Random, placement: Placement, team: User) -> None:
    """Record the answers and complete every section."""
    answers.say_yes(placement, Side.ASSOCIATION, by=team)
    answers.say_yes(placement, Side.HOUSEHOLD, by=team)
    answers.say_yes(placement, Side.LANDLORD, by=team)
    complete_facts(random, placement, team)


def complete_facts(random: Random, placement: Placement, team: User) -> None:
    """Complete every section, whoever lends and however many move in."""
    for section, values in _facts(random, placement).items():
        known = {name: value for name, value in read_section(placement, section).items() if value}
        services.complete_facts(placement, section, values | known, by=team)


def _facts(random: Random, placement: Placement) -> dict[FactsSection, dict[str, object]]:
    return {
        FactsSection.LENDERS: _lenders(random, placement),
        FactsSection.RESIDENTS: _residents(random, placement),
        FactsSection.HOME: {
            "tax_number": "595120000000",
            "electricity_meter": "PDL 00 000 000 000 412",
            "gas_meter": "PCE 00 000 000 000 413",
            "water_meter": "Compteur n° 0000414",
            "keys_count": 3,
            "badges_count": 1,
        },
        FactsSection.INSURANCE: {
            "owner_insurance": "Assurances de démonstration, contrat n° 7 104 552",
            "resident_insurance": "Mutuelle de démonstration, contrat n° 59-1187",
        },
        FactsSection.CHARGES: dict.fromkeys(
            ("electricity", "gas", "water", "heating", "internet"), Payer.RESIDENTS
        ),
    }


def _lenders(random: Random, placement: Placement) -> dict[str, object]:
    values: dict[str, object] = {"title": "pleine propriété, acte notarié du 8 avril 2011"}
    for number in range(1, count_lenders(placement) + 1):
        values[f"address_{number}"] = f"{random.randint(1, 90)} rue du Vieux Moulin, 59000 Lille"
        if is_lent_by_persons(placement):
            values[f"born_on_{number}"] = date(random.randint(1950, 1985), 5, number)
    return values


def _residents(random: Random, placement: Placement) -> dict[str, object]:
    values: dict[str, object] = {}
    last_name = random.choice(invented.LAST_NAMES)
    for adult in adults_of(placement):
        values[f"first_name_{adult.position}"] = random.choice(invented.FIRST_NAMES)
        values[f"last_name_{adult.position}"] = last_name
        values[f"birth_date_{adult.position}"] = date(random.randint(1970, 2000), 4, 14)
    return values
