"""Cases of Loc'Avantages, something to compare a free loan with."""

from stirrup.benefits.case_kinds.facts import Facts, Result, as_json
from stirrup.benefits.loc_avantages import Convention, Form, Level


def work_out(facts: Facts) -> Result:
    """Return the reduction of a year and the premium paid once."""
    level = facts.choice("level", Level, Level.NONE)
    if level is Level.NONE:
        return {"annual_reduction": 0, "premium_once": 0}
    convention = Convention(
        level=level,
        begins_on=facts.day("convention_date"),
        years=int(facts.amount("convention_years")),
        annual_rent=facts.amount("annual_rent"),
        intermediated=facts.yes("intermediation", False),
        form=facts.choice("form", Form) if facts.has("form") else None,
        surface_m2=facts.amount("surface_m2") if facts.has("surface_m2") else None,
    )
    return {
        "annual_reduction": as_json(convention.annual_reduction),
        "premium_once": as_json(convention.premium_once),
    }
