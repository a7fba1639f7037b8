"""What checking a list found: what each row would do, and what keeps some of them out."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from stirrup.wording import N_, Labelled

FAULTS_SHOWN = 100


class Outcome(Labelled):
    """What a row would do, or did."""

    NEW = "new", N_("new drafts")
    CHANGED = "changed", N_("drafts changed")
    KNOWN = "known", N_("already taken over, nothing changes")
    FAULTY = "faulty", N_("to correct")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one row stays out; `column` is its heading, `suggestion` what was probably meant."""

    line: int
    column: str
    value: str
    message: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row: its answers by column, its marks in the memory of lists, what it would do."""

    line: int
    outcome: Outcome
    answers: dict[str, Any]
    marks: tuple[str, ...] = ()
    subject_id: int | None = None
    """Of what the row changes, or became before."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole list."""

    rows: list[CheckedRow]
    faults: list[Fault]

    def counts(self) -> dict[str, int]:
        """How many rows of each outcome."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome.value: found[outcome] for outcome in Outcome}

    def of(self, outcome: Outcome) -> list[CheckedRow]:
        """The rows of one outcome, in the order of the file."""
        return [row for row in self.rows if row.outcome == outcome]

    def told(self) -> dict[str, Any]:
        """What is stored and shown: the counts, and the first faults."""
        shown = [asdict(fault) for fault in self.faults[:FAULTS_SHOWN]]
        return {"counts": self.counts(), "faults_count": len(self.faults), "faults": shown}
