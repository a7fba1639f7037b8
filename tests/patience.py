"""Waiting for what another process or thread does: long on a busy machine, and never in vain."""

from collections.abc import Callable
from time import monotonic, sleep

PATIENCE_SECONDS = 120.0
"""By the clock, on a machine that does ten other things."""
BETWEEN_LOOKS_SECONDS = 0.02


def awaited(look: Callable):
    """What a look gives as soon as it is not empty, or once patience has ended."""
    latest = monotonic() + PATIENCE_SECONDS
    while not (seen := look()) and monotonic() < latest:
        sleep(BETWEEN_LOOKS_SECONDS)
    return seen
