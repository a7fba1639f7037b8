"""A dwelling of Roubaix and its variations."""

from datetime import date
from decimal import Decimal

import pytest

from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.regimes import ZoneRegimes
from stirrup.benefits.rental_value import RentalValue


@pytest.fixture(scope="session")
def dwelling():
    """Build a dwelling of the tense zone, vacant since 2023, whose notice of 2026 shows 1,500."""

    def build(**changes):
        facts = {
            "vacant_since": date(2023, 6, 10),
            "owner_since": date(2011, 4, 8),
            "rental_value": RentalValue.from_notice(Decimal(1500), 2026),
            "regimes": ZoneRegimes("tense"),
        }
        return Dwelling(**(facts | changes))

    return build
