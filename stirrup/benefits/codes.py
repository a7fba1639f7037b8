"""Every sentence of the benefits by its code: codes never change, French documents rely on them.

The last word of a placeholder says how to show its value: `_euros`, `_rate`, `_on` (a date),
`_year`, `_days`, `_count`.
"""

from stirrup.wording import N_, Labelled


class Code(Labelled):
    """A stable code with its English sentence."""

    # Why the tax of a year is not due
    TAX_NOT_IN_FORCE = (
        "tax_not_in_force",
        N_("No tax on vacant dwellings is known in this commune for %(tax_year)s."),
    )
    RATE_NOT_ENTERED = (
        "rate_not_entered",
        N_("The commune may have voted this tax: without its rate, nothing is counted."),
    )
    UNINHABITABLE = (
        "uninhabitable",
        N_("The dwelling cannot be lived in without major works: it is outside the tax."),
    )
    FURNISHED = (
        "furnished",
        N_("The dwelling is furnished: it is a second home, outside the tax."),
    )
    SOCIAL_LANDLORD = (
        "social_landlord",
        N_("Dwellings of social landlords let under income ceilings are outside the tax."),
    )
    INVOLUNTARY = (
        "involuntary",
        N_("The vacancy does not depend on the owner: the tax is not due."),
    )
    VACANT_TOO_RECENTLY = (
        "vacant_too_recently",
        N_("Vacant since %(vacant_since_on)s, that is after %(limit_on)s."),
    )
    OWNED_TOO_RECENTLY = (
        "owned_too_recently",
        N_("Owned since %(owner_since_on)s, that is after %(limit_on)s."),
    )
    OCCUPIED_LONG_ENOUGH = (
        "occupied_long_enough",
        N_("Occupied %(occupied_days)s days in a row in %(year)s, more than %(threshold_days)s."),
    )
    OCCUPIED_ON_1_JANUARY = (
        "occupied_on_1_january",
        N_("Occupied on %(day_on)s: the dwelling is not vacant on that day."),
    )
    # What becomes of the tax of a year
    TAX_AVOIDED = "tax_avoided", N_("The %(tax_year)s tax should not be due.")
    TAX_STILL_DUE = "tax_still_due", N_("The %(tax_year)s tax remains due.")
    TAX_NOT_DUE_ANYWAY = (
        "tax_not_due_anyway",
        N_("The %(tax_year)s tax would not be due anyway: nothing is gained."),
    )
    RATE_RESTARTS = (
        "rate_restarts",
        N_("The %(tax_year)s tax would fall back to the rate of a first taxed year."),
    )
    # The rate of a line
    FIRST_TAXED_YEAR = "first_taxed_year", N_("%(low_rate)s, first taxed year")
    LATER_TAXED_YEAR = "later_taxed_year", N_("%(low_rate)s, taxed year number %(taxed_count)s")
    NOT_FIRST_TAXED_YEAR = (
        "not_first_taxed_year",
        N_("%(low_rate)s, second taxed year or later"),
    )
    COMMUNE_RATE = "commune_rate", N_("%(low_rate)s, rate of the commune")
    RATE_BETWEEN = "rate_between", N_("%(low_rate)s to %(high_rate)s")
    RATE_INSTEAD = "rate_instead", N_("%(low_rate)s instead of %(high_rate)s")
    NO_RATE = "no_rate", N_("no tax")
    # How the figures were worked out
    NOTICE_FORMULA = (
        "notice_formula",
        N_(
            "%(times_count)s × %(notice_euros)s (base of the %(notice_year)s property-tax notice)"
            " = %(value_euros)s"
        ),
    )
    COEFFICIENT_FORMULA = (
        "coefficient_formula",
        N_("%(from_euros)s in %(from_year)s × %(factor_count)s = %(value_euros)s in %(year)s"),
    )
    TAX_FORMULA = "tax_formula", N_("%(base_euros)s × %(tax_rate)s = %(tax_euros)s")
    TAX_FORMULA_IF_RESTARTED = (
        "tax_formula_if_restarted",
        N_(
            "%(base_euros)s × %(tax_rate)s = %(tax_euros)s if the count of taxed years starts again"
        ),
    )
    FEES_FORMULA = (
        "fees_formula",
        N_("Fees: %(tax_euros)s × %(fees_rate)s = %(fees_euros)s. Total: %(total_euros)s"),
    )
    # What is not settled, not known or left out
    COEFFICIENT_UNKNOWN = (
        "coefficient_unknown",
        N_("No coefficient is published for %(unknown_year)s: the last known value is kept."),
    )
    RANK_MAY_RESTART = (
        "rank_may_restart",
        N_("No text read says whether years taxed under the former tax count for the higher rate."),
    )
    RESTS_ON_1_JANUARY = (
        "rests_on_1_january",
        N_(
            "This rests on an occupation on 1 January alone, without more than %(threshold_days)s"
            " days inside one calendar year."
        ),
    )
    SHORT_OCCUPATION_ON_1_JANUARY = (
        "short_occupation_on_1_january",
        N_(
            "Occupied on 1 January, but for %(threshold_days)s days or fewer in a row: nothing is"
            " counted, although no text read settles it."
        ),
    )
    OCCUPATION_RULE_PRESUMED = (
        "occupation_rule_presumed",
        N_(
            "We presume that the new tax keeps the rule of more than %(threshold_days)s days"
            " in a row: no text read says so."
        ),
    )
    VOTE_UNKNOWN = (
        "vote_unknown",
        N_(
            "The commune may have voted up to %(highest_first_rate)s, then %(highest_next_rate)s:"
            " its vote is not known to us."
        ),
    )
    FEES_UNKNOWN = "fees_unknown", N_("The management fees are not known and are left out.")
    NOT_COLLECTED = (
        "not_collected",
        N_("A tax below %(floor_euros)s is not collected."),
    )
    # On what the figures rest
    OWNED_AND_VACANT_SINCE = (
        "owned_and_vacant_since",
        N_("Yours since %(owner_since_on)s, vacant since %(vacant_since_on)s, as you declared."),
    )
    OCCUPIED_IN_A_ROW = (
        "occupied_in_a_row",
        N_(
            "Occupied from %(first_on)s to %(last_on)s: %(occupied_days)s days in a row,"
            " more than the %(threshold_days)s required."
        ),
    )
    OCCUPIED_TOO_SHORTLY = (
        "occupied_too_shortly",
        N_(
            "Occupied from %(first_on)s to %(last_on)s: %(occupied_days)s days in a row, when more"
            " than %(threshold_days)s are required."
        ),
    )
    VACANT_OTHERWISE = (
        "vacant_otherwise",
        N_("Outside these dates the dwelling stays vacant, unfurnished and fit to live in."),
    )
    VACANT_AGAIN = (
        "vacant_again",
        N_("The dwelling stays vacant during all of %(year)s and is taxed again."),
    )
    PROPERTY_TAX_RELIEF_AT_RISK = (
        "property_tax_relief_at_risk",
        N_(
            "As the vacancy does not depend on you, a relief of property tax may be yours today:"
            " ask before you lend, an occupation ends it."
        ),
    )
    # What the owner has to do
    DECLARE_OCCUPATION = (
        "declare_occupation",
        N_(
            "Declare the occupation from %(first_on)s to %(last_on)s on the tax site. A declaration"
            " that is missing or wrong may cost %(fine_euros)s per dwelling."
        ),
    )
    DECLARE_ARRIVAL = (
        "declare_arrival",
        N_(
            "Declare the occupation begun on %(first_on)s on the tax site. A declaration that is"
            " missing or wrong may cost %(fine_euros)s per dwelling."
        ),
    )
    DECLARE_DEPARTURE = (
        "declare_departure",
        N_(
            "Declare on the tax site that the occupation ended on %(last_on)s. A declaration that"
            " is missing or wrong may cost %(fine_euros)s per dwelling."
        ),
    )
    CLAIM_IF_TAXED = (
        "claim_if_taxed",
        N_(
            "If the %(tax_year)s tax is asked of you, make a claim with the agreement and the"
            " certificate of occupation."
        ),
    )
    KEEP_PROOFS = (
        "keep_proofs",
        N_("Keep the agreement, both inventories and the water or energy bills as proofs."),
    )
    # Facts that cannot be used
    LAST_DAY_BEFORE_FIRST = (
        "last_day_before_first",
        N_("The last day (%(last_on)s) comes before the first day (%(first_on)s)."),
    )
    RATE_NOT_A_SHARE = (
        "rate_not_a_share",
        N_("A rate is a share between 0 and 1, not %(given_count)s."),
    )
    RATE_OUTSIDE_THE_LAW = (
        "rate_outside_the_law",
        N_("The law does not let a commune vote %(given_rate)s for %(tax_year)s."),
    )
    RENTAL_VALUE_UNUSABLE = (
        "rental_value_unusable",
        N_("The rental value must be an amount above zero, for one year at least."),
    )
