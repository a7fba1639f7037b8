"""What is planted in the sensitive fields: unmistakable words, and who must read none of them.

Every encrypted column stands here, with what is planted in it or why nothing is.
"""

import zlib

from sqlalchemy import Column

from stirrup.database import EncryptedBytes, EncryptedText
from stirrup.extensions import db

NAMES = ("Haddad", "Samira", "Elias")
BIRTHS = ("14 avril 1991", "14/04/1991", "1991-04-14")
CONTACTS = ("+33698765432", "06 98 76 54 32", "canary.household@example.org", "rue du Canari")
ZONE = ("Bousbecque", "59098")
ANCHOR = ("Wasquehal",)
ASSOCIATIONS_NOTE = ("Note du Canari accompagnant",)
LANDLORDS_NOTE = ("Note du Canari prêteur",)
TEAMS_NOTE = ("Note du Canari équipe",)
TRANSFERS_NOTE = ("Note du Canari transmetteur",)
DRAFT = ("Brouillon du Canari",)
FILE = ("liste-du-canari.csv", "12 allée du Canari importé")
INTERPRETER = ("Rim Canari",)
REFERENT = ("Nadia Canari",)
DUTY_PHONE = ("tel:+33353014218", "03 53 01 42 18")
LANDLORDS_PHONE = ("tel:+33612349876", "06 12 34 98 76")
HOME = ("rue de la Serinette", "Propriétaire Canari", "Claire Vanhoutte", "Escalier Canari")
PAPERWORK = ("595120000000", "PDL 412", "PCE 413", "Compteur 414", "Vieux-Moulin", "1 mai 1968")
OWNERS = ("Copropriétaire Canari", "Gérante Canari", "boulevard du Canari")
INVENTORY = ("Témoin Canari", "Rayure du Canari", "Bibelot Canari", "4 321 kWh")

HOUSEHOLD = (*NAMES, *BIRTHS, *CONTACTS, *ZONE, *ANCHOR)
OF_THE_HOME = (*HOME, *PAPERWORK, *LANDLORDS_PHONE)
NOTES = (*ASSOCIATIONS_NOTE, *LANDLORDS_NOTE, *TRANSFERS_NOTE, *TEAMS_NOTE)
PEOPLE = (*REFERENT, *INTERPRETER, *OWNERS, *DUTY_PHONE)
EVERYTHING = (*HOUSEHOLD, *PEOPLE, *OF_THE_HOME, *NOTES, *DRAFT, *FILE, *INVENTORY)
UNTIL_AGREED = {
    "landlord": (*NAMES, *BIRTHS, *REFERENT, *INTERPRETER, *DUTY_PHONE),
    "association": OF_THE_HOME,
}
HIDDEN = {
    "landlord": (*CONTACTS, *ZONE, *ANCHOR, *ASSOCIATIONS_NOTE, *TRANSFERS_NOTE, *DRAFT, *OWNERS),
    "other landlord": {*EVERYTHING} - {*OWNERS},
    "association": (*ZONE, *LANDLORDS_NOTE, *TEAMS_NOTE, *FILE, *OWNERS),
    "other association": {*EVERYTHING} - {*TRANSFERS_NOTE, *REFERENT},
    "local authority": EVERYTHING,
    "team": (*CONTACTS, *ZONE, *DRAFT, *FILE),
}
"""What each side must read nowhere, and what until both sides have said yes."""
PLANTED = {
    "household.phone": CONTACTS[:1],
    "household.email": CONTACTS[2:3],
    "household.current_address": CONTACTS[3:],
    "household_member.first_name": NAMES[1:],
    "household_member.last_name": NAMES[:1],
    "household_member.birth_date": BIRTHS[2:],
    "safety_zone.area": ZONE[1:],
    "unit.street": HOME[:1],
    "unit.address_complement": HOME[3:],
    "unit.tax_number": PAPERWORK[:1],
    "agreement_facts.lenders": (HOME[2], PAPERWORK[4]),
    "agreement_facts.electricity_meter": PAPERWORK[1:2],
    "agreement_facts.gas_meter": PAPERWORK[2:3],
    "agreement_facts.water_meter": PAPERWORK[3:4],
    "agreement_facts.interpreter": INTERPRETER,
    "stay_inventory.present": INVENTORY[:1],
    "stay_inventory.rooms": INVENTORY[1:2],
    "stay_inventory.furniture": INVENTORY[2:3],
    "stay_inventory.meters": INVENTORY[3:],
    "step_answer.note": (*ASSOCIATIONS_NOTE, *LANDLORDS_NOTE),
    "step_answer.review_note": TEAMS_NOTE,
    "referral_transfer.note": TRANSFERS_NOTE,
    "kept_form.values": DRAFT,
    "uploaded_list.file_name": FILE[:1],
    "uploaded_list.content": FILE[1:],
    "organisation.co_owners": OWNERS[:1],
    "organisation.signatory_name": OWNERS[1:2],
    "organisation.postal_address": OWNERS[2:],
    "placement_document.data": (NAMES[0], HOME[2]),
}
NOT_PLANTED = {
    "placement_document.content": "the file of a paper: what its data says, read as a PDF",
    "placement_document.sealed_content": "the same file, sealed",
    "placement_document.evidence": "when and how a paper was sealed, in its proof alone",
    "document_signature.signer_name": "a name that the paper holds",
    "document_signature.evidence": "when and from where somebody signed, in the proof alone",
    "document_scan.content": "the file of a paper, open to whoever reads that paper",
    "outbox_message.recipient": "the address of an account, masked on the one page that lists it",
    "outbox_message.body": "read whole by these tests, as mails",
    "match_run.input_snapshot": "numbers alone, shown on no page",
    "morning_sheet.content": "read by these tests, as PDFs",
    "uploaded_list.columns": "the headings of a list",
    "uploaded_list.report": "line numbers and sentences, beside the list",
}
"""Why nothing is planted there."""


def encrypted_columns() -> dict[str, Column]:
    """Each column that is encrypted, by its name."""
    return {
        f"{table.name}.{column.name}": column
        for table in db.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, EncryptedText | EncryptedBytes)
    }


def stored_in(column: Column) -> str:
    """All that a column holds, deciphered."""
    values = db.session.execute(db.select(column)).scalars()
    return " ".join(told(value) for value in values if value)


def told(value: object) -> str:
    """A list that was sent is kept compressed."""
    return zlib.decompress(value).decode() if isinstance(value, bytes) else str(value)
