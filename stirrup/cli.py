"""Commands of the platform; `flask --help` lists them."""

import sys

import click
from flask import Flask

from stirrup.accounts.commands import create_admin
from stirrup.backups.commands import backup, restore
from stirrup.demo.commands import demo
from stirrup.notices.commands import paper_list
from stirrup.outbox.commands import outbox
from stirrup.placements.commands import documents
from stirrup.placements.stall_commands import stalls
from stirrup.preparation import prepare
from stirrup.runs.commands import night
from stirrup.runs.history_commands import runs
from stirrup.runs.simulate_command import simulate
from stirrup.serving import port_from_environment
from stirrup.serving import serve as run_both


@click.command("serve")
def serve() -> None:
    """Serve the site and keep the timetable until Ctrl-C, on this machine only."""
    sys.exit(run_both(port_from_environment()))


COMMANDS = (
    *(backup, create_admin, demo, documents, night, outbox, paper_list),
    *(prepare, restore, runs, serve, simulate, stalls),
)


def register_commands(app: Flask) -> None:
    """Attach the commands to the application."""
    for command in COMMANDS:
        app.cli.add_command(command)
