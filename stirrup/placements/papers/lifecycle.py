"""States of a paper and the steps between them (LD-02, LD-03). Pure."""

from http import HTTPStatus

from stirrup.placements.papers.enums import DocumentState as State
from stirrup.refusals import RefusedError
from stirrup.wording import N_

IN_FORCE = frozenset({State.GENERATED, State.SENT, State.SIGNED, State.SEALED})
"""The states in which the file exists and no newer one has taken its place."""

TRANSITIONS: dict[str, tuple[frozenset[State], State]] = {
    "produce": (frozenset({State.PENDING}), State.GENERATED),
    "give_up": (frozenset({State.PENDING}), State.FAILED),
    "try_again": (frozenset({State.FAILED}), State.PENDING),
    "send": (frozenset({State.GENERATED}), State.SENT),
    "complete": (frozenset({State.SENT}), State.SIGNED),
    "seal": (frozenset({State.SIGNED}), State.SEALED),
    "supersede": (frozenset(State) - {State.SUPERSEDED}, State.SUPERSEDED),
}


class PaperInWrongStateError(RefusedError):
    """The step does not exist from the paper's present state."""

    sentence = N_("This document is no longer in a state that allows this. Nothing was changed.")
    status = HTTPStatus.CONFLICT


def allows(state: State, step: str) -> bool:
    """Whether `step` may be taken from `state`."""
    return state in TRANSITIONS[step][0]


def after(state: State, step: str) -> State:
    """The state that `step` leads to. Raises PaperInWrongStateError."""
    if not allows(state, step):
        raise PaperInWrongStateError
    return TRANSITIONS[step][1]
