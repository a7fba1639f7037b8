"""How many people may live in a dwelling of a given surface. Pure; the figures are in the YAML."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FIGURES = Path(__file__).with_name("occupation_ceiling.yaml")


def ceiling(surface_m2: Decimal | float) -> int:
    """The greatest number of people for this surface in m², zero when too small for one."""
    rule = occupation_rule()
    if surface_m2 < rule["one_person"]:
        return 0
    if surface_m2 < rule["two_people"]:
        return 1
    return 2 + int((surface_m2 - rule["two_people"]) // rule["each_further_person"])


@cache
def occupation_rule() -> dict[str, Any]:
    """The three surfaces in m², with article, source, confidence and day of the last check."""
    rule: dict[str, Any] = yaml.safe_load(FIGURES.read_text(encoding="utf-8"))
    return rule
