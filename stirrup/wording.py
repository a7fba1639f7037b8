"""N_ marks an English sentence for the catalogue; Labelled keeps a value beside its sentence."""

from enum import StrEnum
from typing import Self


def N_(sentence: str) -> str:  # noqa: N802 (the name that gettext tools look for)
    """Return the sentence as it is; `ui` translates it when it is shown."""
    return sentence


class Labelled(StrEnum):
    """A choice: stored value and English sentence on one line; retired values stay."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
