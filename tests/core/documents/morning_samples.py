"""Invented contents of the sheets of one morning."""

from datetime import date, datetime, time

from stirrup.documents.contents.morning_sheets import (
    Contacts,
    Leaving,
    ListedProposal,
    ListedStay,
    MorningBriefContent,
    NightTold,
    PaperListContent,
    Stalled,
    ToDecide,
)

DAY = date(2026, 11, 23)

MORNING_BRIEF = MorningBriefContent(
    reference="MATIN-20261123",
    version=1,
    issued_on=DAY,
    night=NightTold(
        on=DAY,
        finished_at=time(4, 12),
        is_of_today=True,
        households=412,
        homes=96,
        proposals=71,
        is_proved=True,
        new=12,
        moved=3,
        gone=1,
    ),
    waiting=71,
    to_decide=(
        ToDecide("P-1123-01", "M-0112", "Roubaix", 212),
        ToDecide("P-1123-07", "M-0098", "Villeneuve-d’Ascq", 180),
        ToDecide("P-1123-03", "M-0301", "Tourcoing", 160),
        ToDecide("P-1123-12", "M-0044", "Lille", 155),
        ToDecide("P-1123-31", "M-0007", "Marquette-lez-Lille", 1),
    ),
    late=7,
    stalled=(
        Stalled("S-0012", "Réponse du propriétaire", 9),
        Stalled("S-0044", "Réponse du ménage", 4),
        Stalled("S-0009", "Convention prête", 1),
    ),
    leaving=(
        Leaving("LOG-0431", "Croix", date(2026, 12, 1)),
        Leaving("LOG-0031", "Wattrelos", date(2026, 12, 12)),
    ),
    to_review=2,
    refused=("S-0003", "S-0008"),
)

CONTACTS = Contacts(
    referral="M-0112",
    association="Toits et Passerelles",
    association_phone="03 20 00 00 00",
    home="LOG-0431",
    commune="Villeneuve-d’Ascq",
    landlord="SCI des Tisserands",
    landlord_phone="",
)

PAPER_LIST = PaperListContent(
    reference="LISTE-20261123",
    version=1,
    issued_on=DAY,
    made_at=datetime(2026, 11, 23, 4, 20),  # noqa: DTZ001 (local time, as it is printed)
    proposals=(
        ListedProposal("P-1123-01", date(2026, 12, 1), is_postponed=False, contacts=CONTACTS),
        ListedProposal("P-1123-02", date(2026, 12, 4), is_postponed=True, contacts=CONTACTS),
    ),
    stays=(
        ListedStay(
            "S-0012", date(2026, 12, 7), "Réponse du propriétaire", date(2026, 11, 25), CONTACTS
        ),
        ListedStay("S-0013", date(2026, 12, 8), "Clés", None, CONTACTS),
    ),
)

MORNING_SAMPLES = {
    "morning_brief": ("morning_brief.html", "brief", MORNING_BRIEF),
    "paper_list": ("paper_list.html", "list", PAPER_LIST),
}
