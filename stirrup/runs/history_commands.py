"""flask runs: the history of the runs on the terminal, and computing one of them again."""

import sys
from collections.abc import Sequence

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.table import Table

from stirrup.extensions import db
from stirrup.refusals import RefusedError
from stirrup.runs import queries
from stirrup.runs.models import MatchRun
from stirrup.runs.replay import Replay, Verdict, replay

CANNOT_BE_REPLAYED = 5
WORDS = {
    Verdict.IDENTICAL: "identical, bit for bit",
    Verdict.DIFFERENT: "different, with the same versions",
    Verdict.SAME_WITH_OTHER_VERSIONS: "the same proposals, computed with other versions",
    Verdict.DIFFERENT_WITH_OTHER_VERSIONS: "different, as other versions may be",
}


@click.group("runs")
def runs() -> None:
    """Read the history of the runs, and compute one of them again."""


@runs.command("list")
@click.option("--last", default=25, type=click.IntRange(1, 10_000), help="How many; 25.")
@with_appcontext
def list_runs(last: int) -> None:
    """List the latest runs."""
    Console().print(history_table(queries.latest_runs(last)))


@runs.command("replay")
@click.argument("run_id", type=click.IntRange(1))
@with_appcontext
def replay_run(run_id: int) -> None:
    """Compute a stored run again; the exit code says what was found.

    0 identical; 1 different; 3 the same proposals with other versions; 4 different with other
    versions; 5 it cannot be replayed.
    """
    run = db.session.get(MatchRun, run_id)
    if run is None:
        raise click.BadParameter(f"there is no run {run_id}", param_hint="RUN_ID")
    try:
        found = replay(run)
    except RefusedError as refusal:
        click.echo(f"Run {run_id}: {refusal}", err=True)
        sys.exit(CANNOT_BE_REPLAYED)
    Console().print(replay_table(run_id, found))
    click.echo(f"Run {run_id}: {WORDS[found.verdict]}.")
    sys.exit(found.verdict.value)


def history_table(history: Sequence[MatchRun]) -> Table:
    """One line for each run, the latest first."""
    table = Table("Run", "Date", "Number", "State", "Proposals", "Quality", "Replay")
    for run in history:
        table.add_row(
            str(run.id),
            run.business_date.isoformat(),
            str(run.number),
            run.state.label,
            "" if run.proposals_count is None else str(run.proposals_count),
            run.status or "",
            "yes" if run.replayable else "no",
        )
    return table


def replay_table(run_id: int, found: Replay) -> Table:
    """What was recorded beside what was found, and every version that is not the same."""
    table = Table("", "recorded", "found", title=f"Run {run_id}")
    table.add_row("input", *(_short(digest) for digest in found.input_digests))
    table.add_row("proposals", *(_short(digest) for digest in found.output_digests))
    table.add_row("value", *(str(value) for value in found.values))
    for name, (recorded, here) in found.changed_versions.items():
        table.add_row(name, recorded, here)
    return table


def _short(digest: str | None) -> str:
    return "none" if digest is None else digest[:16]
