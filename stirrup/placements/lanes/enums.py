"""Choices about the lanes of a proposal: who is asked what, in which order, and what follows."""

from stirrup.wording import N_, Labelled


class Side(Labelled):
    """Who is expected to act, or to whom a reason belongs."""

    ASSOCIATION = "association", N_("The association")
    HOUSEHOLD = "household", N_("The household")
    LANDLORD = "landlord", N_("The landlord")
    TEAM = "team", N_("The Stirrup team")
    NOBODY = "nobody", N_("Nobody")


class StepCode(Labelled):
    """The steps that come with the program, each with a fact of its own; administrators add others.

    A step's code is a `str` wherever one of theirs may stand; its words are in the lanes.
    """

    ASSOCIATION_ANSWER = "association_answer", N_("Answer of the association")
    HOUSEHOLD_ANSWER = "household_answer", N_("Answer of the household")
    LANDLORD_ANSWER = "landlord_answer", N_("Answer of the landlord")
    VISIT_BOOKING = "visit_booking", N_("Day of the visit")
    VISIT = "visit", N_("Visit")
    AGREEMENT = "agreement", N_("Agreement ready")
    SIGNATURES = "signatures", N_("Signatures")
    KEYS = "keys", N_("Keys")


class DelayUnit(Labelled):
    """How the days of a delay are counted."""

    DAYS = "days", N_("days")
    WORKING_DAYS = "working_days", N_("working days")


class Timeout(Labelled):
    """What happens when a step is not done in time."""

    RELEASE = "release", N_("Both sides are free again")
    FLAG = "flag", N_("The Stirrup team decides")


class AnswerKind(Labelled):
    """What somebody answered at a step, or did to it."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No")
    SKIPPED = "skipped", N_("Left out")
    TAKEN_BACK = "taken_back", N_("Taken back")


class HouseholdAfter(Labelled):
    """Where a referral stands after a refusal; its waiting date is kept in every case."""

    READY = "ready", N_("Ready for the next night")
    PARKED = "parked", N_("Parked")
    CLOSED = "closed", N_("Closed")


class HomeAfter(Labelled):
    """Where a home stands after a refusal."""

    OPEN = "open", N_("Open for the next night")
    PAUSED = "paused", N_("Paused")
    WITHDRAWN = "withdrawn", N_("No longer lent")


class ReviewOutcome(Labelled):
    """What the team made of a refusal that had to be reviewed."""

    UPHELD = "upheld", N_("Justified")
    OVERTURNED = "overturned", N_("Not justified")
