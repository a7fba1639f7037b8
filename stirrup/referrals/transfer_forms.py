"""Forms that hand a referral over: another referent, another association, its answer."""

from typing import Any

from flask_babel import lazy_gettext as _l

from stirrup.accounts.models import Organisation, User
from stirrup.referrals.forms import ReferralForm
from stirrup.ui.choices import StrictCheckbox, StrictSelect, offer
from stirrup.ui.fields import StrictTextArea


class ReferentForm(ReferralForm):
    """Who accompanies the household from now on."""

    to = StrictSelect(_l("Who is the referent from now on?"), coerce=int)

    def offer(self, colleagues: list[User], *, but: int) -> None:
        """The people of the association, the present referent left out."""
        self.to.choices = offer([(one.id, one.display_name) for one in colleagues if one.id != but])


class TransferForm(ReferralForm):
    """Which association, with the household's agreement."""

    keeps = True

    association = StrictSelect(_l("Which association is it offered to?"), coerce=int)
    household_agrees = StrictCheckbox(
        _l("The household agrees that this association receives its file"),
        required=True,
        missing=_l("Ask the household first, then tick this box."),
    )
    note = StrictTextArea(
        _l("A word for this association"),
        max_length=500,
        required=False,
        description=_l("No name, no number of a person, nothing about health."),
    )

    def offer(self, associations: list[Organisation]) -> None:
        """The associations that may take it over."""
        self.association.choices = offer([(one.id, one.name) for one in associations])

    def asked(self) -> dict[str, Any]:
        """What the service needs."""
        return {
            "household_agrees": self.household_agrees.data,
            "note": self.note.data or "",
        }


class TakeForm(ReferralForm):
    """The promise that comes with a referral."""

    commits = StrictCheckbox(
        _l("I accompany this household for six months"),
        required=True,
        missing=_l("A referral is taken over with six months of support: tick this box."),
        description=_l(
            "You become its referent. Within fourteen days, tell the person again and"
            " record their consent."
        ),
    )
