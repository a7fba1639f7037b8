"""Invented contents of the papers that residents keep: the ordinary stay in Roubaix."""

from datetime import date, time

from stirrup.documents.contents.contacts_sheet import ContactsSheetContent
from stirrup.documents.contents.data_notice import DataNoticeContent
from stirrup.documents.contents.easy_summary import EasySummaryContent

LANGUAGES = ("fr", "en", "ar", "uk")
ALL = ("electricity", "gas", "water", "heating")
SITUATIONS = {
    "ordinary": {},
    "ground floor, everything paid": {"floor": 0, "paid_by_residents": ALL},
    "below the street, nothing paid": {"floor": -1, "paid_by_residents": ()},
    "high up, others pay": {
        "floor": 12,
        "paid_by_residents": ("electricity",),
        "paid_by_association": ("water",),
        "paid_by_landlord": ("heating",),
    },
    "floor not known, address kept": {"floor": None, "address": ""},
    "prolonged": {"is_prolonged": True, "review_on": None},
    "temporary residence": {
        "renews": True,
        "owner_reads_names": False,
        "lent_by": ("Toits et Passerelles",),
        "paid_by_residents": (),
        "paid_by_association": ALL,
    },
    "two owners, smokers, animals": {
        "lent_by": ("Claire Vanhoutte", "Paul Vanhoutte"),
        "smoking_allowed": True,
        "pets": "any",
        "floor": 1,
    },
    "no animal, one person": {"pets": "none", "max_people": 1},
}
"""What differs from the ordinary stay, and what an easy page then says differently."""

EASY_SUMMARY = EasySummaryContent(
    reference="ST-2026-000418",
    version=1,
    issued_on=date(2026, 2, 24),
    verification_code="ABCD2345EFGH6789",
    verification_address="stirrup.example/verify",
    lent_by=("Claire Vanhoutte",),
    address="27 rue des Tisserands, 59100 Roubaix",
    floor=2,
    max_people=3,
    smoking_allowed=False,
    pets="small",
    first_day=date(2026, 3, 2),
    first_hour=time(10),
    last_day=date(2026, 9, 1),
    is_prolonged=False,
    renews=False,
    review_on=date(2026, 6, 3),
    notice_on=date(2026, 8, 2),
    paid_by_residents=("electricity", "gas", "water"),
    paid_by_association=(),
    paid_by_landlord=(),
    association="Toits et Passerelles",
    referent="Julie Delattre",
    duty_phone="03 53 01 42 18",
    decided_by="Claire Morel",
    owner_reads_names=True,
    rules_address="stirrup.example/rules",
    data_contact="donnees@stirrup.example",
)

CONTACTS_SHEET = ContactsSheetContent(
    reference="ST-2026-000419",
    version=1,
    issued_on=date(2026, 2, 24),
    verification_code="ABCD2345EFGH6789",
    verification_address="stirrup.example/verify",
    address="27 rue des Tisserands, 59100 Roubaix",
    floor=2,
    association="Toits et Passerelles",
    duty_phone="03 53 01 42 18",
    referent="Julie Delattre",
    referent_phone="03 53 01 42 20",
    team_phone="03 20 00 00 00",
)

DATA_NOTICE = DataNoticeContent(
    reference="ST-2026-000420",
    version=1,
    issued_on=date(2026, 2, 24),
    verification_code="ABCD2345EFGH6789",
    verification_address="stirrup.example/verify",
    operator="Stirrup Métropole",
    data_contact="donnees@stirrup.example",
    association="Toits et Passerelles",
    association_address="5 place de la Fosse-aux-Chênes, 59100 Roubaix",
    referent="Julie Delattre",
    duty_phone="03 53 01 42 18",
    owner_reads_names=True,
    run_on=date(2026, 2, 10),
    decided_by="Claire Morel",
    decided_on=date(2026, 2, 10),
    rules_address="stirrup.example/rules",
    told_version="2026-11",
    told_on=date(2026, 1, 20),
)
