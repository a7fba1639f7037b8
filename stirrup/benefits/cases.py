"""Works out cases written in YAML, so that a jurist can check the figures without any code."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from stirrup.benefits.comparison import YearOutcome, study
from stirrup.benefits.doubts import notes_on
from stirrup.benefits.dwelling import Dwelling, OwnerKind
from stirrup.benefits.occupation import Occupation, united
from stirrup.benefits.regimes import ByYear, Regime, Vote, in_force
from stirrup.benefits.rental_value import RentalValue
from stirrup.benefits.rounding import euros
from stirrup.benefits.vacancy_tax import Assessment

T = TypeVar("T")
Written = Mapping[str, Any]


class UnknownKindError(ValueError):
    """No calculation answers to that kind of case."""


def work_out(case: Written) -> dict[str, Any]:
    """Return the identifier and kind of a case with its result, or with the error met."""
    answer = {"id": case.get("id"), "kind": case.get("kind")}
    try:
        return answer | {"result": _calculation(case.get("kind"))(case)}
    except KeyError as missing:
        return answer | {"error": f"not understood or missing: {missing.args[0]}"}
    except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
        return answer | {"error": str(error)}


def _calculation(kind: object) -> Callable[[Written], dict[str, Any]]:
    if kind == "vacancy_tax":
        return _vacancy_tax
    if kind == "vlc":
        return _rental_value
    raise UnknownKindError("kind not known yet")


def _rental_value(case: Written) -> dict[str, Any]:
    inputs = case["inputs"]
    year = int(inputs["target_year"])
    value = RentalValue.from_notice(_decimal(inputs["tf_base"]), int(inputs["tf_base_year"]))
    found = value.at(year)
    flag = {"flag": str(found.unknown)} if found.unknown else {}
    return {"vlc": _number(euros(found.euros, year)), **flag}


def _vacancy_tax(case: Written) -> dict[str, Any]:
    inputs, years = case["inputs"], [int(year) for year in case["tax_years"]]
    dwelling = _dwelling(inputs, years)
    outcomes = study(dwelling, united(_occupations(inputs["placements"])), years)
    by_year = {str(one.year): _year(dwelling, one) for one in outcomes}
    columns = ("avoided_principal", "avoided_total", "rate_restart_gain")
    totals = {column: [year[column] for year in by_year.values()] for column in columns}
    return {"by_year": by_year} | {
        column: None if None in values else sum(values) for column, values in totals.items()
    }


def _year(dwelling: Dwelling, outcome: YearOutcome) -> dict[str, Any]:
    kept = outcome.kept
    fees = kept.avoided_fees
    year: dict[str, Any] = {
        "without_placement": _assessment(kept.without_placement),
        "with_placement": _assessment(kept.with_placement),
        "avoided_principal": _number(kept.avoided_principal),
        "avoided_fees": None if fees is None else _number(fees),
        "avoided_total": None if fees is None else _number(kept.avoided_total),
        "rate_restart_gain": _number(kept.restart_gain_principal),
    }
    if outcome.alternatives:
        year["alternatives"] = [_number(amount) for amount in outcome.alternatives]
        year["note"] = " ".join(map(str, notes_on(dwelling, outcome)))
    return year


def _assessment(one: Assessment) -> dict[str, Any]:
    rate = _number(one.rate) if one.due else None
    reasons = {} if one.due else {"reasons": [reason.code.value for reason in one.reasons]}
    return {"due": one.due, "rate": rate, "tax": _number(one.tax), **reasons}


def _dwelling(inputs: Written, years: Sequence[int]) -> Dwelling:
    regimes = _by_year(inputs["regime"], lambda name: Regime[name])
    facts = {key: inputs[key] for key in ("habitable", "furnished", "involuntary") if key in inputs}
    return Dwelling(
        vacant_since=_date(inputs["vacant_since"]),
        owner_since=_date(inputs["owner_since"]),
        rental_value=_rental_values(inputs["vlc"]),
        regimes=regimes,
        votes=_votes(inputs, regimes, years),
        owner_kind=OwnerKind[inputs.get("owner_kind", "person").upper()],
        past_occupations=tuple(_occupations(inputs.get("past_placements", ()))),
        **facts,
    )


def _rental_values(written: object) -> RentalValue:
    values = _by_year(written, _decimal)
    return RentalValue(known=values.years, every_year=values.default)


def _votes(inputs: Written, regimes: ByYear[Regime], years: Sequence[int]) -> ByYear[Vote]:
    """Read `voted` for the tense zone of TVLH and `rate` for the taxes that only a vote creates."""
    voted = inputs.get("voted") or {}
    tense = Vote(*(_decimal(voted[key]) if key in voted else None for key in ("first", "next")))
    rates = _by_year(inputs.get("rate"), _decimal)
    votes = {}
    for year in years:
        regime, rate = in_force(regimes.at(year) or Regime.NONE, year), rates.at(year)
        if regime is Regime.TVLH_TENSE and voted:
            votes[year] = tense
        elif regime in (Regime.THLV, Regime.TVLH_OTHER) and rate is not None:
            votes[year] = Vote.flat(rate)
    return ByYear(votes)


def _by_year(written: object, read: Callable[[Any], T]) -> ByYear[T]:
    """Read a map by tax year with a default, or one value for every year."""
    if not isinstance(written, Mapping):
        return ByYear(default=None if written is None else read(written))
    years = {int(year): read(value) for year, value in written.items() if year != "default"}
    return ByYear(years, read(written["default"]) if "default" in written else None)


def _occupations(written: Iterable[Sequence[object]]) -> Iterable[Occupation]:
    return (Occupation(_date(first), _date(last)) for first, last in written)


def _date(written: object) -> date:
    return written if isinstance(written, date) else date.fromisoformat(str(written))


def _decimal(written: object) -> Decimal:
    return Decimal(str(written))


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
