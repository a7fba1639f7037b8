"""What an administrator enters of a vote: shapes alone, the law is asked by the service."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from stirrup.clock import today
from stirrup.geography import LILLE_METROPOLE, communes_of
from stirrup.ui.choices import CommuneField, offer
from stirrup.ui.fields import (
    DateInThreeParts,
    StirrupForm,
    StrictDecimal,
    StrictInteger,
    StrictText,
)
from stirrup.units.vote_models import CommuneVote
from stirrup.units.vote_services import VoteFacts

FIRST_TAX_YEAR = 2023
IN_PERCENT = Decimal(100)


class VoteForm(StirrupForm):
    """Which commune voted which rates, when, and where that was read."""

    keeps = True

    commune = CommuneField(_l("Commune"))
    tax_year = StrictInteger(
        _l("Tax year"),
        minimum=FIRST_TAX_YEAR,
        maximum=9999,
        description=_l("The year of the tax, usually the one after the vote."),
    )
    first_rate = StrictDecimal(
        _l("Rate of the first taxed year"),
        minimum=0,
        maximum=100,
        places=3,
        suffix="%",
        description=_l("Outside the vacancy zones, the one rate of the commune."),
    )
    next_rate = StrictDecimal(
        _l("Rate of the second taxed year and later"),
        minimum=0,
        maximum=100,
        places=3,
        suffix="%",
        required=False,
        description=_l("Leave it empty where the commune has one rate for all years."),
    )
    voted_on = DateInThreeParts(_l("Voted on"), first=date(2000, 1, 1))
    source = StrictText(
        _l("Where it was read"),
        min_length=5,
        max_length=300,
        description=_l("The deliberation with its number, or the page of the administration."),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.voted_on.last = today()
        served = communes_of(LILLE_METROPOLE)
        self.commune.choices = offer((place.code, place.name) for place in served)

    def validate_tax_year(self, field: StrictInteger) -> None:
        """A vote is for this year or the next one at the latest."""
        if field.data > today().year + 1:
            raise ValidationError(_l("A vote is for next year at the latest."))

    def facts(self) -> VoteFacts:
        """The vote, its rates as shares."""
        return self._facts_of(self.commune.data, self.tax_year.data)

    def _facts_of(self, commune_code: str, tax_year: int) -> VoteFacts:
        following = self.next_rate.data
        return VoteFacts(
            commune_code=commune_code,
            tax_year=tax_year,
            first_rate=self.first_rate.data / IN_PERCENT,
            next_rate=None if following is None else following / IN_PERCENT,
            source=self.source.data or "",
            voted_on=self.voted_on.data,
        )


class CorrectionForm(VoteForm):
    """The same for a vote that was entered wrong: its commune and year stay."""

    def __init__(self, vote: CommuneVote) -> None:
        self.vote = vote
        following = vote.next_rate
        super().__init__(
            data={
                "first_rate": vote.first_rate * IN_PERCENT,
                "next_rate": None if following is None else following * IN_PERCENT,
                "voted_on": vote.voted_on,
                "source": vote.source,
            }
        )
        del self.commune, self.tax_year

    def facts(self) -> VoteFacts:
        return self._facts_of(self.vote.commune_code, self.vote.tax_year)
