"""Forms of the team page: the capacity, and everything of one person for another."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from stirrup.ui.choices import StrictSelect, offer
from stirrup.ui.fields import StirrupForm, StrictInteger
from stirrup.worklists.team import Member, Team

LARGEST_CAPACITY = 10_000


class CapacityForm(StirrupForm):
    """How many stays at once."""

    capacity = StrictInteger(
        _l("How many stays can your association accompany at once?"),
        minimum=0,
        maximum=LARGEST_CAPACITY,
        description=_l("The nights propose no more than that. Stays under way are not touched."),
    )


class HandOverForm(StirrupForm):
    """Who leaves, and who goes on."""

    leaving = StrictSelect(_l("Whose referrals?"), coerce=int)
    to = StrictSelect(_l("Who is their referent from now on?"), coerce=int)

    def offer(self, team: Team) -> None:
        """Those who have referrals; those who have access."""
        self.leaving.choices = offer([(one.person.id, _work(one)) for one in team.leaving])
        self.to.choices = offer([(one.id, one.display_name) for one in team.active])


def _work(member: Member) -> str:
    count = ngettext("%(num)s referral", "%(num)s referrals", member.referrals)
    return f"{member.person.display_name} ({count})"
