"""Why a proposal is not decided: one named refusal per rule, each with its sentence."""

from collections.abc import Sequence

from stirrup.refusals import RefusedError
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import Proposal
from stirrup.ui.filters import date_and_time
from stirrup.wording import N_


class DecisionRefusedError(RefusedError):
    """The proposal is no longer what the page showed; nothing was decided."""

    sentence = N_("This proposal changed while you were reading it. Nothing was changed by you.")


class AlreadyAcceptedError(DecisionRefusedError):
    """Somebody was faster."""

    sentence = N_("%(name)s accepted this proposal on %(when)s. Nothing was changed by you.")


class AlreadyDeclinedError(DecisionRefusedError):
    """Somebody was faster."""

    sentence = N_("%(name)s declined this proposal on %(when)s. Nothing was changed by you.")


class AlreadyPostponedError(DecisionRefusedError):
    """Somebody was faster, and the proposal still waits."""

    sentence = N_("%(name)s postponed this proposal on %(when)s. Read it again before you decide.")


class ReplacedByALaterRunError(DecisionRefusedError):
    """A later run has made its own proposals."""

    sentence = N_("A later run replaced this proposal. Nothing was changed by you.")


class NoLongerPossibleError(DecisionRefusedError):
    """Found void before, by somebody else or by the clock."""

    sentence = N_("This proposal is no longer possible. Nothing was changed by you.")


class LinkedStayPreparedError(DecisionRefusedError):
    """To decline one household of a group whose other stay is being prepared would part them."""

    sentence = N_(
        "The home of the linked household %(reference)s was accepted: accept this proposal too, or"
        " first cancel that stay. Nothing was changed."
    )


class LinkedTogetherError(DecisionRefusedError):
    """Among several lines, a household that is linked with another one."""

    sentence = N_("Linked households are decided together, each on the page of its proposal.")


class AlreadyUndoneError(DecisionRefusedError):
    """Somebody took the decision back: the proposal waits again."""

    sentence = N_("%(name)s undid the decision on %(when)s. Read the proposal again.")


class NothingToUndoError(DecisionRefusedError):
    """No decision stands, or what it began has gone on: the keys, or another end."""

    sentence = N_("There is no decision to undo here, or what it began has gone on since.")


class TooLateToUndoError(DecisionRefusedError):
    """The window has passed: to change one's mind is a new decision."""

    sentence = N_(
        "This decision could be undone until %(when)s. It stands now: to change it, cancel the stay"
        " or make a new proposal."
    )


class NoLongerFreeToUndoError(DecisionRefusedError):
    """The home or the household has another proposal since."""

    sentence = N_(
        "The home or the household is no longer free: the refusal stands. Nothing was changed."
    )


BY_A_PERSON: dict[ProposalState, type[DecisionRefusedError]] = {
    ProposalState.ACCEPTED: AlreadyAcceptedError,
    ProposalState.DECLINED: AlreadyDeclinedError,
    ProposalState.POSTPONED: AlreadyPostponedError,
}
BY_NOBODY: dict[ProposalState, type[DecisionRefusedError]] = {
    ProposalState.DISCARDED: ReplacedByALaterRunError,
    ProposalState.VOID: NoLongerPossibleError,
}


def refusal_of_decided(proposal: Proposal) -> DecisionRefusedError:
    """What to tell somebody who comes too late: who decided or undid what, and when."""
    standing = proposal.standing_decision
    if proposal.state in BY_A_PERSON and standing is not None:
        when = date_and_time(standing.decided_at)
        return BY_A_PERSON[proposal.state](name=standing.decided_by.display_name, when=when)
    last = proposal.decisions[-1] if proposal.decisions else None
    if last is not None and last.undone_by is not None:
        when = date_and_time(last.undone_at)
        return AlreadyUndoneError(name=last.undone_by.display_name, when=when)
    return BY_NOBODY.get(proposal.state, DecisionRefusedError)()


class NowVoidError(DecisionRefusedError):
    """Accepting found that the pair is no longer possible: the proposal is void from now on."""


class HomeNoLongerOpenError(NowVoidError):
    """Withdrawn, paused, reserved, or its landlord is not verified any more."""

    sentence = N_("This home is no longer open: the proposal is void. The household stays ready.")


class HouseholdNoLongerReadyError(NowVoidError):
    """Housed elsewhere, parked, closed, or the agreement of the person has ended."""

    sentence = N_("This referral is no longer ready: the proposal is void. The home stays open.")


class SupportExhaustedError(NowVoidError):
    """The association accompanies as many stays as it can."""

    sentence = N_(
        "The association can support no more stays for now: the proposal is void."
        " Both sides wait for the next night."
    )


class NoMoreStaysWantedError(NowVoidError):
    """The landlord set how many stays there may be at once, in all its homes or in one building."""

    sentence = N_(
        "The landlord wants no more stays at once: the proposal is void."
        " Both sides wait for the next night."
    )


class LinkedApartError(NowVoidError):
    """Linked households move in together or not at all, and near each other."""

    sentence = N_(
        "A household linked with this one has no possible home nearby any more: the proposal is"
        " void. Both households stay linked and wait for the next night."
    )


class NoLongerSuitsError(NowVoidError):
    """One side was edited so that a rule is not met any more; `obstacles` may be shown."""

    sentence = N_(
        "The home and the household no longer suit each other: the proposal is void."
        " Both wait for the next night."
    )

    def __init__(self, obstacles: Sequence[str]) -> None:
        super().__init__()
        self.obstacles = obstacles
