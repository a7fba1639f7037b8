"""What one organisation has here, in counts: who keeps homes and referrals says it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from stirrup.accounts.models import Organisation

EXTENSION = "figures_of_an_organisation"


@dataclass(frozen=True)
class Figures:
    """None where the count is not for this kind of organisation."""

    homes: int | None = None
    referrals: int | None = None
    stays: int | None = None


Teller = Callable[[Organisation], Figures]


def install(app: Flask, teller: Teller) -> None:
    """Let `teller` count."""
    app.extensions[EXTENSION] = teller


def figures_of(organisation: Organisation) -> Figures:
    """How many homes, referrals and stays."""
    teller: Teller = current_app.extensions[EXTENSION]
    return teller(organisation)
