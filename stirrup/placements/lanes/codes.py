"""The codes of steps: the program’s own, and those that administrators add, told by their start."""

from stirrup.placements.lanes.enums import StepCode

OWN = "own_"
"""So begins the code of a step that administrators added; none of the program's ever does."""


def is_own(code: str) -> bool:
    """Whether administrators added the step of this code."""
    return code.startswith(OWN)


def code_of_a_step(column: str) -> str:
    """The condition in SQL that a column holds the code of a step, the program's or one's own."""
    known = ", ".join(f"'{code.value}'" for code in StepCode)
    return f"{column} IN ({known}) OR {is_own_in_sql(column)}"


def is_own_in_sql(column: str) -> str:
    """The condition in SQL that a column holds the code of a step that was added."""
    return f"substr({column}, 1, {len(OWN)}) = '{OWN}'"
