"""`python -m stirrup.matching`: the engine without the application, on files.

solve TERRITORY.json        the night of a territory, checked, as one JSON document
town --households 20 ...    an invented territory in that format
pairs FILE                  the pair level: an instance of columns, or of the OR-Library
benchmark --size region     the stages of the engine beside the bare solver
simulate                    policies over many nights
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from stirrup.matching.checker import check
from stirrup.matching.columns import ProblemRefused
from stirrup.matching.over_time import simulate
from stirrup.matching.pair_level import or_library
from stirrup.matching.solver import library_versions, solve
from stirrup.matching.territories import benchmark
from stirrup.matching.territories.simulation import town
from stirrup.matching.territories.territory import read_territory
from stirrup.matching.territories.territory_writing import solution_document, territory_document

SOLVED, REFUSED, UNSOUND = 0, 2, 3
OF_ITS_OWN = {
    "pairs": or_library.main,
    "benchmark": benchmark.main,
    "simulate": simulate.main,
}
"""Commands that read their own options."""


def main(arguments: list[str]) -> int:
    """Run one command; 0 when it answered, 2 when the input was refused, with the reason."""
    command, *others = arguments or [""]
    if command in OF_ITS_OWN:
        return OF_ITS_OWN[command](others)
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked))
    except (ProblemRefused, OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m stirrup.matching", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(required=True)
    for name in OF_ITS_OWN:
        commands.add_parser(name, help="see its own --help")
    solving = commands.add_parser("solve", help="solve the night of a territory")
    solving.add_argument("file", help="a territory, or - for the standard input")
    solving.set_defaults(run=_solve)
    inventing = commands.add_parser("town", help="write an invented territory")
    for name, default in (("seed", 1), ("households", 20), ("units", 8), ("communes", 6)):
        inventing.add_argument(f"--{name}", type=int, default=default)
    inventing.set_defaults(run=_town)
    return parser


def _solve(asked: argparse.Namespace) -> int:
    text = sys.stdin.read() if asked.file == "-" else Path(asked.file).read_text("utf-8")
    problem = read_territory(json.loads(text, parse_constant=_refuse_constant))
    solution = solve(problem)
    faults = check(problem, solution)
    _print(
        {
            **solution_document(problem, solution),
            "faults": faults,
            "versions": library_versions(),
        }
    )
    return UNSOUND if faults else SOLVED


def _town(asked: argparse.Namespace) -> int:
    problem = town(asked.seed, asked.households, asked.units, communes=asked.communes)
    _print(territory_document(problem))
    return SOLVED


def _refuse_constant(constant: str) -> None:
    raise ProblemRefused(f"territory: {constant} is no number here")


def _print(document: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
