"""The report of a back-test: one JSON document, from which a policy may be adopted."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from math import sqrt
from statistics import fmean, stdev
from typing import Any

from stirrup.matching.over_time.hindsight import STAY_NIGHTS
from stirrup.matching.over_time.hold_policy import HoldPolicy
from stirrup.matching.over_time.ledger import Trial, by_group, changes_by_group, measures
from stirrup.matching.over_time.policies import OPTIMUM, Policy
from stirrup.matching.solver import library_versions
from stirrup.matching.weights import Weights

FORMAT = 1
STUDENT = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)
"""Two-sided 95 % points of Student's t, for 1 to 10 degrees of freedom."""
STUDENT_ABOVE = ((15, 2.131), (20, 2.086), (30, 2.042), (10**9, 1.96))
"""The same up to so many degrees of freedom, at the cautious end."""
MEASURE = (
    "Points of the published weights: urgency, a home found, suitability."
    " Waiting and scarcity do not count."
)


def report(
    trials: Sequence[Trial], policies: Sequence[Policy], source: dict[str, Any]
) -> dict[str, Any]:
    """Return the report: the same trials always give the same document.

    `source` says where the streams come from (seeds and territory, or the instance's history).
    """
    cases = list(trials)
    codes = [policy.code for policy in policies]
    against = codes.index(OPTIMUM.code) if OPTIMUM.code in codes else None
    weights = cases[0].stream.everyone.weights
    return {
        "format": FORMAT,
        "source": source,
        "nights": cases[0].stream.nights,
        "stay_nights": STAY_NIGHTS,
        "streams": len(cases),
        "households": [len(trial.stream.everyone.households) for trial in cases],
        "homes": [len(trial.stream.everyone.units) for trial in cases],
        "weights": _plain(weights),
        "versions": library_versions(),
        "measure": MEASURE,
        "hindsight": {
            **_summary([measures(trial, trial.hindsight) for trial in cases]),
            "proved": all(trial.hindsight.proved for trial in cases),
        },
        "compared_with": OPTIMUM.code if against is not None else None,
        "policies": [_policy(cases, policies, number, against) for number in range(len(codes))],
    }


def interval(values: Sequence[float]) -> dict[str, float | None]:
    """Return the mean of independent streams and its 95 % interval (Student); none from one."""
    mean = fmean(values)
    if len(values) < 2:
        return {"mean": mean, "low": None, "high": None}
    half = _student(len(values) - 1) * stdev(values) / sqrt(len(values))
    return {"mean": mean, "low": mean - half, "high": mean + half}


def _policy(
    trials: list[Trial], policies: Sequence[Policy], number: int, against: int | None
) -> dict[str, Any]:
    policy = policies[number]
    runs = [measures(trial, trial.courses[number]) for trial in trials]
    answer: dict[str, Any] = {
        "code": policy.code,
        "label": policy.label,
        "holds": _plain(policy.holds) if policy.holds else None,
        "summary": _summary(runs),
        "groups": by_group(trials, number),
        "runs": runs,
    }
    if against is not None and against != number:
        before = [measures(trial, trial.courses[against]) for trial in trials]
        answer["difference"] = {
            name: interval(
                [after[name] - first[name] for after, first in zip(runs, before, strict=True)]
            )
            for name in runs[0]
        }
        answer["changes"] = changes_by_group(trials, against, number)
    return answer


def _plain(settings: Weights | HoldPolicy) -> dict[str, Any]:
    """Return settings as JSON gives them back."""
    values = asdict(settings)
    return {name: list(one) if isinstance(one, tuple) else one for name, one in values.items()}


def _summary(runs: Sequence[dict[str, float]]) -> dict[str, Any]:
    return {name: interval([one[name] for one in runs]) for name in runs[0]}


def _student(freedom: int) -> float:
    if freedom <= len(STUDENT):
        return STUDENT[freedom - 1]
    steps = ((len(STUDENT), STUDENT[-1]), *STUDENT_ABOVE)
    return next(value for (_, value), (above, _) in pairwise(steps) if freedom <= above)
