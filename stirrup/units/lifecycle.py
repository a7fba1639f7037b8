"""States of a unit and the steps between them: one table, asked by every service."""

from http import HTTPStatus

from stirrup.refusals import RefusedError
from stirrup.units.enums import UnitState as State
from stirrup.wording import N_

TRANSITIONS: dict[str, tuple[frozenset[State], State]] = {
    "submit": (frozenset({State.DRAFT, State.WORKS_NEEDED}), State.SUBMITTED),
    "start_check": (frozenset({State.SUBMITTED, State.HANDBACK_DUE}), State.CHECKING),
    "open": (frozenset({State.SUBMITTED, State.CHECKING}), State.OPEN),
    "ask_for_works": (frozenset({State.SUBMITTED, State.CHECKING}), State.WORKS_NEEDED),
    "reject": (frozenset({State.SUBMITTED, State.CHECKING}), State.REJECTED),
    "reserve": (frozenset({State.OPEN, State.HELD}), State.RESERVED),
    "release": (frozenset({State.RESERVED, State.OCCUPIED}), State.OPEN),
    "occupy": (frozenset({State.RESERVED}), State.OCCUPIED),
    "hand_back": (frozenset({State.RESERVED, State.OCCUPIED}), State.HANDBACK_DUE),
    "hold": (frozenset({State.OPEN}), State.HELD),
    "release_hold": (frozenset({State.HELD}), State.OPEN),
    "pause": (
        frozenset({State.SUBMITTED, State.CHECKING, State.OPEN, State.HELD}),
        State.PAUSED,
    ),
    "resume": (frozenset({State.PAUSED}), State.SUBMITTED),
    "withdraw": (
        frozenset(
            set(State) - {State.RESERVED, State.OCCUPIED, State.HANDBACK_DUE, State.WITHDRAWN}
        ),
        State.WITHDRAWN,
    ),
}


class UnitInWrongStateError(RefusedError):
    """The step does not exist from the unit's present state."""

    sentence = N_("This home is no longer in a state that allows this. Nothing was changed.")
    status = HTTPStatus.CONFLICT


def allows(state: State, step: str) -> bool:
    """Whether `step` may be taken from `state`."""
    return state in TRANSITIONS[step][0]


def after(state: State, step: str) -> State:
    """The state that `step` leads to. Raises UnitInWrongStateError."""
    if not allows(state, step):
        raise UnitInWrongStateError
    return TRANSITIONS[step][1]
