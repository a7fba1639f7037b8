"""The zone of each commune, as committed with the communes, is the one of the decree."""

from collections import Counter

import pytest

from stirrup.benefits.parameters import value_at
from stirrup.benefits.regimes import Regime, ZoneRegimes
from stirrup.geography import communes, get_commune


@pytest.mark.parametrize("zone", ["tense", "tourist"])
def test_both_lists_have_as_many_communes_as_the_decree(zone):
    found = Counter(commune.tax_zone for commune in communes().values())

    assert found[zone] == value_at(f"tlv.{zone}_zone_communes", 2026)


def test_the_lists_of_2023_less_and_plus_the_changes_of_2025_are_those_of_2026():
    # Out of both lists: nine communes, merged or struck by the Conseil d'Etat; Saint-André-de-Boëge
    # goes from the first to the second; in: the two new communes of mergers.
    lists = ("tense", "tourist")
    before, after = (
        sum(value_at(f"tlv.{zone}_zone_communes", year) for zone in lists) for year in (2025, 2026)
    )

    assert before == 1434 + 2263 == 3697
    assert after == 1430 + 2259 == 3689


@pytest.mark.parametrize("code", ["59512", "59599", "59350", "59378"])
def test_the_towns_served_first_are_in_the_tense_zone(code):
    assert get_commune(code).tax_zone == "tense"


def test_the_first_list_has_sixty_communes_in_the_nord():
    nord = [one for one in communes().values() if one.departement == "59"]

    assert sum(one.tax_zone == "tense" for one in nord) == 60


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("74037", "none"),  # Boëge, struck from the first list
        ("74226", "tourist"),  # Saint-André-de-Boëge, from the first list to the second
        ("69149", "tense"),  # Oullins-Pierre-Bénite, merged
        ("14743", "tourist"),  # Victot-en-Auge, merged
        ("01187", "none"),  # Haut Valromey
    ],
)
def test_the_changes_of_2025_are_applied(code, zone):
    assert get_commune(code).tax_zone == zone


@pytest.mark.parametrize("code", ["69152", "93059", "14300", "25303", "25620", "30094"])
def test_communes_that_were_merged_are_gone(code):
    assert code not in communes()


def test_a_commune_says_since_when_it_is_taxed():
    assert get_commune("59512").taxed_since is None
    assert get_commune("01045").taxed_since == 2024


def test_a_tense_commune_listed_in_2023_is_first_taxed_in_2024():
    listed = next(one for one in communes().values() if one.tax_zone == "tense" and one.taxed_since)

    regimes = ZoneRegimes(listed.tax_zone, listed.taxed_since)

    assert [regimes.at(year) for year in (2023, 2024)] == [Regime.THLV, Regime.TLV]
