"""What the simulator asks: three facts that an owner has at hand."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from stirrup.clock import today
from stirrup.geography import LILLE_METROPOLE, communes_of
from stirrup.public.simulator import last_notice_year
from stirrup.ui.choices import CommuneField, offer
from stirrup.ui.fields import DateInThreeParts, StirrupForm, StrictInteger


class SimulatorForm(StirrupForm):
    """Sent by GET: the answers stand in the address, nothing is stored."""

    commune = CommuneField(_l("Commune of the home"))
    vacant_since = DateInThreeParts(_l("Empty since"), first=date(1990, 1, 1))
    base = StrictInteger(
        _l("Net base on your property tax notice"), minimum=1, maximum=200_000, suffix="€"
    )

    def __init__(self, answers: Any = None) -> None:
        super().__init__(answers, meta={"csrf": False})
        served = communes_of(LILLE_METROPOLE)
        self.commune.choices = offer((place.code, place.name) for place in served)
        self.vacant_since.last = today()
        self.base.description = _l(
            "The notice of %(year)s, column Commune.", year=last_notice_year(today())
        )
