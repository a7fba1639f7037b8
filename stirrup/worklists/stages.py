"""The stages of the board: where a referral stands, as its association thinks of it."""

from stirrup.referrals.enums import ReferralState as State
from stirrup.wording import N_, Labelled


class Stage(Labelled):
    """One column of the board; closed referrals have none."""

    TO_COMPLETE = "to_complete", N_("To complete")
    TO_CONFIRM = "to_confirm", N_("To confirm")
    READY = "ready", N_("Ready for the night")
    PROPOSED = "proposed", N_("A home is proposed")
    HOUSED = "housed", N_("Housed")
    PARKED = "parked", N_("Parked")


STATES_OF: dict[Stage, tuple[State, ...]] = {
    Stage.TO_COMPLETE: (State.TO_COMPLETE, State.DRAFT),
    Stage.TO_CONFIRM: (State.TO_CONFIRM,),
    Stage.READY: (State.READY, State.SUBMITTED),
    Stage.PROPOSED: (State.PROPOSED,),
    Stage.HOUSED: (State.HOUSED,),
    Stage.PARKED: (State.PARKED,),
}
"""Every open state has its column."""

STAGE_OF = {state: stage for stage, states in STATES_OF.items() for state in states}
