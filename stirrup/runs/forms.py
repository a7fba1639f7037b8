"""What is typed or chosen in the review: a motive, a few words, filters, a commune."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from stirrup.geography import get_commune
from stirrup.referrals.enums import Urgency
from stirrup.runs.enums import AcceptReason, DeclineReason, PostponeReason
from stirrup.ui.choices import CommuneField, StrictSelect, offer
from stirrup.ui.fields import StirrupForm, StrictInteger, StrictText

LARGEST_VERSION = 2**31 - 1


class PageVersion(StrictInteger):
    """The version of what the page showed, sent back unseen."""

    kind = "hidden"

    def __init__(self, **options: Any) -> None:
        super().__init__("", minimum=1, maximum=LARGEST_VERSION, **options)


class DecisionForm(StirrupForm):
    """Common to the three decisions."""

    version = PageVersion()
    note = StrictText(_l("Details"), max_length=500, required=False)


class AcceptForm(DecisionForm):
    reason = StrictSelect(_l("Reason for accepting"), choices=AcceptReason)


class DeclineForm(DecisionForm):
    reason = StrictSelect(_l("Reason for declining"), choices=DeclineReason)


class PostponeForm(DecisionForm):
    reason = StrictSelect(_l("Reason for waiting"), choices=PostponeReason)


class FilterForm(StirrupForm):
    """Filters of the queue, in its address."""

    class Meta:
        csrf = False

    commune = CommuneField(_l("Commune"), required=False, prompt=_l("All communes"))
    urgency = StrictSelect(
        _l("Urgency"), choices=Urgency, required=False, prompt=_l("All levels of urgency")
    )

    def __init__(self, communes: Iterable[str], **options: Any) -> None:
        super().__init__(**options)
        self.commune.choices = offer(by_name(communes))


class StartForm(StirrupForm):
    """A run by hand, everywhere or in one commune."""

    commune = CommuneField(_l("Where"), required=False, prompt=_l("Everywhere"))

    def __init__(self, communes: Iterable[str], **options: Any) -> None:
        super().__init__(**options)
        self.commune.choices = offer(by_name(communes))


def by_name(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(INSEE code, name) of some communes, by name."""
    return sorted(((code, get_commune(code).name) for code in codes), key=lambda pair: pair[1])
