"""Choices about a stay; those of its papers are in `papers/enums.py`."""

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


class EventKind(Labelled):
    """What happened to a stay."""

    OPENED = "opened", N_("Stay opened")
    DATES_CHANGED = "dates_changed", N_("Dates changed")
    ASSOCIATION_YES = "association_yes", N_("The association said yes")
    HOUSEHOLD_YES = "household_yes", N_("The household said yes")
    LANDLORD_YES = "landlord_yes", N_("The landlord said yes")
    VISIT_BOOKED = "visit_booked", N_("Visit booked")
    VISIT_DONE = "visit_done", N_("Visit done")
    STEP_DONE = "step_done", N_("Step done")
    STEP_LEFT_OUT = "step_left_out", N_("Step left out")
    STEP_TAKEN_BACK = "step_taken_back", N_("Step taken back")
    REMINDED = "reminded", N_("Reminder sent")
    ESCALATED = "escalated", N_("The Stirrup team was told of the delay")
    FACTS_COMPLETED = "facts_completed", N_("Facts of the agreement completed")
    DOCUMENT_PRODUCED = "document_produced", N_("Document produced")
    DOCUMENTS_WITHDRAWN = "documents_withdrawn", N_("Documents withdrawn: a fact has changed")
    DOCUMENT_SENT = "document_sent", N_("Document sent for signature")
    DOCUMENT_SIGNED = "document_signed", N_("Document signed by one party")
    DOCUMENT_REFUSED = "document_refused", N_("Signature refused")
    DOCUMENT_SEALED = "document_sealed", N_("Document signed by all and sealed")
    LEGAL_BASIS_CHOSEN = "legal_basis_chosen", N_("Form of the loan chosen")
    INVENTORY_RECORDED = "inventory_recorded", N_("Inventory recorded")
    STARTED = "started", N_("Keys handed over, stay begun")
    EXTENSION_ASKED = "extension_asked", N_("Prolongation asked")
    EXTENSION_WITHDRAWN = "extension_withdrawn", N_("Prolongation withdrawn")
    EXTENDED = "extended", N_("Stay prolonged")
    END_ANNOUNCED = "end_announced", N_("End of the stay announced")
    ENDED = "ended", N_("Stay ended")
    CANCELLED = "cancelled", N_("Stay cancelled")
    REOPENED = "reopened", N_("Stay reopened")


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


class InventoryMoment(Labelled):
    """When an inventory is made."""

    ENTRY = "entry", N_("At the entry")
    EXIT = "exit", N_("At the exit")


class ExtensionReason(Labelled):
    """Why a stay is prolonged."""

    SOCIAL_HOUSING_COMING = "social_housing_coming", N_("A social home is about to be given")
    WINTER_TRUCE = "winter_truce", N_("The stay would end during the winter truce")
    SUPPORT_IN_PROGRESS = "support_in_progress", N_("The support is not finished")
    LANDLORD_OFFER = "landlord_offer", N_("The landlord offers it")
    OTHER = "other", N_("Another reason")


class ExtensionState(Labelled):
    """Where a prolongation stands."""

    ASKED = "asked", N_("To be signed by all")
    IN_FORCE = "in_force", N_("In force")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class EndGround(Labelled):
    """Why a stay ends (article 14 of the agreement); nothing else ends one."""

    TERM = "term", N_("The term is reached")
    RESIDENTS_LEAVE = "residents_leave", N_("The residents leave earlier, without a reason")
    ASSOCIATION_HANDS_OVER = "association_hands_over", N_("Another body takes over the support")
    PRESSING_NEED = "pressing_need", N_("Pressing need that the owner could not foresee")
    SERIOUS_BREACH = "serious_breach", N_("Serious breach, repeated after a warning and mediation")
    UNFIT_HOME = "unfit_home", N_("The home has become unfit")


class DeliveryMode(Labelled):
    """How a notice reaches its addressee."""

    HAND = "hand", N_("By hand, against a receipt")
    REGISTERED_LETTER = "registered_letter", N_("By registered letter")
    ELECTRONIC = "electronic", N_("By electronic registered letter")


class ExitOutcome(Labelled):
    """Where the residents live afterwards; never told to the landlord."""

    SOCIAL_HOUSING = "social_housing", N_("A social home")
    PRIVATE_HOME = "private_home", N_("A home of their own")
    INTERMEDIATION = "intermediation", N_("A home let through an association")
    FAMILY = "family", N_("With family or friends, for good")
    HEALTH_OR_SHELTER = "health_or_shelter", N_("Care or shelter")
    UNKNOWN = "unknown", N_("Not known")
    STREET = "street", N_("On the street again")
