"""Reports of `flask simulate`: what they must hold before a policy may be adopted from them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from stirrup.matching.columns import ProblemRefused
from stirrup.matching.over_time.backtest_report import FORMAT
from stirrup.matching.over_time.hold_policy import SENTENCES, HoldPolicy
from stirrup.refusals import RefusedError
from stirrup.wording import N_

LARGEST_REPORT = 2 * 1024 * 1024
MEASURES = {
    "share_of_hindsight": N_("Share of what hindsight would reach"),
    "placed": N_("Households housed"),
    "urgent_placed": N_("Urgent households housed"),
    "reduced_mobility_placed": N_("Households with reduced mobility housed"),
    "median_wait": N_("Median wait, in nights"),
    "ninth_decile_wait": N_("Wait that one household in ten exceeds, in nights"),
}


class ReportRefusedError(RefusedError):
    """Not a report, or one without a policy that can be adopted."""

    sentence = N_("This file is not a report of flask simulate.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class PolicyNotInReportError(RefusedError):
    """A policy is adopted from the report that shows what it does, and to whom."""

    sentence = N_("This report does not compare that policy with the engine as it is.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True)
class MeasureLine:
    """One figure of a report: a mean over its streams, before and after; and the 95 % interval."""

    label: str
    before: float
    after: float
    low: float | None
    high: float | None


def read_report(content: bytes) -> dict[str, Any]:
    """The report in a file. Raises ReportRefusedError."""
    if len(content) > LARGEST_REPORT:
        raise ReportRefusedError
    try:
        report = json.loads(content)
        if report["format"] != FORMAT or not list(_adoptable(report)):
            raise ReportRefusedError
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as refusal:
        raise ReportRefusedError from refusal
    return dict(report)


def find_policy(report: dict[str, Any], name: str) -> HoldPolicy:
    """The policy of that name, compared with the engine as it is. Raises PolicyNotInReportError."""
    for row, policy in _adoptable(report):
        if policy.name == name and row.get("difference"):
            return policy
    raise PolicyNotInReportError


def policy_names() -> dict[str, str]:
    """Every policy that the nights can follow, with the sentence that says what it does."""
    return dict(SENTENCES)


def measure_lines(report: dict[str, Any] | None, policy: HoldPolicy) -> list[MeasureLine]:
    """What the report says that the policy changes; empty when it says nothing of it."""
    if not report or "policies" not in report:
        return []
    before = _row(report, lambda row: row["code"] == report.get("compared_with"))
    after = _row(report, lambda row: row.get("holds") and HoldPolicy(**row["holds"]) == policy)
    if before is None or after is None or not after.get("difference"):
        return []
    return [
        MeasureLine(
            label,
            before["summary"][name]["mean"],
            after["summary"][name]["mean"],
            after["difference"][name]["low"],
            after["difference"][name]["high"],
        )
        for name, label in MEASURES.items()
    ]


def _row(report: dict[str, Any], holds: Any) -> dict[str, Any] | None:
    return next((row for row in report["policies"] if holds(row)), None)


def _adoptable(report: dict[str, Any]) -> Iterator[tuple[dict[str, Any], HoldPolicy]]:
    """Each row of a policy that the nights can follow. Raises ValueError."""
    for row in report["policies"]:
        if row.get("holds"):
            try:
                yield row, HoldPolicy(**row["holds"])
            except ProblemRefused as refusal:
                raise ValueError(str(refusal)) from refusal
