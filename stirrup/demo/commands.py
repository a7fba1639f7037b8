"""Command line: load the demonstration territory."""

import click
from flask import current_app
from flask.cli import with_appcontext

from stirrup.accounts.demo_sign_in import DEMO_PASSWORD
from stirrup.accounts.passwords import hash_password
from stirrup.demo.territory import is_empty, load_territory


@click.command("demo")
@click.option("--households", default=100, show_default=True, help="How many are referred.")
@click.option("--units", default=60, show_default=True, help="How many homes are offered.")
@click.option("--seed", default=59, show_default=True, help="Same seed and day, same data.")
@with_appcontext
def demo(households: int, units: int, seed: int) -> None:
    """Fill an empty database with the metropole of Lille: real communes, invented people."""
    if not current_app.config["DEMO_ACCOUNTS_ALLOWED"]:
        raise click.ClickException("Demonstration accounts are refused in production.")
    if not is_empty():
        raise click.ClickException("This database already holds accounts: nothing was changed.")
    loaded = load_territory(
        hash_password(DEMO_PASSWORD), households=households, units=units, seed=seed
    )
    click.echo(
        f"{loaded.landlords} landlords, {loaded.units} homes, {loaded.case_workers} case workers,"
        f" {loaded.households} households."
    )
