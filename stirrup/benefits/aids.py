"""The aids to owners of vacant dwellings, national and local: conditions met or not, no promise."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from stirrup.benefits.codes_aids import AidCode
from stirrup.benefits.parameters import Parameter, find_parameter
from stirrup.benefits.sentences import Sentence, say
from stirrup.geography import LILLE_METROPOLE
from stirrup.wording import N_, Labelled


class Level(Labelled):
    """Who pays."""

    NATIONAL = "national", N_("National")
    LOCAL = "local", N_("Local")


class State(Labelled):
    """Whether a condition is met, as far as we know."""

    MET = "met", N_("met")
    UNMET = "unmet", N_("not met")
    UNKNOWN = "unknown", N_("to check")


@dataclass(frozen=True)
class AidFacts:
    """What is known of a dwelling and its owner's plan; None where nobody said.

    `density_level` is that of the seven-level grid of the Insee; a free loan is not `is_let`;
    `monthly_rent` is in euros; `epci_code` is the SIREN number of the group of communes.
    """

    year: int
    epci_code: str | None = None
    density_level: int | None = None
    vacant_years: Decimal | None = None
    in_programme: bool | None = None
    anah_works: bool | None = None
    is_let: bool = False
    monthly_rent: Decimal | None = None
    convention: bool = False


@dataclass(frozen=True)
class Condition:
    """One condition of an aid."""

    sentence: Sentence
    state: State


@dataclass(frozen=True)
class Aid:
    """An aid with its amount in euros when one is known; never due before all is met."""

    headline: Sentence
    level: Level
    amount: Decimal | None
    conditions: tuple[Condition, ...]
    notes: tuple[Sentence, ...]
    source: Parameter | None

    @property
    def state(self) -> State:
        """Unmet when one condition is, unknown when one is and none is unmet, else met."""
        found = {condition.state for condition in self.conditions}
        return next((one for one in (State.UNMET, State.UNKNOWN) if one in found), State.MET)


def list_aids(facts: AidFacts) -> tuple[Aid, ...]:
    """Return the catalogue for these facts, national aids first; none of them is a promise."""
    local = _local(facts.epci_code == LILLE_METROPOLE if facts.epci_code else None)
    return (vacancy_exit_premium(facts), _intermediation(facts), _visale(facts), *local)


def vacancy_exit_premium(facts: AidFacts) -> Aid:
    """Return the premium of the Anah for a dwelling that comes out of a long vacancy."""
    amount = find_parameter("aids.vacancy_exit_premium", facts.year)
    return Aid(
        say(AidCode.VACANCY_EXIT),
        Level.NATIONAL,
        amount.value if amount else None,
        (
            *_long_vacancy_outside_towns(facts),
            Condition(say(AidCode.IF_PROGRAMME), _state(facts.in_programme)),
            Condition(say(AidCode.IF_ANAH_WORKS), _state(facts.anah_works)),
            Condition(say(AidCode.IF_LET), _state(facts.is_let)),
        ),
        (say(AidCode.STILL_PAID_UNREAD),),
        amount,
    )


def _long_vacancy_outside_towns(facts: AidFacts) -> Iterator[Condition]:
    if least := find_parameter("aids.vacancy_exit_least_density", facts.year):
        level = facts.density_level
        sparse = None if level is None else level >= least.value
        yield Condition(say(AidCode.IF_SPARSE, density_count=least.value), _state(sparse))
    if least := find_parameter("aids.vacancy_exit_years", facts.year):
        years = facts.vacant_years
        long_vacant = None if years is None else years > least.value
        yield Condition(say(AidCode.IF_LONG_VACANT, vacant_count=least.value), _state(long_vacant))


def _intermediation(facts: AidFacts) -> Aid:
    least = find_parameter("loc_avantages.premium_lease", facts.year)
    conditions = (
        Condition(say(AidCode.IF_CONVENTION), _state(facts.convention)),
        Condition(say(AidCode.IF_LET), _state(facts.is_let)),
    )
    headline, notes = say(AidCode.INTERMEDIATION), (say(AidCode.PREMIUM_FORMS_DISPUTED),)
    amount = least.value if least else None
    return Aid(headline, Level.NATIONAL, amount, conditions, notes, least)


def _visale(facts: AidFacts) -> Aid:
    ceiling = find_parameter("aids.visale_rent_ceiling", facts.year)
    conditions = [Condition(say(AidCode.IF_LET), _state(facts.is_let))]
    if ceiling:
        low_enough = None if facts.monthly_rent is None else facts.monthly_rent <= ceiling.value
        rent_below = say(AidCode.IF_RENT_BELOW, ceiling_euros=ceiling.value)
        conditions.append(Condition(rent_below, _state(low_enough)))
    headline, notes = say(AidCode.VISALE), (say(AidCode.DAMAGE_NOT_COVERED),)
    return Aid(headline, Level.NATIONAL, None, tuple(conditions), notes, ceiling)


def _local(in_metropolis: bool | None) -> tuple[Aid, ...]:
    inside = (Condition(say(AidCode.IF_IN_METROPOLIS), _state(in_metropolis)),)
    advice = Aid(say(AidCode.LOCAL_ADVICE), Level.LOCAL, None, inside, (), None)
    unknown = (Condition(say(AidCode.NO_AMOUNT_FOUND), State.UNKNOWN),)
    return (advice, Aid(say(AidCode.LOCAL_AMOUNT), Level.LOCAL, None, unknown, (), None))


def _state(answer: bool | None) -> State:
    if answer is None:
        return State.UNKNOWN
    return State.MET if answer else State.UNMET
