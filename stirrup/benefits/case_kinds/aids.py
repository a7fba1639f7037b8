"""Cases of the premium for a dwelling that comes out of a long vacancy."""

from stirrup.benefits.aids import AidFacts, State, vacancy_exit_premium
from stirrup.benefits.case_kinds.facts import Facts, Result, as_json
from stirrup.benefits.parameters import find_latest


def work_out(facts: Facts) -> Result:
    """Return the amount: 0 when a condition is not met, null when one is not known."""
    aid = vacancy_exit_premium(
        AidFacts(
            year=_year(facts),
            density_level=int(facts.amount("density_level"))
            if facts.has("density_level")
            else None,
            vacant_years=facts.amount("vacant_years") if facts.has("vacant_years") else None,
            in_programme=facts.yes("opah_or_pig") if facts.has("opah_or_pig") else None,
            anah_works=facts.yes("anah_works") if facts.has("anah_works") else None,
            is_let=True,
        )
    )
    if aid.state is State.UNMET:
        return {"amount": 0}
    return {"amount": as_json(aid.amount) if aid.state is State.MET else None}


def _year(facts: Facts) -> int:
    """The year of the case, else that of the last figure: the format names none."""
    if facts.has("year"):
        return facts.year("year")
    latest = find_latest("aids.vacancy_exit_premium")
    return latest.start if latest else 1
