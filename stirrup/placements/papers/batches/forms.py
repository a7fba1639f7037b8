"""The year whose summaries are ordered."""

from typing import Any

from flask_babel import lazy_gettext as _l

from stirrup.placements.papers.batches.services import list_years
from stirrup.ui.choices import StrictSelect, offer
from stirrup.ui.fields import StirrupForm


class BatchForm(StirrupForm):
    """One of the years that have summaries."""

    year = StrictSelect(_l("Year of the summaries"), coerce=int)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.year.choices = offer((year, str(year)) for year in list_years())
