"""What the sheet of useful contacts says, to be kept on the fridge: plain, frozen values."""

from dataclasses import dataclass

from stirrup.documents.contents.document import DocumentContent

CONTACTS_SHEET_VERSION = "contacts 1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsSheetContent(DocumentContent):
    """Whom the residents of one home call; the numbers of everybody stand in the template.

    Never a number of the owner's. `address` is empty when it must not be printed.
    """

    template_version: str = CONTACTS_SHEET_VERSION
    address: str
    floor: int | None  # 0 is the ground floor
    association: str
    duty_phone: str
    referent: str
    referent_phone: str = ""
    team_phone: str  # of the body that runs the platform
