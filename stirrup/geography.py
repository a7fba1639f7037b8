"""Communes of France and well-known points, with distances in kilometres as the crow flies.

`communes.csv.gz` is committed beside this module; where it comes from and under which licences is
said in docs/data.md. Centres are centres of territory: a dwelling's own position is better.
"""

import csv
import gzip
import unicodedata
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

HERE = Path(__file__).parent
EARTH_DIAMETER_KM = 12742.0
LILLE_METROPOLE = "200093201"
"""SIREN number of the Métropole européenne de Lille, the first territory served."""


class UnknownCommuneError(LookupError):
    """No current commune has this INSEE code."""


@dataclass(frozen=True)
class Commune:
    """One current commune; `tax_zone` is tense, tourist or none (décret 2013-392).

    `taxed_since` is the first tax year of a commune that entered the lists lately, None otherwise.
    """

    code: str
    name: str
    postcodes: tuple[str, ...]
    departement: str
    epci_code: str
    epci_name: str
    population: int
    latitude: float | None
    longitude: float | None
    tax_zone: str
    vacant_over_2_years: int | None
    """Private homes vacant for more than two years; None where statistics are secret or absent."""
    taxed_since: int | None = None


@dataclass(frozen=True)
class Landmark:
    """A point that people name: a railway station."""

    key: str
    name: str
    commune_code: str
    latitude: float
    longitude: float


@cache
def communes() -> dict[str, Commune]:
    """Every current commune by INSEE code, in the order of the codes."""
    with gzip.open(HERE / "communes.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return {row["insee_code"]: _commune(row) for row in csv.DictReader(file)}


def get_commune(code: str) -> Commune:
    """The commune of an INSEE code. Raises UnknownCommuneError."""
    try:
        return communes()[code]
    except KeyError:
        raise UnknownCommuneError(code) from None


@cache
def communes_of(epci_code: str) -> tuple[Commune, ...]:
    """The communes of one intercommunal body (SIREN number), by name."""
    members = (place for place in communes().values() if place.epci_code == epci_code)
    return tuple(sorted(members, key=lambda place: plain(place.name)))


def communes_with_postcode(postcode: str) -> tuple[Commune, ...]:
    """The communes that use a postcode, the most populous first."""
    matching = (place for place in communes().values() if postcode in place.postcodes)
    return tuple(sorted(matching, key=lambda place: -place.population))


@cache
def landmarks() -> dict[str, Landmark]:
    """Railway stations of the Lille metropole, by their UIC code."""
    with (HERE / "landmarks.csv").open(encoding="utf-8", newline="") as file:
        return {row["uic_code"]: _landmark(row) for row in csv.DictReader(file)}


def km_between(latitude: float, longitude: float, latitude_2: float, longitude_2: float) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine)."""
    a, b, c, d = map(radians, (latitude, longitude, latitude_2, longitude_2))
    chord = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return EARTH_DIAMETER_KM * asin(sqrt(chord))


def plain(name: str) -> str:
    """A name without accents, hyphens or capitals, to compare what people type."""
    letters = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "oe"))
    kept = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return kept.lower().replace("-", " ").replace("’", " ").replace("'", " ")


def _commune(row: dict[str, str]) -> Commune:
    return Commune(
        code=row["insee_code"],
        name=row["name"],
        postcodes=tuple(row["postcodes"].split("|")) if row["postcodes"] else (),
        departement=row["departement"],
        epci_code=row["epci_code"],
        epci_name=row["epci_name"],
        population=int(row["population"] or 0),
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        tax_zone=row["tlv_zone"],
        vacant_over_2_years=_count(row["lovac_vacant_over_2_years"]),
        taxed_since=_count(row["tlv_since"].partition("<=")[0]),
    )


def _count(text: str) -> int | None:
    return int(text) if text else None


def _landmark(row: dict[str, str]) -> Landmark:
    return Landmark(
        key=row["uic_code"],
        name=row["name"],
        commune_code=row["insee_code"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
    )
