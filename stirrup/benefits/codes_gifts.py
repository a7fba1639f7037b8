"""Sentences of the gift routes, of persons and of companies, by code; see `codes`."""

from stirrup.wording import N_, Labelled


class GiftCode(Labelled):
    """A stable code with its English sentence."""

    FREE_LOAN = (
        "free_loan",
        N_("Free loan without a lease: no income to declare, no reduction of income tax."),
    )
    GIFT_OF_RENT = (
        "gift_of_rent",
        N_("With a lease whose rent you waive: a gift, and an income to declare."),
    )
    COMPANY_GIFT = (
        "company_gift",
        N_("A company that makes a dwelling available: a gift in kind, at its cost price."),
    )
    # Formulas
    TAXED_RENT_FORMULA = (
        "taxed_rent_formula",
        N_("Waived rent taxed: %(rent_euros)s gives an income of %(income_euros)s"),
    )
    TAX_ON_RENT_FORMULA = (
        "tax_on_rent_formula",
        N_("Income tax %(tax_euros)s, social levies %(levies_euros)s"),
    )
    NET_FORMULA = (
        "net_formula",
        N_("%(used_euros)s - %(tax_euros)s - %(levies_euros)s = %(net_euros)s"),
    )
    # Conditions
    LEASE_AND_TOTAL_WAIVER = (
        "lease_and_total_waiver",
        N_("A lease, and an express waiver of the whole rent: a part is not a gift."),
    )
    ASSOCIATION_ELIGIBLE = (
        "association_eligible",
        N_("The association can receive such gifts: it shows the answer of the tax authority."),
    )
    INCOME_DECLARED = (
        "income_declared",
        N_("The waived rent is declared as property income, at its real value."),
    )
    REDUCTION_NEEDS_TAX = (
        "reduction_needs_tax",
        N_("The reduction stops at the tax you owe: without income tax, this route costs you."),
    )
    NO_SERVICE_IN_RETURN = (
        "no_service_in_return",
        N_("Nothing is received in return, and the gift is added back to the taxable profit."),
    )
    # Notes and refusals
    CARRIED_FORWARD = (
        "carried_forward",
        N_("%(carried_euros)s are above the limit of the year and carried forward."),
    )
    CEILING_CHANGED_IN_THE_YEAR = (
        "ceiling_changed_in_the_year",
        N_("The ceiling rose during %(year)s: how both periods combine is not settled."),
    )
    DEFICIT_NOT_COUNTED = (
        "deficit_not_counted",
        N_("Charges above the rent make a deficit: what it may save is not counted."),
    )
    ABOVE_THE_SIMPLE_REGIME = (
        "above_the_simple_regime",
        N_("Rents above %(ceiling_euros)s a year cannot follow the simple regime."),
    )
    AMOUNT_BELOW_ZERO = (
        "amount_below_zero",
        N_("An amount cannot be below zero: %(given_euros)s."),
    )
