"""Measures side by side: what the targets are stated in, and a table to read."""

from collections.abc import Iterator, Sequence
from math import log

from stirrup.matching.territories.measurement import APART, Measured

STAGES = ("load", "pairs", "scores", "components", "flow", "proof", "links", "check", "write")


def ratios(measured: Measured) -> dict[str, float]:
    """Return the quotients that the targets are stated in, and the gains on greedy as shares."""
    found = {
        "megabytes_for_1000_referrals": 1000 * measured.peak_megabytes / measured.households,
        "placed_gain": _gain(measured.placed, measured.greedy_placed),
        "value_gain": _gain(measured.value, measured.greedy_value),
        "lost_suitability_gain": _gain(measured.lost_suitability, measured.greedy_lost_suitability),
    }
    if measured.bare_seconds:
        found["night_to_bare"] = measured.night_seconds / measured.bare_seconds
        found["pairs_to_bare"] = measured.seconds["pairs"] / measured.bare_seconds
    return found


def exponent(measured: Sequence[Measured]) -> float:
    """Return the power of the number of pairs with which the night grows, from first to last."""
    first, last = measured[0], measured[-1]
    return log(last.night_seconds / first.night_seconds) / log(last.pairs / first.pairs)


def table(measured: Sequence[Measured]) -> list[str]:
    """Return the lines of a table with a column for each measure."""
    columns = [dict(_cells(each)) for each in measured]
    labels = list(dict.fromkeys(label for column in columns for label in column))
    width = max(map(len, labels))
    return [
        label.ljust(width) + "".join(column.get(label, "").rjust(16) for column in columns)
        for label in labels
    ]


def _cells(measured: Measured) -> Iterator[tuple[str, str]]:
    yield "territory", measured.size
    yield "households x units", f"{measured.households} x {measured.units}"
    yield "eligible pairs", f"{measured.pairs:,}"
    yield "components", f"{measured.components}"
    yield "status", "UNSOUND" if measured.faults else measured.status
    yield "gap to the bound", f"{measured.gap:.4%}"
    for stage in STAGES:
        yield f"{stage} (s)", f"{measured.seconds.get(stage, 0):.3f}"
    yield "whole night (s)", f"{measured.night_seconds:.3f}"
    yield "price of urgency, apart (s)", f"{measured.seconds.get(APART, 0):.3f}"
    yield f"wall, {measured.processes} process(es) (s)", f"{measured.wall_seconds:.3f}"
    if measured.bare_seconds is not None:
        yield "bare flow (s)", f"{measured.bare_seconds:.3f}"
    yield "peak memory (MB)", f"{measured.peak_megabytes:.0f}"
    yield from _quotients(measured)


def _quotients(measured: Measured) -> Iterator[tuple[str, str]]:
    found = ratios(measured)
    if "night_to_bare" in found:
        yield "night / bare flow", f"{found['night_to_bare']:.2f}"
        yield "pairs / bare flow", f"{found['pairs_to_bare']:.2f}"
    yield "MB for 1,000 referrals", f"{found['megabytes_for_1000_referrals']:.1f}"
    yield "placed (greedy)", f"{measured.placed} ({measured.greedy_placed})"
    yield "placed, against greedy", f"{found['placed_gain']:+.2%}"
    yield "value, against greedy", f"{found['value_gain']:+.2%}"
    yield "lost suitability, against greedy", f"{found['lost_suitability_gain']:+.2%}"
    yield "price of urgency", f"{measured.price_of_urgency}"


def _gain(ours: float, others: float) -> float:
    return ours / others - 1 if others else 0.0
