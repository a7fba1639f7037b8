"""Who else follows a referral to another association: who keeps its proposals says it."""

from collections.abc import Callable

from flask import Flask, current_app

from stirrup.accounts.models import User
from stirrup.referrals.models import Referral

EXTENSION = "taken_over"

Follower = Callable[[Referral, User], None]
"""Called in the transaction of a transfer, by whoever took the referral over."""


def install(app: Flask, follower: Follower) -> None:
    """Let `follower` do what follows from a transfer."""
    app.extensions[EXTENSION] = follower


def tell_taken_over(referral: Referral, by: User) -> None:
    """The referral has another association from now on; the caller commits."""
    follower: Follower = current_app.extensions[EXTENSION]
    follower(referral, by)
