"""A process that runs nights in forks of itself, so that a kill costs no start-up.

Each line that comes in is a number of forks; it answers with their process ids, then, once all of
them have ended, with their exit statuses: DONE, REFUSED, or minus the signal that killed them.
"""

import os
import sys

from config import Testing
from stirrup.application import create_app
from stirrup.clock import today
from stirrup.geography import communes
from stirrup.matching.solver import solve
from stirrup.matching.territories.simulation import town
from stirrup.refusals import RefusedError
from stirrup.runs.nightly import run_night

DONE, REFUSED = 0, 3


def main() -> None:
    """Warm up without touching the database, then serve until the input ends."""
    communes()
    solve(town(1, households=3, units=3))
    app = create_app(Testing())
    for line in sys.stdin:
        children = [fork(app, f"contender {number}") for number in range(int(line))]
        say(children)
        say([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children])


def fork(app, owner: str) -> int:
    child = os.fork()
    if child == 0:
        os._exit(run_as(app, owner))
    return child


def run_as(app, owner: str) -> int:
    with app.app_context():
        try:
            run_night(today(), owner=owner)
        except RefusedError:
            return REFUSED
    return DONE


def say(numbers: list[int]) -> None:
    sys.stdout.write(" ".join(map(str, numbers)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
