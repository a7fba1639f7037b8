"""flask night: the matching of a date by hand, and its report."""

from datetime import datetime

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.table import Table

from stirrup.clock import today
from stirrup.geography import communes
from stirrup.matching.solution import OPTIMAL
from stirrup.refusals import RefusedError
from stirrup.runs.enums import RunKind
from stirrup.runs.models import MatchRun
from stirrup.runs.nightly import NightReport, name_of_this_process, run_night


def read_territory(
    _context: click.Context, _option: click.Parameter, codes: str | None
) -> list[str] | None:
    """INSEE codes separated by spaces or commas; an unknown one is refused."""
    wanted = (codes or "").replace(",", " ").split()
    for code in wanted:
        if code not in communes():
            raise click.BadParameter(f"{code} is not the INSEE code of a commune")
    return wanted or None


@click.command("night")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="Business date; today.")
@click.option("--dry-run", is_flag=True, help="Compute and report, write nothing.")
@click.option(
    "--territory",
    callback=read_territory,
    help="INSEE codes of communes: a run apart, which leaves the others' proposals alone.",
)
@with_appcontext
def night(on: datetime | None, dry_run: bool, territory: list[str] | None) -> None:
    """Match open homes with ready households, once for a date."""
    business_date = on.date() if on else today()
    kind = RunKind.MANUAL if territory else RunKind.NIGHTLY
    try:
        report = run_night(
            business_date,
            owner=name_of_this_process(),
            territory=territory,
            dry_run=dry_run,
            kind=kind,
        )
    except RefusedError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    Console().print(report_table(report, dry_run=dry_run))


def report_table(run: NightReport | MatchRun, *, dry_run: bool = False) -> Table:
    """What a run found, proposed and proved, as a table for the terminal."""
    title = f"Night of {run.business_date:%-d %B %Y}"
    table = Table(title=f"{title}, nothing written" if dry_run else title, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for term, value in (
        ("Households ready", run.households_count),
        ("Homes open", run.units_count),
        ("Eligible pairs", run.eligible_pairs),
        ("Proposals", run.proposals_count),
        ("Quality", _quality(run)),
        ("Price of urgency, in households", run.price_of_urgency),
        ("Pairs asked for and not possible", len(run.unmet_pins)),
        *((f"Seconds to {stage}", f"{seconds:.2f}") for stage, seconds in run.durations.items()),
    ):
        table.add_row(term, "not known" if value is None else f"{value}")
    return table


def _quality(run: NightReport | MatchRun) -> str:
    return "optimal, proved" if run.status == OPTIMAL else f"within {run.gap or 0:.2%} of the best"
