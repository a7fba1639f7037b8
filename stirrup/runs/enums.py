"""Choices about the night and the morning after."""

from stirrup.wording import N_, Labelled


class RunKind(Labelled):
    """Who started a run."""

    NIGHTLY = "nightly", N_("Nightly")
    MANUAL = "manual", N_("By hand")


class RunState(Labelled):
    """How far a run went; a failed one leaves yesterday's proposals in place."""

    CLAIMED = "claimed", N_("Under way")
    PUBLISHED = "published", N_("Finished")
    FAILED = "failed", N_("Failed")


class ProposalState(Labelled):
    """Where a proposal stands."""

    SUBMITTED = "submitted", N_("To decide")
    POSTPONED = "postponed", N_("Postponed")
    ACCEPTED = "accepted", N_("Accepted")
    DECLINED = "declined", N_("Declined")
    DISCARDED = "discarded", N_("Replaced by a later run")
    VOID = "void", N_("No longer possible")


UNDECIDED_STATES = (ProposalState.SUBMITTED, ProposalState.POSTPONED)
"""A place and a household each have at most one undecided proposal."""


class DecisionKind(Labelled):
    """What an administrator decided."""

    ACCEPT = "accept", N_("Accept")
    DECLINE = "decline", N_("Decline")
    POSTPONE = "postpone", N_("Postpone")


class ChoiceKind(Labelled):
    """What an administrator asks of the next nights about one pair."""

    PIN = "pin", N_("Asked for")
    BAN = "ban", N_("Ruled out")


class HoldReason(Labelled):
    """Who keeps a home back."""

    SCARCE = "scarce", N_("Rare: kept by the policy in force")
    REVIEWER = "reviewer", N_("Kept by the Stirrup team")


class AcceptReason(Labelled):
    """Why a proposal is accepted: a named person says it (AT-04)."""

    BEST_ANSWER = "best_answer", N_("Best answer to the need tonight")
    URGENCY = "urgency", N_("The urgency of the situation")
    RARE_HOME = "rare_home", N_("A rare home for a rare need")
    LONG_WAIT = "long_wait", N_("A long wait")
    OTHER = "other", N_("Another reason")


class PostponeReason(Labelled):
    """Why a decision waits."""

    ASK_ASSOCIATION = "ask_association", N_("A question to the association")
    ASK_LANDLORD = "ask_landlord", N_("A question to the landlord")
    VISIT_FIRST = "visit_first", N_("A visit first")
    OTHER = "other", N_("Another reason")
