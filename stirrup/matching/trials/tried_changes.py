"""Changes that may be tried on a copy of a night, and the names of what forbids to try them."""

from dataclasses import dataclass, fields
from typing import ClassVar

from stirrup.matching.weights import Weights
from stirrup.wording import N_


@dataclass(frozen=True)
class Pin:
    """This household in this home, before everything else."""

    referral_id: int
    unit_id: int


@dataclass(frozen=True)
class Ban:
    """This household anywhere but in this home."""

    referral_id: int
    unit_id: int


@dataclass(frozen=True)
class Hold:
    """This home kept back: proposed to nobody."""

    unit_id: int


@dataclass(frozen=True)
class Release:
    """This home proposed to anyone, although it is kept for some needs or for nobody."""

    unit_id: int


@dataclass(frozen=True)
class Weight:
    """Another value of one part of the published weights, one of WEIGHT_PARTS."""

    part: str
    value: int


Change = Pin | Ban | Hold | Release | Weight
Pair = Pin | Ban
WEIGHT_PARTS = tuple(
    part.name for part in fields(Weights) if part.type is int and part.name != "lots"
)


class ChangeRefusedError(ValueError):
    """These changes cannot be tried; `change` is the first one that does not hold."""

    sentence: ClassVar[str] = N_("This change cannot be tried.")

    def __init__(self, change: Change) -> None:
        super().__init__(f"{type(self).__name__}: {change}")
        self.change = change


class UnknownHouseholdError(ChangeRefusedError):
    """The referral is not part of the night."""

    sentence = N_("This household was not ready for this run.")


class UnknownHomeError(ChangeRefusedError):
    """The unit is not part of the night."""

    sentence = N_("This home was not open for this run.")


class AlreadySoError(ChangeRefusedError):
    """The night holds it already, or it stands twice."""

    sentence = N_("This is already so.")


class HouseholdPinnedTwiceError(ChangeRefusedError):
    """Two homes are asked for one household."""

    sentence = N_("Another home is already asked for this household.")


class HomePinnedTooOftenError(ChangeRefusedError):
    """More households are asked for one home than it has free places."""

    sentence = N_("This home has no place left: other households are already asked for it.")


class PinnedAndBannedError(ChangeRefusedError):
    """One pair is both asked for and ruled out."""

    sentence = N_("This pair is both asked for and ruled out.")


class PinnedAndHeldError(ChangeRefusedError):
    """A household is asked for a home that is to be kept back."""

    sentence = N_("A household is asked for this home: it cannot be kept back too.")


class HeldAndReleasedError(ChangeRefusedError):
    """One home is both kept back and proposed to anyone."""

    sentence = N_("This home is both kept back and opened to anyone.")


class WeightRefusedError(ChangeRefusedError):
    """The value is outside its bounds, or the part has no weight of its own."""

    sentence = N_("This weight must stay within its published bounds.")


class WeightChangedTwiceError(ChangeRefusedError):
    """Two values are tried for one part."""

    sentence = N_("Two values are tried for this weight: keep one.")
