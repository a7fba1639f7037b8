"""Communes as whole numbers: the matcher counts, it does not spell."""

from functools import cache

from stirrup.geography import communes


def commune_number(insee_code: str) -> int:
    """The number of an INSEE code, the same for ever: Corsica's letters become a zero."""
    return int(insee_code.replace("A", "0").replace("B", "0"))


def commune_code(number: int) -> str:
    """The INSEE code of a number."""
    return _codes()[number]


@cache
def _codes() -> dict[int, str]:
    return {commune_number(code): code for code in communes()}
