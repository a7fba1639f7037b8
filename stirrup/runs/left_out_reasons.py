"""Which side of the unmatched is listed, and for which kind of reason: filters in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stirrup.matching.explanations import unmatched
from stirrup.wording import N_, Labelled


class Side(Labelled):
    """Which of both is listed."""

    HOUSEHOLDS = "households", N_("Households")
    HOMES = "homes", N_("Homes")


class Reason(Labelled):
    """The kinds of reasons, as the matcher names them."""

    NO_HOME_SUITS = unmatched.NO_HOME_SUITS, N_("No open home suits")
    HOMES_WENT_TO_OTHERS = unmatched.HOMES_WENT_TO_OTHERS, N_("Possible homes went to others")
    HOMES_CLOSED = unmatched.HOMES_CLOSED, N_("Possible homes take no more stays")
    NO_SUPPORT_LEFT = unmatched.NO_SUPPORT_LEFT, N_("No support left")
    LINKED = unmatched.LINKED, N_("Linked with other households")
    NO_HOUSEHOLD_SUITS = unmatched.NO_HOUSEHOLD_SUITS, N_("Suits no household")
    OTHERS_HAVE_HOMES = unmatched.OTHERS_HAVE_HOMES, N_("All it suits have another home")
    LIMIT_REACHED = unmatched.LIMIT_REACHED, N_("Its owner takes no more stays")
    SUPPORT_OF_OTHERS = unmatched.SUPPORT_OF_OTHERS, N_("No support for those it suits")


@dataclass(frozen=True)
class Filters:
    """What an address asks for; anything unknown in it is left out."""

    side: Side = Side.HOUSEHOLDS
    reason: Reason | None = None

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "Filters":
        """From the address of a page."""
        side, reason = arguments.get("side"), arguments.get("reason")
        return cls(
            side=Side(side) if side in set(Side) else Side.HOUSEHOLDS,
            reason=Reason(reason) if reason in set(Reason) else None,
        )

    @property
    def arguments(self) -> dict[str, Any]:
        """Back to an address; what is ordinary is not written."""
        written = {
            "side": None if self.side == Side.HOUSEHOLDS else self.side.value,
            "reason": self.reason.value if self.reason else None,
        }
        return {name: value for name, value in written.items() if value}
