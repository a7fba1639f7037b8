"""Choices about a stay and its papers."""

from stirrup.wording import N_, Labelled


class PlacementState(Labelled):
    """Where a stay stands."""

    SCHEDULED = "scheduled", N_("Being prepared")
    ACTIVE = "active", N_("Under way")
    ENDING = "ending", N_("Ending soon")
    ENDED_PLANNED = "ended_planned", N_("Ended as planned")
    ENDED_EARLY = "ended_early", N_("Ended early")
    CANCELLED = "cancelled", N_("Cancelled")


LIVE_STATES = (PlacementState.SCHEDULED, PlacementState.ACTIVE, PlacementState.ENDING)
"""The states in which a place and a household are taken: no two of them may overlap."""


class LegalBasis(Labelled):
    """The three forms of the free loan, nothing else (legal reference 1.1)."""

    TRIPARTITE = "tripartite", N_("Free loan between three parties")
    VIA_ASSOCIATION = "via_association", N_("Free loan through the association")
    RESIDENCE_TEMPORAIRE = "residence_temporaire", N_("Temporary residence")


class CancelReason(Labelled):
    """Why a stay that was being prepared falls through."""

    PERSON_OTHER_SOLUTION = "person_other_solution", N_("The household found another solution")
    PERSON_DECLINED = "person_declined", N_("The household says no")
    LANDLORD_DECLINED = "landlord_declined", N_("The landlord says no")
    UNIT_SOLD = "unit_sold", N_("The home is sold or let")
    UNIT_UNFIT = "unit_unfit", N_("The home is not fit after all")
    DATA_ERROR = "data_error", N_("A fact was wrong")


class EventKind(Labelled):
    """What happened to a stay."""

    OPENED = "opened", N_("Stay opened")
    DATES_CHANGED = "dates_changed", N_("Dates changed")
    HOUSEHOLD_YES = "household_yes", N_("The household said yes")
    LANDLORD_YES = "landlord_yes", N_("The landlord said yes")
    FACTS_COMPLETED = "facts_completed", N_("Facts of the agreement completed")
    DOCUMENT_PRODUCED = "document_produced", N_("Document produced")
    CANCELLED = "cancelled", N_("Stay cancelled")


class DocumentKind(Labelled):
    """What a stored file is."""

    AGREEMENT = "agreement", N_("Agreement")
    OWNER_SUMMARY = "owner_summary", N_("Owner's tax summary")


class DocumentState(Labelled):
    """Where a document stands; a later task signs and seals it."""

    PENDING = "pending", N_("Being produced")
    GENERATED = "generated", N_("Ready")
    SUPERSEDED = "superseded", N_("Replaced by a newer version")
    FAILED = "failed", N_("Could not be produced")


class Payer(Labelled):
    """Who pays a consumption; nothing else can be asked of residents (LC-01)."""

    RESIDENTS = "residents", N_("The residents, at the real cost")
    ASSOCIATION = "association", N_("The association")
    LANDLORD = "landlord", N_("The landlord")


class FactsSection(Labelled):
    """What the agreement asks for, one page at a time."""

    LENDERS = "lenders", N_("The landlord")
    RESIDENTS = "residents", N_("The residents")
    HOME = "home", N_("The home, its meters and keys")
    INSURANCE = "insurance", N_("Insurance")
    CHARGES = "charges", N_("Who pays water and energy")
    ASSOCIATION = "association", N_("The association")
