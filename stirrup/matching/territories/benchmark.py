"""`python -m stirrup.matching benchmark`: the engine on invented territories, measured.

Processor seconds of one process by stage, beside one bare OR-Tools flow on the same arrays and
beside priority greedy. Each size runs in a process of its own, so that its memory is its own.
"""

import argparse
import json
import platform
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from typing import Any

from stirrup.matching.solution import OPTIMAL
from stirrup.matching.solver import library_versions
from stirrup.matching.territories.measurement import Measured, measure
from stirrup.matching.territories.measurement_table import exponent, ratios, table
from stirrup.matching.territories.urban_areas import SIZES

ALL = "all"
SOUND, UNSOUND = 0, 3


def main(arguments: list[str]) -> int:
    """Measure what is asked for; 0 when every night is proved and passes the check."""
    asked = _parser().parse_args(arguments)
    names = list(SIZES) if asked.size == ALL else [asked.size]
    measured = [_apart(name, asked) for name in names]
    text = _as_json(measured) if asked.json else _as_text(measured)
    sys.stdout.write(text + "\n")
    sound = all(each.status == OPTIMAL and not each.faults for each in measured)
    return SOUND if sound else UNSOUND


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m stirrup.matching benchmark", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--size", choices=[*SIZES, ALL], default="metropolis")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=3, help="nights, of which the fastest counts")
    parser.add_argument("--processes", type=int, choices=(1, 2), default=1)
    parser.add_argument("--linked", type=float, default=0, help="percent of households in pairs")
    parser.add_argument("--km", type=float, default=3, help="how far apart linked ones may live")
    parser.add_argument("--no-bare", action="store_true", help="leave the bare flow out")
    parser.add_argument("--json", action="store_true")
    return parser


def _apart(name: str, asked: argparse.Namespace) -> Measured:
    """Measure one size in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        measuring = process.submit(
            measure,
            name,
            SIZES[name],
            seed=asked.seed,
            repeat=asked.repeat,
            processes=asked.processes,
            bare=not asked.no_bare,
            linked_percent=asked.linked,
            link_km=asked.km,
        )
        return measuring.result()


def _machine() -> dict[str, str]:
    return {
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        **library_versions(),
    }


def _as_json(measured: Sequence[Measured]) -> str:
    document: dict[str, Any] = {
        "versions": _machine(),
        "sizes": [asdict(each) | {"ratios": ratios(each)} for each in measured],
    }
    if len(measured) > 1:
        document["exponent"] = exponent(measured)
    return json.dumps(document, indent=1)


def _as_text(measured: Sequence[Measured]) -> str:
    text = [", ".join(f"{name} {version}" for name, version in _machine().items())]
    text += ["", *table(measured)]
    if len(measured) > 1:
        text += ["", f"The night grows with the power {exponent(measured):.2f} of its pairs."]
    return "\n".join(text)
