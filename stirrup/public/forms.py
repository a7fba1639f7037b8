"""What the simulator asks: the questions that an owner answers with the tax notice at hand."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from stirrup.benefits.dwelling import OwnerKind
from stirrup.clock import today
from stirrup.geography import LILLE_METROPOLE, communes_of, get_commune
from stirrup.public.simulator import Answers, Standing, last_notice_year
from stirrup.ui.choices import CommuneField, StrictRadios, StrictSelect, offer
from stirrup.ui.fields import DateInThreeParts, StirrupForm, StrictInteger
from stirrup.units.offer_forms import FIRST_COEFFICIENT_YEAR
from stirrup.units.window import likely_first_day

FURTHEST_START_YEARS = 2


class SimulatorForm(StirrupForm):
    """Sent by GET: the answers stand in the address, nothing is stored.

    Two answers suffice; the others have an ordinary value that their hint says.
    """

    commune = CommuneField(
        _l("Commune of the home"),
        missing=_l("Choose a commune in the list: Stirrup works in the metropole of Lille."),
    )
    vacant_since = DateInThreeParts(_l("Empty since"), first=date(1990, 1, 1))
    owner_since = DateInThreeParts(
        _l("Yours since"),
        required=False,
        description=_l("Leave it empty if it was yours when it became empty."),
    )
    owner = StrictSelect(_l("Who owns it"), choices=OwnerKind, required=False)
    base = StrictInteger(
        _l("Net base on your property tax notice"),
        minimum=1,
        maximum=1_000_000,
        suffix="€",
        required=False,
    )
    base_year = StrictInteger(
        _l("Year of the notice"), minimum=FIRST_COEFFICIENT_YEAR, maximum=9999, required=False
    )
    standing = StrictRadios(_l("How it is while it is empty"), choices=Standing, required=False)
    lent_from = DateInThreeParts(
        _l("It could be lent from"),
        required=False,
        description=_l("Leave it empty to start in two weeks."),
    )

    def __init__(self, answers: Any = None) -> None:
        super().__init__(answers, meta={"csrf": False})
        served = communes_of(LILLE_METROPOLE)
        self.commune.choices = offer((place.code, place.name) for place in served)
        now = today()
        self.vacant_since.last = self.owner_since.last = now
        self.lent_from.first = now
        self.lent_from.last = date(now.year + FURTHEST_START_YEARS, 12, 31)
        self.base.description = _l(
            "Column Commune, line Base. Without it, no amount can be worked out."
        )
        self.base_year.description = _l(
            "Leave it empty for the notice of %(year)s.", year=last_notice_year(now)
        )
        self.owner.data = self.owner.data or OwnerKind.PERSON
        self.standing.data = self.standing.data or Standing.EMPTY

    def validate_base_year(self, field: StrictInteger) -> None:
        """Nobody holds a notice of a year to come."""
        if field.data > today().year:
            raise ValidationError(_l("Give the year of a notice that you hold."))

    def answers(self) -> Answers:
        """The answers of a valid form, with the ordinary values of those left empty."""
        now = today()
        return Answers(
            commune=get_commune(self.commune.data),
            vacant_since=self.vacant_since.data,
            owner_since=self.owner_since.data or self.vacant_since.data,
            owner_kind=self.owner.data,
            notice_base=self.base.data,
            notice_year=self.base_year.data or last_notice_year(now),
            standing=self.standing.data,
            first_day=self.lent_from.data or likely_first_day(None, now),
        )
