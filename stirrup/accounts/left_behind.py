"""What somebody without access leaves behind: who keeps it counts it, and gives it to another."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from stirrup.accounts.models import User

EXTENSION = "left_behind"


@dataclass(frozen=True)
class Keeper:
    """How many dossiers a person accompanies; and all of them given to another person.

    `give(person, to, by)` is part of the caller's transaction, and tells the new person.
    """

    count: Callable[[User], int]
    give: Callable[[User, User, User], int]


def install(app: Flask, keeper: Keeper) -> None:
    """Let `keeper` answer."""
    app.extensions[EXTENSION] = keeper


def keeper() -> Keeper:
    """Who keeps the dossiers of this application."""
    kept: Keeper = current_app.extensions[EXTENSION]
    return kept
