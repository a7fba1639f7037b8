"""Cases of the residence tax on second homes: furnished, and where people live on 1 January."""

from stirrup.benefits.case_kinds.facts import Facts, Result, as_json
from stirrup.benefits.occupation import united
from stirrup.benefits.second_home import SecondHome, second_home_tax_avoided


def work_out(facts: Facts) -> Result:
    """Return the tax left empty and what is avoided; furnished, no vacancy tax is avoided."""
    year = facts.year("tax_year", "year")
    stays = united(facts.periods("placements"))
    home = SecondHome(
        rental_value=facts.amount("vlc"),
        commune_rate=facts.amount("commune_rate"),
        group_rate=facts.amount("epci_rate", 0),
        surcharge=facts.amount("majoration", 0),
    )
    if not facts.yes("furnished"):
        return {"thrs_principal": 0, "avoided_principal": 0, "tlv_avoided": None}
    lived_in = stays if facts.yes("occupant_main_residence", False) else ()
    return {
        "thrs_principal": as_json(home.tax(year)),
        "avoided_principal": as_json(second_home_tax_avoided(home, lived_in, year)),
        "tlv_avoided": 0,
    }
