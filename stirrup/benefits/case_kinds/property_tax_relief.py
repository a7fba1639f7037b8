"""Cases of the relief of property tax that an involuntary vacancy gives, and a stay ends."""

from stirrup.benefits.case_kinds.facts import Facts, Result, as_json
from stirrup.benefits.occupation import united
from stirrup.benefits.property_tax_relief import InvoluntaryVacancy, relief


def work_out(facts: Facts) -> Result:
    """Return the reliefs of the year; an involuntary vacancy has no vacancy tax to avoid."""
    tax, year = facts.amount("taxe_fonciere_without_teom"), facts.year("year", "tax_year")
    runs = united(facts.periods("placements"))
    if not facts.has("involuntary_since"):
        return _result(0, 0, None)
    vacancy = InvoluntaryVacancy(
        facts.day("involuntary_since"),
        facts.yes("normally_meant_for_letting", True),
        facts.yes("involuntary_again_after_placement", True),
    )
    left_empty, lent = relief(tax, vacancy, (), year), relief(tax, vacancy, runs, year)
    return _result(as_json(left_empty), as_json(lent), 0)


def _result(left_empty: float | None, lent: float | None, tlv_avoided: int | None) -> Result:
    return {
        "relief_without_placement": left_empty,
        "relief_with_placement": lent,
        "lost_relief": (left_empty or 0) - (lent or 0),
        "tlv_avoided": tlv_avoided,
    }
