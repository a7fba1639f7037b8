"""Filters of the board, in its address, and the referent chosen for several referrals at once."""

from flask_babel import lazy_gettext as _l

from stirrup.accounts.models import User
from stirrup.referrals.enums import Urgency
from stirrup.ui.choices import StrictCheckboxes, StrictSelect, offer
from stirrup.ui.fields import StirrupForm, StrictText
from stirrup.worklists.board_queries import Filters
from stirrup.worklists.stages import Stage


class BoardFilterForm(StirrupForm):
    """Everything may be left out."""

    class Meta:
        csrf = False

    stage = StrictSelect(_l("Stage"), choices=Stage, required=False, prompt=_l("All stages"))
    urgency = StrictSelect(_l("Urgency"), choices=Urgency, required=False, prompt=_l("Any"))
    referent = StrictSelect(_l("Referent"), coerce=int, required=False, prompt=_l("Everybody"))
    q = StrictText(_l("Reference"), max_length=20, required=False)

    def offer(self, colleagues: list[User]) -> None:
        """The people of the association."""
        self.referent.choices = offer([(one.id, one.display_name) for one in colleagues])

    def filters(self) -> Filters:
        """What was asked for; a field that failed asks for nothing."""
        return Filters(
            referent=None if self.referent.errors else self.referent.data,
            urgency=None if self.urgency.errors else self.urgency.data,
            stage=None if self.stage.errors else self.stage.data,
            reference="" if self.q.errors else self.q.data or "",
        )


class BulkReferentForm(StirrupForm):
    """Who accompanies the ticked referrals from now on: no decision about any of them."""

    to = StrictSelect(_l("New referent of the ticked referrals"), coerce=int)
    referrals = StrictCheckboxes(
        _l("Referrals"), coerce=int, missing=_l("Tick at least one referral.")
    )

    def offer(self, colleagues: list[User], numbers: list[int]) -> None:
        """The people of the association, and the referrals of the page."""
        self.to.choices = offer([(one.id, one.display_name) for one in colleagues])
        self.referrals.choices = offer([(number, str(number)) for number in numbers])
