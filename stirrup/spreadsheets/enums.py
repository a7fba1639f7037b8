"""Choices about lists that people upload."""

from stirrup.wording import N_, Labelled


class ListKind(Labelled):
    """What each row of an uploaded list describes."""

    UNITS = "units", N_("Homes")
    REFERRALS = "referrals", N_("Referrals")


class TaskKind(Labelled):
    """What the scheduler does with a list too long for one request."""

    CHECK = "check", N_("Check")
    CONFIRM = "confirm", N_("Taking over")


class UploadState(Labelled):
    """How far an uploaded list came; rows are written when it is confirmed, never before."""

    UPLOADED = "uploaded", N_("To check")
    CONFIRMED = "confirmed", N_("Taken over")
    DROPPED = "dropped", N_("Given up")
