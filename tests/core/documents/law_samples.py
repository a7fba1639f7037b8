"""Invented contents of the legal papers around one stay: two contracts, amendment, end."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from stirrup.documents.contents.agreement import VERSIONS
from stirrup.documents.contents.agreement_parts import ResidenceTerms
from stirrup.documents.contents.amendment import AmendmentContent
from stirrup.documents.contents.end_certificate import EndCertificateContent, MeterReadings
from stirrup.documents.contents.end_notice import EndNoticeContent, NoticeParty
from tests.core.documents.samples import AGREEMENT

VERIFIED = {
    "verification_code": "K7QM2XTR94HPA3BD",
    "verification_address": "stirrup.example/verify",
}

LOAN = replace(
    AGREEMENT,
    template_version=VERSIONS["loan", False],
    form="loan",
    borrowers=(),
    adults_count=2,
    algorithm=None,
    explained_in="",
    interpreter="",
    easy_version_given=False,
    contacts=(),
    annexes=tuple("ABEFGH"),
    signatures=AGREEMENT.signatures[:2],
)

HOUSING = replace(
    AGREEMENT,
    reference="ST-2026-000413",
    template_version=VERSIONS["housing", False],
    form="housing",
    loan_reference=AGREEMENT.reference,
    lenders=(),
    title="",
    title_seen_on=None,
    signatures=AGREEMENT.signatures[1:],
)

BILLED_NOTHING = tuple(
    replace(charge, payer="association") if charge.payer == "residents" else charge
    for charge in AGREEMENT.charges
)
TERMS = ResidenceTerms(
    approval_number="59-2025-17",
    approval_expires_on=date(2028, 12, 31),
    renewed_until=date(2027, 9, 1),
)
RESIDENCE = {
    "residence": TERMS,
    "charges": BILLED_NOTHING,
    "dates": replace(AGREEMENT.dates, notice_on=date(2026, 8, 1)),
}

RESIDENCE_LOAN = replace(LOAN, template_version=VERSIONS["loan", True], **RESIDENCE)
RESIDENCE_HOUSING = replace(
    HOUSING,
    template_version=VERSIONS["housing", True],
    **RESIDENCE,
)

AMENDMENT = AmendmentContent(
    **VERIFIED,
    reference="ST-2026-000412-1",
    version=1,
    issued_on=date(2026, 8, 10),
    number=1,
    parent_reference="ST-2026-000412",
    lenders=("Claire Vanhoutte",),
    association="Toits et Passerelles",
    residents=("Samira Haddad", "Elias Haddad"),
    people_count=3,
    address="27 rue des Tisserands, 59100 Roubaix",
    reason="social_housing_coming",
    first_day=date(2026, 3, 2),
    former_last_day=date(2026, 9, 1),
    last_day=date(2027, 1, 15),
    most_months=12,
    owner_insurance="Assurances du Nord, contrat n° 7 104 552",
    resident_insurance="Mutuelle des Toits, contrat n° 59-1187, jusqu'au 31 décembre 2027",
    rights_granted=6,
    rights_under_way=3,
    occupied_on=(date(2027, 1, 1),),
    declare_before=(date(2027, 7, 1), date(2028, 7, 1)),
    signatures=AGREEMENT.signatures,
)
LOAN_AMENDMENT = replace(
    AMENDMENT,
    form="loan",
    residents=(),
    last_day=date(2026, 10, 31),
    occupied_on=(),
    declare_before=(date(2027, 7, 1),),
    rights_granted=None,
    signatures=AGREEMENT.signatures[:2],
)
HOUSING_AMENDMENT = replace(
    AMENDMENT,
    reference="ST-2026-000413-1",
    parent_reference="ST-2026-000413",
    form="housing",
    is_residence=True,
    lenders=(),
    most_months=18,
    occupied_on=(),
    declare_before=(),
    signatures=AGREEMENT.signatures[1:],
)

RESIDENTS = NoticeParty("residents", ("Samira Haddad", "Elias Haddad"))
OWNER = NoticeParty("landlord", ("Claire Vanhoutte",))
HELPER = NoticeParty("association", ("Toits et Passerelles",))
END_NOTICE = EndNoticeContent(
    **VERIFIED,
    reference="ST-2026-000430",
    version=1,
    issued_on=date(2026, 8, 2),
    agreement_reference="ST-2026-000412",
    author=HELPER,
    addressees=(RESIDENTS, OWNER),
    address="27 rue des Tisserands, 59100 Roubaix",
    ground="term",
    announced_on=date(2026, 8, 2),
    effective_on=date(2026, 9, 1),
    delivery="hand",
    help_offered="Julie Delattre prépare avec vous la visite de deux logements à Lille.",
    association="Toits et Passerelles",
    duty_phone="03 53 01 42 18",
)
LANDLORD_NOTICE = replace(
    END_NOTICE,
    author=OWNER,
    addressees=(HELPER,),
    ground="pressing_need",
    announced_on=date(2026, 9, 15),
    effective_on=date(2026, 11, 15),
    delivery="registered_letter",
    help_offered="",
)

CERTIFICATE = EndCertificateContent(
    **VERIFIED,
    reference="ST-2026-000431",
    version=1,
    issued_on=date(2026, 9, 2),
    copy="association",
    agreement_reference="ST-2026-000412",
    association="Toits et Passerelles",
    signatory="Paul Lemaire",
    residents=("Samira Haddad", "Elias Haddad"),
    address="27 rue des Tisserands, 59100 Roubaix",
    first_day=date(2026, 3, 2),
    left_on=date(2026, 9, 1),
    left_at=time(11, 30),
    exit_inventory_on=date(2026, 9, 1),
    keys_given=3,
    keys_returned=3,
    meters=(
        MeterReadings("electricity", "18 204 kWh", "19 011 kWh"),
        MeterReadings("gas", "6 371 m³", "6 602 m³"),
        MeterReadings("water", "842 m³"),
    ),
    has_damage=True,
    damage_euros=Decimal("180.50"),
    fund_euros=Decimal("120"),
    forwards_mail=True,
    outcome="social_housing",
)
LANDLORD_CERTIFICATE = replace(
    CERTIFICATE,
    reference="ST-2026-000432",
    copy="landlord",
    residents=(),
    outcome="",
    tax_number="595 120 000 000",
)

LAW_SAMPLES = {
    "agreement": ("agreement.html", "agreement", AGREEMENT),
    "loan": ("agreement.html", "agreement", LOAN),
    "housing": ("agreement.html", "agreement", HOUSING),
    "residence_loan": ("agreement.html", "agreement", RESIDENCE_LOAN),
    "residence_housing": ("agreement.html", "agreement", RESIDENCE_HOUSING),
    "amendment": ("amendment.html", "amendment", AMENDMENT),
    "loan_amendment": ("amendment.html", "amendment", LOAN_AMENDMENT),
    "housing_amendment": ("amendment.html", "amendment", HOUSING_AMENDMENT),
    "end_notice": ("end_notice.html", "notice", END_NOTICE),
    "landlord_notice": ("end_notice.html", "notice", LANDLORD_NOTICE),
    "end_certificate": ("end_certificate.html", "certificate", CERTIFICATE),
    "landlord_certificate": ("end_certificate.html", "certificate", LANDLORD_CERTIFICATE),
}
"""Template, name of the data in it, and content of each legal paper."""
