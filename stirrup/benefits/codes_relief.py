"""Sentences of the property-tax relief and of the second-home tax, by code; see `codes`."""

from stirrup.wording import N_, Labelled


class ReliefCode(Labelled):
    """A stable code with its English sentence."""

    RELIEF_LOST = (
        "relief_lost",
        N_("Relief of the %(tax_year)s property tax lost for %(lost_count)s months."),
    )
    RELIEF_TO_CHECK = (
        "relief_to_check",
        N_("To check: a relief of the %(tax_year)s property tax may be lost."),
    )
    RELIEF_FORMULA = (
        "relief_formula",
        N_("%(tax_euros)s × %(months_count)s of %(year_count)s months = %(relief_euros)s"),
    )
    RELIEF_ON_CLAIM = (
        "relief_on_claim",
        N_(
            "The relief exists only if you claim it, until the end of the year that follows the one"
            " in which the vacancy has lasted %(least_count)s months."
        ),
    )
    RELIEF_IF_LET = (
        "relief_if_let",
        N_("Only a dwelling normally meant for letting, left empty against your will, has it."),
    )
    RELIEF_IF_EMPTY_AGAIN = (
        "relief_if_empty_again",
        N_("We count that it is empty against your will again when the stay ends."),
    )
    PROPERTY_TAX_UNKNOWN = (
        "property_tax_unknown",
        N_("The amount of your property tax, waste charge left out, is not known to us."),
    )
    SURCHARGE_OUTSIDE_THE_LAW = (
        "surcharge_outside_the_law",
        N_("The law does not let a commune vote a surcharge of %(given_rate)s for %(tax_year)s."),
    )
