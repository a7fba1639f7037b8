"""Choices about a referral: needs of the home and facts of the situation, never causes."""

from stirrup.wording import N_, Labelled


class ReferralState(Labelled):
    """Where a referral stands."""

    DRAFT = "draft", N_("Draft")
    SUBMITTED = "submitted", N_("Sent")
    TO_COMPLETE = "to_complete", N_("To complete")
    READY = "ready", N_("Ready for the night")
    PROPOSED = "proposed", N_("A home is proposed")
    TO_CONFIRM = "to_confirm", N_("To confirm")
    PARKED = "parked", N_("Parked")
    HOUSED = "housed", N_("Housed")
    CLOSED = "closed", N_("Closed")


class Urgency(Labelled):
    """The published grid: housing situation and dates only, nothing about the person."""

    NO_SHELTER = "no_shelter", N_("No shelter tonight")
    WITHIN_7_DAYS = "within_7_days", N_("Unsafe place, or ending within 7 days")
    WITHIN_30_DAYS = "within_30_days", N_("Ending within 30 days")
    STABLE = "stable", N_("Stable for now")

    @property
    def band(self) -> int:
        """The level given to the matcher: 0 is the most urgent."""
        return list(type(self)).index(self)


class Situation(Labelled):
    """Where the household lives now."""

    STREET = "street", N_("Street, vehicle or makeshift shelter")
    EMERGENCY_SHELTER = "emergency_shelter", N_("Emergency shelter or hotel")
    INSERTION_SHELTER = "insertion_shelter", N_("Longer-term shelter")
    HOSTED = "hosted", N_("Hosted by someone")
    UNFIT = "unfit", N_("Squat or unfit home")
    TENANCY_AT_RISK = "tenancy_at_risk", N_("Own tenancy at risk")
    RECEPTION_CENTRE = "reception_centre", N_("Reception centre")
    INSTITUTION = "institution", N_("Institution")
    OTHER = "other", N_("Another situation")


class ConsentMethod(Labelled):
    """How the person agreed to be referred."""

    SIGNED = "signed", N_("Signed form")
    SPOKEN = "spoken", N_("Spoken, in front of the referent")
    INTERPRETED = "interpreted", N_("Spoken, with an interpreter")


class PetKind(Labelled):
    """The animal that comes along, by size."""

    NONE = "none", N_("No animal")
    SMALL = "small", N_("Small animal")
    LARGE = "large", N_("Large animal")


class SupportLevel(Labelled):
    """How closely the association will accompany."""

    LIGHT = "light", N_("Light")
    MEDIUM = "medium", N_("Medium")
    STRONG = "strong", N_("Strong")


class CommuneStance(Labelled):
    """What the household says of a commune."""

    ACCEPTED = "accepted", N_("Accepted")
    REFUSED = "refused", N_("Refused")


class ParkReason(Labelled):
    """Why a referral waits; its waiting date is kept."""

    OTHER_SOLUTION = "other_solution", N_("Another solution for now")
    UNREACHABLE = "unreachable", N_("Person not reachable")
    SUPPORT_UNAVAILABLE = "support_unavailable", N_("Support not available")
    PERSON_ASKS = "person_asks", N_("The person asks for a pause")
    OTHER = "other", N_("Another reason")


class CloseReason(Labelled):
    """Why a referral ends."""

    OTHER_SOLUTION = "other_solution", N_("Another home was found")
    MOVED_AWAY = "moved_away", N_("Moved away")
    CONSENT_WITHDRAWN = "consent_withdrawn", N_("Consent withdrawn")
    CONTACT_LOST = "contact_lost", N_("Contact lost")
    DUPLICATE = "duplicate", N_("Referred twice")
    OTHER = "other", N_("Another reason")


class TransferState(Labelled):
    """Where the handing over of a referral stands."""

    ASKED = "asked", N_("Waiting for an answer")
    TAKEN = "taken", N_("Taken over")
    REFUSED = "refused", N_("Refused")
    TAKEN_BACK = "taken_back", N_("Taken back")
