"""Works out cases written in YAML, so that a jurist can check the figures without any code."""

from collections.abc import Callable, Mapping
from typing import Any

from stirrup.benefits.case_kinds import (
    aids,
    combined,
    gifts,
    loc_avantages,
    property_tax_relief,
    rental_value,
    second_home,
    vacancy_tax,
)
from stirrup.benefits.case_kinds.facts import Facts, Result, UnreadableFactError

KINDS: Mapping[str, Callable[[Facts], Result]] = {
    "vacancy_tax": vacancy_tax.work_out,
    "taxe_fonciere_1389": property_tax_relief.work_out,
    "thrs": second_home.work_out,
    "vlc": rental_value.work_out,
    "income_tax_gift": gifts.work_out_individual,
    "corporate_238bis": gifts.work_out_company,
    "loc_avantages": loc_avantages.work_out,
    "prime_sortie_vacance": aids.work_out,
    "combined": combined.work_out,
}


def work_out(case: object) -> dict[str, Any]:
    """Return the identifier and kind of a case with its result, or with the error met."""
    written = case if isinstance(case, Mapping) else {}
    answer = {"id": written.get("id"), "kind": written.get("kind")}
    try:
        return answer | {"result": _calculation(written)(Facts.of(written))}
    except ArithmeticError:
        return answer | {"error": "a number is too large to compute with"}
    except (LookupError, TypeError, ValueError) as error:
        # Whatever is wrong with a case, the next ones are still worked out.
        return answer | {"error": str(error)}


def _calculation(case: Mapping[str, Any]) -> Callable[[Facts], Result]:
    kind = case.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise UnreadableFactError(f"kind: {kind} is not one of {', '.join(KINDS)}")
    return KINDS[kind]
