"""Sentences of Loc'Avantages and of the aids to owners, by code; see `codes`."""

from stirrup.wording import N_, Labelled


class AidCode(Labelled):
    """A stable code with its English sentence."""

    # Loc'Avantages, as a comparison
    LOC_AVANTAGES = (
        "loc_avantages",
        N_("Loc'Avantages: let for years at a lower rent, with a tax reduction."),
    )
    LOC_FORMULA = (
        "loc_formula",
        N_("%(rent_euros)s of rent a year × %(reduction_rate)s = %(reduction_euros)s"),
    )
    LOC_CAPPED = (
        "loc_capped",
        N_("Limited to %(cap_euros)s a year, with the other tax advantages of the household."),
    )
    LOC_NOT_A_LOAN = (
        "loc_not_a_loan",
        N_("A free loan has no rent: it gives no right to it."),
    )
    LOC_TERM = (
        "loc_term",
        N_("A convention of %(term_count)s years at least, begun in %(last_year)s at the latest."),
    )
    LOC_CEILINGS = (
        "loc_ceilings",
        N_("Rent and income ceilings of the commune, which only the Anah's simulator gives."),
    )
    LOC_MAIN_RESIDENCE = (
        "loc_main_residence",
        N_("Let unfurnished, as a main residence, with the energy class that is required."),
    )
    PREMIUM_FORMS_DISPUTED = (
        "premium_forms_disputed",
        N_("Two sources give the premium of both forms the other way round."),
    )
    # The catalogue
    VACANCY_EXIT = (
        "vacancy_exit",
        N_("Premium of the Anah for bringing a long-vacant dwelling back"),
    )
    INTERMEDIATION = (
        "intermediation",
        N_("Premium for letting through a social intermediary (Loc2, Loc3)"),
    )
    VISALE = "visale", N_("Visale guarantee against unpaid rents and damage")
    LOCAL_ADVICE = (
        "local_advice",
        N_("Free advice on works (Amelio) of the Métropole européenne de Lille"),
    )
    LOCAL_AMOUNT = "local_amount", N_("Aid of the commune or of the metropolis to vacant dwellings")
    # Their conditions
    IF_SPARSE = (
        "if_sparse",
        N_("The commune is of density level %(density_count)s or sparser."),
    )
    IF_PROGRAMME = "if_programme", N_("The dwelling lies inside an OPAH or a PIG programme.")
    IF_LONG_VACANT = "if_long_vacant", N_("Vacant for more than %(vacant_count)s years.")
    IF_ANAH_WORKS = "if_anah_works", N_("Works subsidised by the Anah.")
    IF_LET = "if_let", N_("The dwelling is let against a rent, which a free loan is not.")
    IF_CONVENTION = "if_convention", N_("A Loc'Avantages convention, through an intermediary.")
    IF_RENT_BELOW = "if_rent_below", N_("A rent of %(ceiling_euros)s a month at most.")
    IF_IN_METROPOLIS = "if_in_metropolis", N_("The dwelling lies in the metropolis of Lille.")
    NO_AMOUNT_FOUND = (
        "no_amount_found",
        N_("No aid with an amount was found: ask the commune and the metropolis."),
    )
    STILL_PAID_UNREAD = (
        "still_paid_unread",
        N_("Whether it is still paid this year was not read: ask before counting on it."),
    )
    DAMAGE_NOT_COVERED = (
        "damage_not_covered",
        N_("Damage is covered by the insurance of the association, as the agreement says."),
    )
