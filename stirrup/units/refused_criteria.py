"""Finds, in what a landlord writes, criteria about persons that the law refuses. Pure."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from stirrup.geography import plain
from stirrup.wording import N_, Labelled

WORDS = Path(__file__).with_suffix(".yaml")
BETWEEN = r"(?: (?:a|aux|au|d|de|des|du|la|le|les|l|un|une|pour|the|a|any|jeunes?))*"
"""Small words allowed between the choice and the persons: "réservé à des ...", "pas d'...". """


class RefusedCriterion(Labelled):
    """What a landlord may not choose a household by."""

    FAMILY = "family", N_("family situation")
    SEX = "sex", N_("sex")
    AGE = "age", N_("age")
    ORIGIN = "origin", N_("origin or nationality")
    RELIGION = "religion", N_("religion")
    JOB = "job", N_("work or income")
    LANGUAGE = "language", N_("language")
    HEALTH = "health", N_("health or disability")
    CHARACTER = "character", N_("a judgement on persons")


def find_refused_criteria(text: str) -> list[RefusedCriterion]:
    """The criteria about persons that this text sets, in the order of the list."""
    words = " ".join(re.findall(r"[a-z0-9]+", plain(text)))
    return [criterion for criterion, pattern in _patterns() if pattern.search(words)]


@cache
def _patterns() -> tuple[tuple[RefusedCriterion, re.Pattern[str]], ...]:
    lists = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    before = "|".join(lists["chosen"] + lists["excluded"])
    return tuple(
        (criterion, re.compile("|".join(_expressions(lists["criteria"][criterion.value], before))))
        for criterion in RefusedCriterion
    )


def _expressions(words: dict[str, list[str]], before: str) -> Iterator[str]:
    for expression in words.get("always", []):
        yield rf"\b(?:{expression})\b"
    if persons := "|".join(words.get("persons", [])):
        yield rf"\b(?:{before}){BETWEEN} (?:{persons})\b"
        yield rf"\b(?:{persons}) (?:{before})\b"
