"""Invented contents of the papers that accompany one ordinary stay in Roubaix."""

from dataclasses import replace
from datetime import date

from stirrup.documents.contents.agreement_parts import Borrower
from stirrup.documents.contents.occupation_certificate import (
    OccupationCertificateContent,
    OccupiedRun,
    OccupiedYear,
    Proof,
)
from stirrup.documents.contents.resident_attestation import ResidentAttestationContent

HEADING = {
    "version": 1,
    "verification_code": "K7QM2XTR94HPA3BD",
    "verification_address": "stirrup.example/verify",
}

CERTIFICATE = OccupationCertificateContent(
    **HEADING,
    reference="ST-2026-000413",
    issued_on=date(2027, 1, 15),
    operator="Stirrup Métropole",
    owner="Claire Vanhoutte",
    dwelling="Appartement du 27 rue des Tisserands, 59100 Roubaix",
    tax_number="595 120 000 000",
    association="Toits et Passerelles",
    association_number="W595000000",
    legal_title="tripartite",
    planned_until=date(2027, 4, 1),
    runs=(
        OccupiedRun(date(2026, 3, 2), date(2026, 9, 1), 184),
        OccupiedRun(date(2026, 10, 2), None, 106),
    ),
    years=(
        OccupiedYear(2026, 184, is_long=True, on_1_january=False, tax_years=(2027,)),
        OccupiedYear(2027, 15, is_long=False, on_1_january=True, tax_years=(2028,)),
    ),
    threshold_days=90,
    presumed_tax_years=(2027, 2028),
    proofs=(
        Proof("Convention", "ST-2026-000412, signée"),
        Proof("État des lieux d’entrée", "établi le 2 octobre 2026, ST-2026-000414"),
        Proof("Reçu des clés", "ST-2026-000415"),
        Proof("Compteurs", "relevés le 2 octobre 2026"),
        Proof("Assurance des occupants", "Mutuelle des Toits, contrat n° 59-1187"),
    ),
)

ATTESTATION = ResidentAttestationContent(
    **HEADING,
    reference="ST-2026-000416",
    issued_on=date(2026, 3, 9),
    residents=(
        Borrower("Samira Haddad", date(1991, 4, 14)),
        Borrower("Elias Haddad", date(1988, 11, 3)),
    ),
    children_count=1,
    lives_there_since=date(2026, 3, 2),
    valid_until=date(2026, 6, 9),
    address="27 rue des Tisserands, 59100 Roubaix",
    lent_by=("Claire Vanhoutte",),
    legal_title="tripartite",
    agreement_reference="ST-2026-000412",
    last_day=date(2026, 9, 1),
    holds_electricity_contract=True,
    association="Toits et Passerelles",
    association_number="W595000000",
    association_address="5 place de la Fosse-aux-Chênes, 59100 Roubaix",
    signatory="Paul Lemaire",
    capacity="directeur",
    duty_phone="03 53 01 42 18",
)
PROTECTED_ATTESTATION = replace(ATTESTATION, address="", lent_by=())
