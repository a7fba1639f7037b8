"""Reductions for gifts against OpenFisca-France, where it is installed.

It is not among our dependencies (its own are large): `pip install openfisca-france` in any
environment, then run this module there. It knows nothing of the other taxes of this package.
"""

from decimal import Decimal

import pytest

from stirrup.benefits.gifts import WaivedRent, work_out_gift

openfisca_france = pytest.importorskip(
    "openfisca_france", reason="OpenFisca-France is not installed: nothing to compare with"
)
from openfisca_core.simulation_builder import SimulationBuilder  # noqa: E402 (after the skip)

GIFTS = (1, 500, 546, 1000, 1001, 2000, 2001, 3000, 12000)
INCOMES = (0, 9000, 40000)
YEARS = range(2018, 2028)


@pytest.fixture(scope="module")
def france():
    return openfisca_france.FranceTaxBenefitSystem()


def reduction_there(france, year, income, gift, helps_people):
    box = "f7ud" if helps_people else "f7uf"
    household = {"declarants": ["owner"], "rni": {year: income}, box: {year: gift}}
    situation = {
        "individus": {"owner": {"date_naissance": {"ETERNITY": "1970-01-01"}}},
        "foyers_fiscaux": {"tax_household": household},
        "menages": {"household": {"personne_de_reference": ["owner"]}},
        "familles": {"family": {"parents": ["owner"]}},
    }
    simulation = SimulationBuilder().build_from_entities(france, situation)
    return float(simulation.calculate("dfppce", str(year))[0])


def reductions_here(year, income, gift, helps_people):
    waived = WaivedRent(
        year=year,
        rent=Decimal(gift),
        marginal_rate=Decimal(0),
        taxable_income=Decimal(income),
        tax_before_reductions=Decimal(0),
        helps_people=helps_people,
    )
    return [outcome.reduction for outcome in work_out_gift(waived)]


@pytest.mark.parametrize("helps_people", [True, False], ids=["75 %", "66 %"])
@pytest.mark.parametrize("income", INCOMES)
@pytest.mark.parametrize("gift", GIFTS)
@pytest.mark.parametrize("year", [year for year in YEARS if year != 2025])
def test_a_reduction_is_the_same_to_the_euro(france, year, gift, income, helps_people):
    (here,) = reductions_here(year, income, gift, helps_people)

    assert abs(float(here) - reduction_there(france, year, income, gift, helps_people)) <= 0.51


@pytest.mark.parametrize("gift", GIFTS)
def test_in_2025_it_applies_the_higher_ceiling_to_the_whole_year(france, gift):
    """A known difference: we keep the lower ceiling, in force until 13 October, and show both."""
    lower, higher = reductions_here(2025, 400000, gift, helps_people=True)

    between_ceilings = min(max(gift - 1000, 0), 1000)
    assert abs(float(higher) - reduction_there(france, 2025, 400000, gift, True)) <= 0.51
    assert abs(float(higher - lower) - between_ceilings * (0.75 - 0.66)) <= 1
