"""Finds, in a question to a case worker, what must not be written: numbers of persons, health."""

import re

from stirrup.geography import plain
from stirrup.wording import N_, Labelled

LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){8,}")
"""A phone or social security number, however it is spaced; a date with slashes is none."""
HEALTH = re.compile(
    r"\b(?:malad\w*|patholog\w*|diagnosti\w*|medic\w*|hopita\w*|hospita\w*|psychiatr\w*"
    r"|psycholog\w*|depress\w*|cancer\w*|vih|hiv|sida|diabet\w*|addict\w*|toxicoman\w*"
    r"|alcool\w*|handicap\w*|enceinte\w*|grossesse\w*|pregnan\w*|illness\w*|disease\w*"
    r"|disab\w*|health\w*)\b"
)


class PrivateMatter(Labelled):
    """What has no place in a free text."""

    NUMBER = "number", N_("a long number: phone, social security or identity")
    ADDRESS = "address", N_("an e-mail address")
    HEALTH = "health", N_("health")


def find_private_matter(text: str) -> PrivateMatter | None:
    """The first matter found in a text, or None."""
    if LONG_NUMBER.search(text):
        return PrivateMatter.NUMBER
    if "@" in text:
        return PrivateMatter.ADDRESS
    return PrivateMatter.HEALTH if HEALTH.search(plain(text)) else None
