"""Choices about people and organisations."""

from stirrup.wording import N_, Labelled


class OrganisationKind(Labelled):
    """A legal body with members, by what it does here."""

    LANDLORD = "landlord", N_("Landlord")
    ASSOCIATION = "association", N_("Association")
    LOCAL_AUTHORITY = "local_authority", N_("Local authority")


class LegalForm(Labelled):
    """What the lender is in the agreement (articles 1 and LC-14 of the legal reference)."""

    INDIVIDUAL = "individual", N_("One person")
    JOINT_OWNERS = "joint_owners", N_("Several joint owners")
    SCI = "sci", N_("Property company (SCI)")
    COMPANY = "company", N_("Company")
    SOCIAL_LANDLORD = "social_landlord", N_("Social landlord")
    LOCAL_AUTHORITY = "local_authority", N_("Local authority")
    ASSOCIATION = "association", N_("Association")


class TokenPurpose(Labelled):
    """What a link sent by e-mail may do, once."""

    CONFIRM_EMAIL = "confirm_email", N_("Confirm the e-mail address")
    RESET_PASSWORD = "reset_password", N_("Choose a new password")
