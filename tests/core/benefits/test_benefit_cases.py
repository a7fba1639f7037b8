"""Cases that a jurist can read and write, each worked out by hand beside its reasoning."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from stirrup.benefits.__main__ import main
from stirrup.benefits.cases import work_out

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
CASES = [case for file in FILES for case in yaml.safe_load(file.read_text("utf-8"))["cases"]]


def agrees(expected, found):
    """Whether every figure expected is found; alternatives have to be named whenever there are."""
    if not isinstance(expected, dict):
        return expected == found
    if "avoided_principal" in expected:
        expected = {"alternatives": None, **expected}
    if not isinstance(found, dict):
        return False
    return all(agrees(value, found.get(str(key))) for key, value in expected.items())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_gives_what_was_worked_out_by_hand(case):
    answer = work_out(case)

    assert answer.get("error") == case.get("expected_error")
    assert agrees(case.get("expected"), answer.get("result")), json.dumps(answer, indent=1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_says_what_it_proves_and_why(case):
    assert case["title"]
    assert case["reasoning"].strip()
    assert case["source"].strip()
    assert ("expected" in case) is not ("expected_error" in case)


def test_case_identifiers_are_unique():
    identifiers = [case["id"] for case in CASES]

    assert len(identifiers) == len(set(identifiers))


def test_a_year_that_is_open_to_several_readings_says_why():
    case = next(case for case in CASES if case["id"] == "TVLH-01")

    note = work_out(case)["result"]["by_year"]["2027"]["note"]

    assert "former tax count for the higher rate" in note


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text(yaml.safe_dump({"cases": CASES[:3]}), "utf-8")
    return path


def test_one_line_of_json_is_printed_for_each_case_in_order(file, capsys):
    status = main([str(file)])

    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line) for line in lines] == list(map(work_out, CASES[:3]))
    assert status == 0


def test_without_a_file_the_command_says_how_to_use_it(capsys):
    status = main([])

    assert status == 2
    assert "CASES.yaml" in capsys.readouterr().err


def test_the_command_runs_without_the_web(file):
    code = f"import runpy, sys; sys.argv[1:] = [{str(file)!r}]; sys.modules['flask'] = None;"
    code += "runpy.run_module('stirrup.benefits', run_name='__main__')"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
