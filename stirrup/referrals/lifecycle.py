"""States of a referral and the steps between them: one table, asked by every service."""

from http import HTTPStatus

from stirrup.referrals.enums import ReferralState as State
from stirrup.refusals import RefusedError
from stirrup.wording import N_

TRANSITIONS: dict[str, tuple[frozenset[State], State]] = {
    "submit": (frozenset({State.DRAFT, State.TO_COMPLETE}), State.READY),
    "ask": (frozenset({State.SUBMITTED, State.READY}), State.TO_COMPLETE),
    "confirm": (frozenset({State.READY, State.TO_CONFIRM}), State.READY),
    "let_expire": (frozenset({State.READY}), State.TO_CONFIRM),
    "reserve": (frozenset({State.READY}), State.PROPOSED),
    "release": (frozenset({State.PROPOSED, State.HOUSED}), State.READY),
    "house": (frozenset({State.PROPOSED}), State.HOUSED),
    "finish": (frozenset({State.HOUSED}), State.CLOSED),
    "park": (frozenset({State.READY, State.TO_COMPLETE, State.TO_CONFIRM}), State.PARKED),
    "resume": (frozenset({State.PARKED}), State.READY),
    "withdraw": (
        frozenset(set(State) - {State.PROPOSED, State.HOUSED, State.CLOSED}),
        State.CLOSED,
    ),
    "reopen": (frozenset({State.CLOSED}), State.DRAFT),
}


class ReferralInWrongStateError(RefusedError):
    """The step does not exist from the referral's present state."""

    sentence = N_("This referral is no longer in a state that allows this. Nothing was changed.")
    status = HTTPStatus.CONFLICT


def allows(state: State, step: str) -> bool:
    """Whether `step` may be taken from `state`."""
    return state in TRANSITIONS[step][0]


def after(state: State, step: str) -> State:
    """The state that `step` leads to. Raises ReferralInWrongStateError."""
    if not allows(state, step):
        raise ReferralInWrongStateError
    return TRANSITIONS[step][1]
