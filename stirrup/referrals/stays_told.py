"""What a referral's timeline tells of its stays: who keeps stays says it, referrals only ask."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

from stirrup.referrals.models import Referral

EXTENSION = "stays_of_a_referral"


@dataclass(frozen=True)
class StayEvent:
    """One step of one stay; `who` is None for the platform itself."""

    at: datetime
    title: str
    who: str | None
    url: str
    shape: str | None = None


Teller = Callable[[Referral], list[StayEvent]]


def install(app: Flask, teller: Teller) -> None:
    """Let `teller` answer for the stays."""
    app.extensions[EXTENSION] = teller


def events_of_stays(referral: Referral) -> list[StayEvent]:
    """Every step of every stay of this household."""
    teller: Teller = current_app.extensions[EXTENSION]
    return teller(referral)
