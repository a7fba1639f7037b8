"""A stay that lacks nothing: every section completed as a person would."""

from datetime import date

from stirrup.accounts.models import User
from stirrup.placements import services
from stirrup.placements.enums import FactsSection, Payer
from stirrup.placements.models import Placement

FACTS = {
    FactsSection.LENDERS: {
        "name_1": "Claire Vanhoutte",
        "address_1": "14 rue du Vieux-Moulin, 59700 Marcq-en-Barœul",
        "born_on_1": date(1968, 5, 1),
        "title": "pleine propriété, acte notarié du 8 avril 2011",
    },
    FactsSection.RESIDENTS: {
        "first_name_1": "Samira",
        "last_name_1": "Haddad",
        "birth_date_1": date(1991, 4, 14),
        "first_name_2": "Elias",
        "last_name_2": "Haddad",
        "birth_date_2": date(1988, 11, 3),
    },
    FactsSection.HOME: {
        "tax_number": "595120000000",
        "electricity_meter": "PDL 412",
        "gas_meter": "PCE 413",
        "water_meter": "Compteur 414",
        "keys_count": 3,
        "badges_count": 1,
        "known_defects": "",
    },
    FactsSection.INSURANCE: {
        "owner_insurance": "Assurances du Nord, contrat n° 7 104 552",
        "resident_insurance": "Mutuelle des Toits, contrat n° 59-1187",
    },
    FactsSection.CHARGES: dict.fromkeys(
        ("electricity", "gas", "water", "heating", "internet"), Payer.RESIDENTS
    ),
    FactsSection.ASSOCIATION: {
        "registration_number": "W595000000",
        "postal_address": "5 place de la Fosse-aux-Chênes, 59100 Roubaix",
        "signatory_name": "Paul Lemaire",
        "signatory_quality": "directeur",
        "duty_phone": "+33353014218",
    },
}


def complete(placement: Placement, team: User) -> Placement:
    """Fill every section."""
    for section, values in FACTS.items():
        services.complete_facts(placement, section, values, by=team)
    return placement
