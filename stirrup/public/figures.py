"""Public figures about vacancy: real, dated, with their source."""

from dataclasses import dataclass

from stirrup.geography import LILLE_METROPOLE, communes_of, get_commune
from stirrup.ui.charts import Place

ROUBAIX, LILLE = "59512", "59350"
MOST_TOWNS = 8
SOURCE = "LOVAC 2025, Cerema et DHUP"
"""Homes of private owners vacant for more than two years on 1 January 2025."""


@dataclass(frozen=True)
class Vacancy:
    """Private homes vacant for more than two years; where the count is secret, none is added."""

    roubaix: int
    lille: int
    metropole: int


def vacancy() -> Vacancy:
    """The counts of two towns and of the metropole."""
    return Vacancy(
        roubaix=get_commune(ROUBAIX).vacant_over_2_years or 0,
        lille=get_commune(LILLE).vacant_over_2_years or 0,
        metropole=sum(place.vacant_over_2_years or 0 for place in communes_of(LILLE_METROPOLE)),
    )


def vacancy_by_town() -> list[Place]:
    """Every commune of the metropole whose count is public."""
    return [
        Place(town.name, town.latitude, town.longitude, town.vacant_over_2_years)
        for town in communes_of(LILLE_METROPOLE)
        if town.vacant_over_2_years and town.latitude and town.longitude
    ]
