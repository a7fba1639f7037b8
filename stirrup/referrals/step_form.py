"""The form of one step: answers typed on a page that showed one version of the referral."""

from typing import Any

from stirrup.referrals.forms import ReferralForm
from stirrup.ui.fields import StrictInteger

LARGEST_VERSION = 2**31 - 1


class StepForm(ReferralForm):
    """The answers of one step, typed on a page that showed one version of the referral."""

    version = StrictInteger("", minimum=0, maximum=LARGEST_VERSION)

    keeps = True
    """Places, added one by one, are not: each is stored when it is added."""

    @property
    def stays_on_page(self) -> bool:
        """Whether answers are added one by one, on the same page."""
        return False

    @property
    def compared(self) -> list[Any]:
        """The questions whose answers two people may have given differently."""
        return [] if self.stays_on_page else self.questions

    def require(self, field: Any, sentence: Any = None) -> None:
        """Refuse an optional answer that another answer makes compulsory."""
        if field.data is None and not field.errors:
            self.refuse(field.name, sentence or field.missing)

    @classmethod
    def data_from(cls, stored: dict[str, Any]) -> dict[str, Any]:
        """The stored answers, as the fields of this form are named."""
        return stored

    def answers(self, _stored: dict[str, Any]) -> dict[str, Any]:
        """What the step writes; `_stored` is what it holds now."""
        return {field.name: field.data for field in self.questions}
