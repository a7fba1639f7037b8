"""States of the handing over of a referral between associations: one table."""

from http import HTTPStatus

from stirrup.referrals.enums import TransferState as State
from stirrup.refusals import RefusedError
from stirrup.wording import N_

TRANSITIONS: dict[str, tuple[frozenset[State], State]] = {
    "take": (frozenset({State.ASKED}), State.TAKEN),
    "refuse": (frozenset({State.ASKED}), State.REFUSED),
    "take_back": (frozenset({State.ASKED}), State.TAKEN_BACK),
}


class TransferAnsweredError(RefusedError):
    """Somebody answered, or took it back, before."""

    sentence = N_("This transfer has already been answered, or taken back. Nothing was changed.")
    status = HTTPStatus.CONFLICT


def after(state: State, step: str) -> State:
    """The state that `step` leads to. Raises TransferAnsweredError."""
    sources, target = TRANSITIONS[step]
    if state not in sources:
        raise TransferAnsweredError
    return target
