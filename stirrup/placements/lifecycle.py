"""States of a stay, the steps between them, and the dates of the six months. Pure."""

from calendar import monthrange
from datetime import date, timedelta
from http import HTTPStatus

from stirrup.placements.enums import EndGround, LegalBasis
from stirrup.placements.enums import PlacementState as State
from stirrup.refusals import RefusedError
from stirrup.wording import N_

SIX_MONTHS = 6
ONE_DAY = timedelta(days=1)
MOST_MONTHS = {
    LegalBasis.TRIPARTITE: 12,
    LegalBasis.VIA_ASSOCIATION: 12,
    LegalBasis.RESIDENCE_TEMPORAIRE: 18,
}
"""How long a stay may last in all, prolongations included (LC-26)."""
RESIDENTS_NOTICE = timedelta(days=8)
NOTICE_MONTHS = {
    EndGround.ASSOCIATION_HANDS_OVER: 1,
    EndGround.PRESSING_NEED: 2,
    EndGround.SERIOUS_BREACH: 2,
    EndGround.UNFIT_HOME: 2,
}
"""Between the notice and the end, when it is not the residents who leave (article 14)."""

TRANSITIONS: dict[str, tuple[frozenset[State], State]] = {
    "move_in": (frozenset({State.SCHEDULED}), State.ACTIVE),
    "prolong": (frozenset({State.ACTIVE, State.ENDING}), State.ACTIVE),
    "announce_end": (frozenset({State.ACTIVE}), State.ENDING),
    "end_planned": (frozenset({State.ENDING}), State.ENDED_PLANNED),
    "end_early": (frozenset({State.ACTIVE, State.ENDING}), State.ENDED_EARLY),
    "cancel": (frozenset({State.SCHEDULED}), State.CANCELLED),
    "reopen": (frozenset({State.CANCELLED}), State.SCHEDULED),
}


class PlacementInWrongStateError(RefusedError):
    """The step does not exist from the stay's present state."""

    sentence = N_("This stay is no longer in a state that allows this. Nothing was changed.")
    status = HTTPStatus.CONFLICT


def allows(state: State, step: str) -> bool:
    """Whether `step` may be taken from `state`."""
    return state in TRANSITIONS[step][0]


def after(state: State, step: str) -> State:
    """The state that `step` leads to. Raises PlacementInWrongStateError."""
    if not allows(state, step):
        raise PlacementInWrongStateError
    return TRANSITIONS[step][1]


def end_day(first_day: date, months: int = SIX_MONTHS) -> date:
    """The day after the last one of a stay of some months: stays are stored half-open (LC-20).

    Add them to the month of the first day. If that day number exists there, the last day is the day
    before it; otherwise the last day is the last day of that month.
    """
    later = add_months(first_day, months)
    return later if later.day == first_day.day else later + ONE_DAY


def last_day(first_day: date) -> date:
    """The last day of a six-month stay, included."""
    return end_day(first_day) - ONE_DAY


def latest_first_day(available_until: date) -> date:
    """The latest first day whose six months end on `available_until` or before."""
    first = available_until - timedelta(days=180)
    while last_day(first) > available_until:
        first -= ONE_DAY
    return first


def latest_end_day(first_day: date, end_day_now: date, basis: LegalBasis) -> date:
    """The latest day after a prolonged stay: six months more, within the longest stay (LC-26)."""
    return min(end_day(end_day_now), end_day(first_day, MOST_MONTHS[basis]))


def effective_day(ground: EndGround, announced_on: date, last_day: date) -> date:
    """The last day of a stay whose end is announced on a day: never after its term (article 14)."""
    if ground == EndGround.TERM:
        return last_day
    if ground == EndGround.RESIDENTS_LEAVE:
        return min(announced_on + RESIDENTS_NOTICE, last_day)
    return min(add_months(announced_on, NOTICE_MONTHS[ground]), last_day)


def add_months(day: date, months: int) -> date:
    """The same day number some months later, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
