"""Cases of the rental value: from the base of a property-tax notice to another year."""

from stirrup.benefits.case_kinds.facts import Facts, Result, as_json
from stirrup.benefits.rental_value import RentalValue
from stirrup.benefits.rounding import euros


def work_out(facts: Facts) -> Result:
    """Return the rental value, with a `flag` when a coefficient is not published."""
    year = facts.year("target_year")
    value = RentalValue.from_notice(facts.amount("tf_base"), facts.year("tf_base_year"))
    found = value.at(year)
    flag = {"flag": str(found.unknown)} if found.unknown else {}
    return {"vlc": as_json(euros(found.euros, year)), **flag}
