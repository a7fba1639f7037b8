"""Invented lists with their faults and their truth, each one from its number alone."""

import unicodedata
from dataclasses import dataclass, field
from random import Random
from typing import Any

from stirrup.clock import today
from stirrup.spreadsheets.checking import LONGEST_VALUE
from stirrup.ui.parsing import shown
from tests.features.spreadsheets.campaign.containers import (
    Dress,
    a_dress,
    holds,
    lines_before,
    written,
)
from tests.features.spreadsheets.campaign.questions import (
    PLACES,
    Question,
    Said,
    home_questions,
    household_questions,
)

OF_UNITS, OF_REFERRALS = "units", "referrals"
EXTRA = ("Notre colonne", "Couleur", "Gardien", "")


@dataclass
class InventedRow:
    """`wrong`: column name to the refused text that stands in its place."""

    reference: Said
    said: dict[str, Said]
    wrong: dict[str, str] = field(default_factory=dict)
    line: int = 0


@dataclass
class InventedList:
    """A file, and all that is true of it; `names`: column name to its heading in the file."""

    seed: int
    kind: str
    dress: Dress
    questions: dict[str, Question]
    names: dict[str, str]
    rows: list[InventedRow]
    content: bytes = b""

    @property
    def faults(self) -> dict[tuple[int, str], str]:
        """Line and heading of each refused cell, to what the report shows of it."""
        return {
            (row.line, self.names[name].strip()): as_reported(text)
            for row in self.rows
            for name, text in row.wrong.items()
        }

    @property
    def right(self) -> list[InventedRow]:
        return [row for row in self.rows if not row.wrong]

    def meaning_of(self, row: InventedRow) -> dict[str, Any]:
        """What the draft of a row holds, by question."""
        return {name: said.meaning for name, said in row.said.items() if name in self.questions}


def as_reported(text: str) -> str:
    value = shown(text.strip())
    return value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"


def invent(seed: int, kind: str, *, rows: int = 0, faulty: float = 0.3) -> InventedList:
    """The list of a number: always the same."""
    rng = Random(f"{kind} {seed}")
    dress = a_dress(rng)
    asked = home_questions() if kind == OF_UNITS else household_questions()
    kept = [one for one in asked if one.needed or rng.random() < 0.7]
    names = {one.name: _heading(rng, rng.choice(one.headings), dress) for one in kept}
    names |= {name: _heading(rng, words, dress) for name, words in _always(kind).items()}
    found = InventedList(seed, kind, dress, {one.name: one for one in kept}, names, [])
    for number in range(rows or rng.randint(1, 9)):
        found.rows.append(_row(rng, found, number, faulty))
    found.content = _laid_out(rng, found)
    return found


def _always(kind: str) -> dict[str, str]:
    if kind == OF_UNITS:
        return {"own_reference": "Référence", "commune": "Commune", "postcode": "Code postal"}
    return {"own_reference": "Dossier", "notice_on": "Notice remise le"}


def _row(rng: Random, found: InventedList, number: int, faulty: float) -> InventedRow:
    said = {one.name: one.say(rng, found.dress.letters) for one in found.questions.values()}
    if found.kind == OF_UNITS:
        commune, postcode, _code = rng.choice(PLACES)
        said |= {"commune": Said(commune, None), "postcode": Said(postcode, None, int(postcode))}
    else:
        said["notice_on"] = Said(f"{today():%d/%m/%Y}", None, today())
    row = InventedRow(Said(f"R{found.seed}-{number}", None), said)
    if rng.random() < faulty:
        _break(rng, found, row)
    return row


def _break(rng: Random, found: InventedList, row: InventedRow) -> None:
    for name in rng.sample(list(found.questions), k=min(len(found.questions), rng.randint(1, 2))):
        refused = [text for text in found.questions[name].refused if holds(found.dress, text)]
        if refused:
            row.wrong[name] = rng.choice(refused)


def _heading(rng: Random, words: str, dress: Dress) -> str:
    """As people and their tools write it."""
    way = rng.choice(("as it is", "as it is", "capitals", "without accents", "apart", "spaced"))
    if way == "capitals":
        words = words.upper()
    elif way == "without accents":
        words = _without_accents(words)
    elif way == "apart":
        words = unicodedata.normalize("NFD", words)
    elif way == "spaced":
        words = f" {words}  "
    if not holds(dress, words):
        words = _without_accents(words).replace("’", "'")
    return words


def _without_accents(words: str) -> str:
    apart = unicodedata.normalize("NFD", words)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _laid_out(rng: Random, found: InventedList) -> bytes:
    """Columns in any order, others among them, empty lines and a title above, empty rows."""
    order: list[str | None] = list(found.names)
    rng.shuffle(order)
    for _more in range(rng.randint(0, 3)):
        order.insert(rng.randint(1, len(order)), None)
    extra = iter(rng.sample(EXTRA, k=4))
    headings = [Said(found.names[name] if name else next(extra), None) for name in order]
    above = _above(rng, found.dress)
    grid = [*above, headings]
    for row in found.rows:
        grid += [[Said("", None)] * len(order)] * rng.choice((0, 0, 0, 1, 2))
        row.line = len(grid) + 1 + lines_before(found.dress)
        grid.append([_cell(rng, row, name) for name in order])
    return written(found.dress, grid)


def _above(rng: Random, dress: Dress) -> list[list[Said]]:
    """A title would tell a wrong separator: only workbooks have one."""
    blank = [[Said("", None)]] * rng.choice((0, 0, 0, 1, 3))
    title = [[Said("Liste du parc", None)]] if dress.kind != "csv" and rng.random() < 0.3 else []
    return [*blank, *title]


def _cell(rng: Random, row: InventedRow, name: str | None) -> Said:
    if name is None:
        return rng.choice((Said("", None), Said("bleu", None)))
    if name == "own_reference":
        return row.reference
    return Said(row.wrong[name], None) if name in row.wrong else row.said[name]
