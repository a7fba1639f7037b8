"""What the two sheets of a morning say to the Stirrup team: references, towns and figures."""

from dataclasses import dataclass
from datetime import date, datetime, time

from stirrup.documents.contents.document import DocumentContent

MORNING_BRIEF_VERSION = "point du matin 1.0"
PAPER_LIST_VERSION = "liste papier 1.0"


@dataclass(frozen=True, slots=True)
class NightTold:
    """The result of the last night; `new`, `moved` and `gone` are against the one before."""

    on: date
    finished_at: time
    is_of_today: bool
    households: int
    homes: int
    proposals: int
    is_proved: bool
    new: int | None = None
    moved: int | None = None
    gone: int | None = None


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A proposal to decide first."""

    reference: str
    referral: str
    commune: str
    waiting_days: int


@dataclass(frozen=True, slots=True)
class Stalled:
    """A stay whose step is late."""

    reference: str
    step: str
    late_days: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """A home in which six months can begin until `last_start`, and not later."""

    reference: str
    commune: str
    last_start: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningBriefContent(DocumentContent):
    """One page: the night, what to decide first, what stalls, what is about to be lost."""

    template_version: str = MORNING_BRIEF_VERSION
    night: NightTold | None
    waiting: int
    to_decide: tuple[ToDecide, ...]
    late: int
    stalled: tuple[Stalled, ...]
    leaving: tuple[Leaving, ...]
    to_review: int
    refused: tuple[str, ...]  # references of the stays


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom to call about a home and a referral; the household is behind its association."""

    referral: str
    association: str
    association_phone: str
    home: str
    commune: str
    landlord: str
    landlord_phone: str


@dataclass(frozen=True, slots=True)
class ListedProposal:
    """A proposal that nobody has decided; `is_postponed`: put off once."""

    reference: str
    first_day: date
    is_postponed: bool
    contacts: Contacts


@dataclass(frozen=True, slots=True)
class ListedStay:
    """A stay on its way to the keys, and what is awaited."""

    reference: str
    first_day: date
    step: str
    due_on: date | None
    contacts: Contacts


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperListContent(DocumentContent):
    """All that must go on when no screen works."""

    template_version: str = PAPER_LIST_VERSION
    made_at: datetime  # local time
    part: int = 1
    parts: int = 1
    proposals: tuple[ListedProposal, ...]
    stays: tuple[ListedStay, ...]
