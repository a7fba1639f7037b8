"""flask simulate: policies over many nights, on invented arrivals or on the instance's own past."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from stirrup.clock import today
from stirrup.matching.columns import ProblemRefused
from stirrup.matching.over_time.arrivals import PAST_NIGHTS
from stirrup.matching.over_time.backtest_report import report
from stirrup.matching.over_time.ledger import try_policies
from stirrup.matching.over_time.simulate import (
    CODES,
    FIRST_SEED,
    LEGEND,
    NIGHTS,
    SEEDS,
    chosen_policies,
    table_rows,
    write_files,
)
from stirrup.matching.over_time.simulate import simulate as simulate_streams
from stirrup.runs.own_history import own_stream, past_before
from stirrup.runs.parameters import weights_in_force

FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("simulate")
@click.option("--nights", type=click.IntRange(1, 1_000), default=NIGHTS, show_default=True)
@click.option("--seeds", type=click.IntRange(1, 100), default=SEEDS, show_default=True)
@click.option("--first-seed", type=click.IntRange(0, 2**31), default=FIRST_SEED, show_default=True)
@click.option(
    "--policy",
    "policies",
    multiple=True,
    type=click.Choice(CODES),
    help="Several may be named; all of them by default. The engine as it is always takes part.",
)
@click.option("--own", is_flag=True, help="The last nights of this instance, not invented ones.")
@click.option("--report", "report_file", type=FILE, help="Write the report, as JSON.")
@click.option("--svg", "svg_file", type=FILE, help="Write the chart.")
@with_appcontext
def simulate(
    nights: int,
    seeds: int,
    first_seed: int,
    policies: tuple[str, ...],
    own: bool,
    report_file: Path | None,
    svg_file: Path | None,
) -> None:
    """Compare policies over many nights, with what hindsight would have reached.

    Nothing is changed: a policy is adopted from the report, by a named person.
    """
    try:
        if own:
            document = own_report(today() - timedelta(days=nights), nights, policies)
        else:
            document = simulate_streams(
                nights,
                range(first_seed, first_seed + seeds),
                chosen_policies(policies),
                weights=weights_in_force(),
            )
    except ProblemRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    write_files(document, report_file, svg_file)
    Console().print(report_table(document))


def own_report(first_night: date, nights: int, policies: tuple[str, ...]) -> dict[str, Any]:
    """The report of the instance's own nights; what came in the year before is what is known."""
    chosen = chosen_policies(policies)
    stream = own_stream(first_night, nights)
    seen = past_before(first_night)
    if not len(stream.everyone.households) or not len(stream.everyone.units):
        raise click.ClickException("Nobody waited, or no home was open, on these nights.")
    source = {"kind": "own", "first_night": first_night.isoformat(), "seen_nights": PAST_NIGHTS}
    return report([try_policies(stream, seen, chosen)], chosen, source)


def report_table(document: dict[str, Any]) -> Table:
    """Shares of hindsight in per cent, with half the 95 % interval; waits in nights."""
    head, *rows = table_rows(document)
    best = document["hindsight"]["placed"]["mean"]
    table = Table(
        title=f"{document['nights']} nights, {document['streams']} streams",
        box=SIMPLE_HEAD,
        padding=0,
        pad_edge=False,
        caption=f"{LEGEND} Hindsight houses {best:.0f}.",
    )
    for number, label in enumerate(head):
        table.add_column(label, justify="right" if number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return table
