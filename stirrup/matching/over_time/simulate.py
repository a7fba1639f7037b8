"""`python -m stirrup.matching simulate`: policies over many nights of an invented town."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from stirrup.matching.columns import ProblemRefused
from stirrup.matching.over_time.arrivals import Territory, arrivals, past_of
from stirrup.matching.over_time.backtest_chart import chart
from stirrup.matching.over_time.backtest_report import report
from stirrup.matching.over_time.ledger import try_policies
from stirrup.matching.over_time.policies import OPTIMUM, POLICIES, Policy
from stirrup.matching.weights import Weights

NIGHTS, SEEDS, FIRST_SEED = 180, 5, 1
CODES = tuple(policy.code for policy in POLICIES)
COLUMNS = (
    ("share_of_hindsight", "value", 100),
    ("urgent_share", "urgent", 100),
    ("reduced_mobility_share", "access", 100),
    ("placed", "placed", 1),
    ("median_wait", "wait", 1),
    ("ninth_decile_wait", "90 %", 1),
    ("home_nights_kept", "kept", 1),
)
SHARES = tuple(key for key, _, scale in COLUMNS if scale == 100)
LEGEND = (
    "Value (with its 95 % interval), urgent, access (reduced mobility): per cent of hindsight."
    " Wait: nights, median and ninth decile. Kept: nights of homes."
    " Gain, lose: households, against the engine as it is."
)


def simulate(
    nights: int,
    seeds: Sequence[int],
    policies: Sequence[Policy],
    *,
    territory: Territory | None = None,
    weights: Weights | None = None,
) -> dict[str, Any]:
    """Return the report of policies on invented streams, one for each seed."""
    if not seeds:
        raise ProblemRefused("seeds: at least one stream")
    town = territory or Territory()
    trials = [
        try_policies(
            arrivals(seed, nights, town, weights=weights),
            past_of(seed, town, weights=weights),
            tuple(policies),
        )
        for seed in seeds
    ]
    source = {"kind": "generated", "seeds": list(seeds), "territory": asdict(town)}
    return report(trials, policies, source)


def chosen_policies(codes: Sequence[str]) -> tuple[Policy, ...]:
    """Return the policies of these codes, and the engine as it is, which all are compared with."""
    wanted = {*codes, OPTIMUM.code}
    return tuple(policy for policy in POLICIES if not codes or policy.code in wanted)


def table_rows(document: dict[str, Any]) -> list[list[str]]:
    """Return the head and the rows of the table of a report."""
    head = ["policy", *(label for _, label, _ in COLUMNS), "gain", "lose"]
    return [head, *(_row(policy) for policy in document["policies"])]


def write_files(document: dict[str, Any], json_file: Path | None, svg_file: Path | None) -> None:
    """Write the report, the chart, or both."""
    if json_file is not None:
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
        json_file.write_text(text + "\n", "utf-8")
    if svg_file is not None:
        svg_file.write_text(chart(document), "utf-8")


def main(arguments: Sequence[str]) -> int:
    """Run the policies and print their table; 0 when it answered."""
    asked = _parser().parse_args(arguments)
    seeds = range(asked.first_seed, asked.first_seed + asked.seeds)
    document = simulate(asked.nights, seeds, chosen_policies(asked.policy))
    write_files(document, asked.report, asked.svg)
    rows = table_rows(document)
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
    sys.stdout.write(LEGEND + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m stirrup.matching simulate", description=__doc__)
    parser.add_argument("--nights", type=int, default=NIGHTS)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many streams")
    parser.add_argument("--first-seed", type=int, default=FIRST_SEED)
    parser.add_argument("--policy", action="append", choices=CODES, default=[])
    parser.add_argument("--report", type=Path, metavar="FILE.json")
    parser.add_argument("--svg", type=Path, metavar="FILE.svg")
    return parser


def _row(policy: dict[str, Any]) -> list[str]:
    cells = [f"{policy['summary'][key]['mean'] * scale:.0f}" for key, _, scale in COLUMNS]
    cells[:3] = [_percent(policy["summary"][key], number) for number, key in enumerate(SHARES)]
    sizes = [row for row in policy.get("changes", ()) if row["group"] == "size"]
    changes = [str(sum(row[side] for row in sizes)) for side in ("gain", "lose")]
    return [policy["code"], *cells, *(changes if sizes else ["", ""])]


def _percent(found: dict[str, float], number: int) -> str:
    """Show a share; the first one, by which policies are chosen, with half its interval."""
    half = found["high"] - found["mean"] if not number and found["high"] is not None else None
    return f"{100 * found['mean']:.1f}" + (f"±{100 * half:.1f}" if half is not None else "")
