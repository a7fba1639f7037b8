"""Public figures about vacancy: real, dated, with their source."""

from dataclasses import dataclass

from stirrup.geography import LILLE_METROPOLE, communes_of, get_commune

ROUBAIX, LILLE = "59512", "59350"
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
