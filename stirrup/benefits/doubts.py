"""How sure the figures of a year are: what is not settled, not known or left out."""

from collections.abc import Iterator, Sequence

from stirrup.benefits.codes import Code
from stirrup.benefits.comparison import YearOutcome
from stirrup.benefits.dwelling import Dwelling
from stirrup.benefits.parameters import Confidence, value_at
from stirrup.benefits.regimes import Law, find_law
from stirrup.benefits.sentences import Sentence, say
from stirrup.benefits.vacancy_tax import January, Reading
from stirrup.wording import N_, Labelled


class Certainty(Labelled):
    """How sure a line is."""

    CONFIRMED = "confirmed", N_("confirmed by a text")
    ESTIMATED = "estimated", N_("estimated, or declared by you")
    TO_CONFIRM = "to_confirm", N_("to confirm: a text or a vote is missing")


UNSETTLED = {
    Code.RANK_MAY_RESTART,
    Code.RESTS_ON_1_JANUARY,
    Code.SHORT_OCCUPATION_ON_1_JANUARY,
    Code.OCCUPATION_RULE_PRESUMED,
    Code.VOTE_UNKNOWN,
}


def certainty_of(dwelling: Dwelling, outcome: YearOutcome, notes: Sequence[Sentence]) -> Certainty:
    """Return how sure the amounts of that year are: what the owner declared is an estimate."""
    left_empty = outcome.kept.without_placement
    law = find_law(left_empty.regime, outcome.year)
    if any(note.code in UNSETTLED for note in notes):
        return Certainty.TO_CONFIRM
    if law is None or not left_empty.due or not dwelling.rental_value.at(outcome.year).exact:
        return Certainty.ESTIMATED
    complete = "first_rate" in law.figures and "fees_rate" in law.figures
    sure = all(one.confidence is Confidence.CONFIRMED for one in law.figures.values())
    return Certainty.CONFIRMED if complete and sure else Certainty.ESTIMATED


def notes_on(dwelling: Dwelling, outcome: YearOutcome) -> Iterator[Sentence]:
    """Yield what a reader has to know about the figures of that year; nothing when none is due."""
    left_empty = outcome.kept.without_placement
    law = find_law(left_empty.regime, outcome.year)
    if law is None or not left_empty.due:
        return
    yield from _on_the_readings(outcome, law)
    yield from _on_the_law(dwelling, outcome, law)
    if unknown := dwelling.rental_value.at(outcome.year).unknown:
        yield unknown
    if not left_empty.collected:
        floor = value_at("rounding.not_collected_below", outcome.year)
        yield say(Code.NOT_COLLECTED, floor_euros=floor)


def _on_the_readings(outcome: YearOutcome, law: Law) -> Iterator[Sentence]:
    kept = outcome.kept
    restarted = outcome.under(Reading(rank_carries_on=False))
    if restarted.without_placement.rate != kept.without_placement.rate:
        yield say(Code.RANK_MAY_RESTART)
    if outcome.under(Reading(january=January.NONE)).is_direct != kept.is_direct:
        yield say(Code.RESTS_ON_1_JANUARY, threshold_days=law.threshold_days)
    if outcome.under(Reading(january=January.ALL)).is_direct != kept.is_direct:
        yield say(Code.SHORT_OCCUPATION_ON_1_JANUARY, threshold_days=law.threshold_days)


def _on_the_law(dwelling: Dwelling, outcome: YearOutcome, law: Law) -> Iterator[Sentence]:
    gained = outcome.kept.avoided_total or outcome.kept.restart_gain
    if gained and law.presumes_occupation_rule:
        yield say(Code.OCCUPATION_RULE_PRESUMED, threshold_days=law.threshold_days)
    if law.highest_rates and not dwelling.votes.at(law.year):
        first, following = law.highest_rates
        yield say(Code.VOTE_UNKNOWN, highest_first_rate=first, highest_next_rate=following)
    if outcome.kept.without_placement.fees is None:
        yield say(Code.FEES_UNKNOWN)
