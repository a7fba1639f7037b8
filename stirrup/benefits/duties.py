"""What the owner has to do, with its date and article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from stirrup.benefits.codes import Code
from stirrup.benefits.occupation import ONE_DAY, Occupation
from stirrup.benefits.parameters import find_parameter, get_parameter, value_at
from stirrup.benefits.sentences import Sentence, say
from stirrup.wording import Labelled


@dataclass(frozen=True)
class Duty:
    """Something to do before a day (that day excluded), or at any time when there is none."""

    sentence: Sentence
    article: str
    before: date | None = None
    tax_year: int | None = None

    @property
    def code(self) -> Labelled:
        """The stable code of the duty."""
        return self.sentence.code


def list_duties(runs: Sequence[Occupation], avoided_years: Sequence[int]) -> tuple[Duty, ...]:
    """Return what these occupations, and the taxes that they avoid, ask of the owner, in order."""
    declarations = [duty for run in runs for duty in _declarations(run)]
    claims = [_claim(year) for year in avoided_years]
    return (*declarations, *claims, Duty(say(Code.KEEP_PROOFS), article=""))


def _declarations(run: Occupation) -> Iterator[Duty]:
    arrival = _declared_before(run.first_day)
    departure = _declared_before(run.last_day + ONE_DAY)
    days = {"first_on": run.first_day, "last_on": run.last_day}
    if arrival is None or departure is None:
        return
    if arrival == departure:
        yield _declaration(Code.DECLARE_OCCUPATION, arrival, **days)
    else:
        yield _declaration(Code.DECLARE_ARRIVAL, arrival, **days)
        yield _declaration(Code.DECLARE_DEPARTURE, departure, **days)


def _declared_before(change: date) -> date | None:
    year = change.year + 1
    month = find_parameter("duties.declaration_month", year)
    return date(year, int(month.value), 1) if month else None


def _declaration(code: Code, before: date, **days: date) -> Duty:
    fine = value_at("duties.declaration_fine", before.year)
    article = get_parameter("duties.declaration_month", before.year).article
    return Duty(say(code, fine_euros=fine, **days), article, before)


def _claim(tax_year: int) -> Duty:
    limit = get_parameter("duties.claim_years", tax_year)
    before = date(tax_year + int(limit.value) + 1, 1, 1)
    return Duty(say(Code.CLAIM_IF_TAXED, tax_year=tax_year), limit.article, before, tax_year)
