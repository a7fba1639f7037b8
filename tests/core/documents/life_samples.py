"""Invented contents of the papers that accompany one ordinary stay in Roubaix."""

from dataclasses import replace
from datetime import date

from stirrup.documents.contents.agreement_parts import Borrower
from stirrup.documents.contents.document import Signature
from stirrup.documents.contents.inventory import (
    Compared,
    InventoryContent,
    InventoryRoom,
    KeyCounts,
    MeterReadings,
    Seen,
)
from stirrup.documents.contents.key_receipt import KeyReceiptContent
from stirrup.documents.contents.occupation_certificate import (
    OccupationCertificateContent,
    OccupiedRun,
    OccupiedYear,
    Proof,
)
from stirrup.documents.contents.personal_plan import PersonalPlanContent
from stirrup.documents.contents.resident_attestation import ResidentAttestationContent
from stirrup.placements.papers.writing.milestones import milestones_from, rights_from

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

SIGNERS = (
    Signature("Claire Vanhoutte", "landlord"),
    Signature("Paul Lemaire", "association", "Directeur"),
    Signature("Samira Haddad", "residents"),
    Signature("Elias Haddad", "residents"),
)
ENTRY_INVENTORY = InventoryContent(
    **HEADING,
    reference="ST-2026-000414",
    issued_on=date(2026, 3, 2),
    moment="entry",
    made_on=date(2026, 3, 2),
    dwelling="Appartement du 27 rue des Tisserands, 59100 Roubaix",
    owner="Claire Vanhoutte",
    association="Toits et Passerelles",
    agreement_reference="ST-2026-000412",
    present=("Samira Haddad", "Elias Haddad", "Claire Vanhoutte", "Julie Delattre"),
    rooms=(
        InventoryRoom(
            "Séjour",
            (
                Compared("Sol", Seen("good")),
                Compared("Murs", Seen("worn", "Deux trous de cheville au-dessus du canapé")),
                Compared("Fenêtres et volets", Seen("bad", "Volet bloqué en position ouverte")),
                Compared("Chauffage", Seen("new")),
            ),
        ),
        InventoryRoom(
            "Cuisine",
            (
                Compared("Évier et robinet", Seen("good")),
                Compared("Ventilation", Seen("good", "Grille nettoyée")),
            ),
        ),
    ),
    furniture=(
        Compared("Lits", Seen("good", count=3)),
        Compared("Chaises", Seen("worn", count=4)),
        Compared("Réfrigérateur", Seen("new")),
    ),
    is_furnished=True,
    absent_furniture=("Four ou micro-ondes", "Lave-linge"),
    meters=(
        MeterReadings("electricity", "PDL 00 000 000 000 412", "18 204 kWh"),
        MeterReadings("water", "", "842 m³"),
    ),
    entry_keys=KeyCounts(3, 1),
    photos_digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    signatures=SIGNERS,
)
EXIT_INVENTORY = replace(
    ENTRY_INVENTORY,
    reference="ST-2026-000501",
    issued_on=date(2026, 9, 1),
    moment="exit",
    made_on=date(2026, 9, 1),
    entry_made_on=date(2026, 3, 2),
    rooms=(
        InventoryRoom(
            "Séjour",
            (
                Compared("Sol", Seen("good"), Seen("good")),
                Compared(
                    "Murs",
                    Seen("worn", "Deux trous de cheville au-dessus du canapé"),
                    Seen("good", "Rebouchés et repeints par les résidents"),
                ),
                Compared("Chauffage", Seen("new"), Seen("good")),
                Compared("Balcon", None, Seen("good")),
            ),
        ),
        InventoryRoom("Cuisine", (Compared("Évier et robinet", Seen("good"), None),)),
    ),
    furniture=(
        Compared("Lits", Seen("good", count=3), Seen("good", count=3)),
        Compared("Chaises", Seen("worn", count=4), Seen("worn", count=3)),
    ),
    meters=(MeterReadings("electricity", "PDL 00 000 000 000 412", "18 204 kWh", "19 960 kWh"),),
    exit_keys=KeyCounts(3, 1),
)
KEY_RECEIPT = KeyReceiptContent(
    **HEADING,
    reference="ST-2026-000415",
    issued_on=date(2026, 3, 2),
    dwelling="Appartement du 27 rue des Tisserands, 59100 Roubaix",
    agreement_reference="ST-2026-000412",
    handed_on=date(2026, 3, 2),
    handed_by="Julie Delattre",
    association="Toits et Passerelles",
    received_by=("Samira Haddad", "Elias Haddad"),
    counts=KeyCounts(3, 1),
    last_day=date(2026, 9, 1),
    signatures=SIGNERS[1:],
)
PLAN = PersonalPlanContent(
    **HEADING,
    reference="ST-2026-000417",
    issued_on=date(2026, 2, 24),
    residents=("Samira Haddad", "Elias Haddad"),
    association="Toits et Passerelles",
    referent="Julie Delattre",
    duty_phone="03 53 01 42 18",
    first_day=date(2026, 3, 2),
    last_day=date(2026, 9, 1),
    sign_before=date(2026, 3, 17),
    milestones=milestones_from(date(2026, 3, 2)),
    rights=rights_from(date(2026, 3, 2)),
)

LIFE_SAMPLES = {
    "occupation_certificate": ("occupation_certificate.html", "certificate", CERTIFICATE),
    "resident_attestation": ("resident_attestation.html", "attestation", ATTESTATION),
    "protected_attestation": ("resident_attestation.html", "attestation", PROTECTED_ATTESTATION),
    "entry_inventory": ("inventory.html", "inventory", ENTRY_INVENTORY),
    "exit_inventory": ("inventory.html", "inventory", EXIT_INVENTORY),
    "key_receipt": ("key_receipt.html", "receipt", KEY_RECEIPT),
    "personal_plan": ("personal_plan.html", "plan", PLAN),
}
