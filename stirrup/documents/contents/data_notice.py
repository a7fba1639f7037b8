"""What the notice on personal data says to the residents of one stay: plain, frozen values."""

from dataclasses import dataclass
from datetime import date

from stirrup.documents.contents.document import DocumentContent

DATA_NOTICE_VERSION = "notice 1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataNoticeContent(DocumentContent):
    """Who answers for the data, whom to ask, and who decided; the rest stands in the template."""

    template_version: str = DATA_NOTICE_VERSION
    operator: str  # the body that runs the platform
    data_contact: str  # the data protection officer
    association: str
    association_address: str
    referent: str
    duty_phone: str
    owner_reads_names: bool  # whether the residents are parties to what the owner signs
    run_on: date
    decided_by: str
    decided_on: date
    rules_address: str
    told_version: str = ""  # of the notice that was read with the person before the referral
    told_on: date | None = None
