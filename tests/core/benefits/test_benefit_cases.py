"""Cases that a jurist can read and write, each worked out by hand beside its reasoning."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stirrup.benefits.__main__ import main
from stirrup.benefits.cases import KINDS, work_out

TABLE = [
    ("inside one year", ["TLV-01"]),
    ("October to March", ["TLV-02"]),
    ("31 December to 30 June", ["TLV-04", "TLV-05"]),
    ("vacant for less than a year", ["TLV-06"]),
    ("new owner", ["TLV-07"]),
    ("76 or 90 days", ["TLV-08", "TLV-09", "TLV-10"]),
    ("empty again afterwards", ["TLV-01", "TLV-42"]),
    ("TVLH after years of TLV", ["TVLH-01", "TVLH-04"]),
    ("undecided, long across 1 January", ["TLV-26"]),
    ("undecided, short on 1 January", ["TLV-27", "TVLH-17"]),
    ("voted taxes, two years", ["THLV-01", "THLV-02", "TVLH-13"]),
]
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


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        (b"cases: [}", "it is not YAML"),
        (b"cases: \xff\xfe", "it is not YAML"),
        (b"cases: [2024-02-31]", "it is not YAML"),
        (b"- id: X", "it holds no list named cases"),
        (b"cases: none", "it holds no list named cases"),
        (b"", "it holds no list named cases"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_message(tmp_path, capsys, written, complaint):
    path = tmp_path / "cases.yaml"
    path.write_bytes(written)

    status = main([str(path)])

    told = capsys.readouterr()
    assert (status, told.out) == (1, "")
    assert told.err.startswith(f"{path}: {complaint}")


def test_a_file_that_does_not_exist_is_told(tmp_path, capsys):
    status = main([str(tmp_path / "none.yaml")])

    assert status == 1
    assert "No such file" in capsys.readouterr().err


def test_a_case_that_is_refused_lets_the_others_go_on(tmp_path, capsys):
    path = tmp_path / "cases.yaml"
    cases = ["no map", {"id": 7}, {"id": "A", "kind": ["vlc"]}, CASES[0]]
    path.write_text(yaml.safe_dump({"cases": cases}), "utf-8")

    status = main([str(path)])

    *refused, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert status == 0
    assert all(answer["error"].startswith("kind: ") for answer in refused)
    assert last == work_out(CASES[0])


KEYS = {
    "taxe_fonciere_1389": {
        "relief_without_placement",
        "relief_with_placement",
        "lost_relief",
        "tlv_avoided",
    },
    "thrs": {"thrs_principal", "avoided_principal", "tlv_avoided"},
    "vlc": {"vlc"},
    "income_tax_gift": {
        "net_property_income",
        "income_tax",
        "social_levies",
        "reduction",
        "reduction_used",
        "reduction_lost",
        "carried_forward",
        "net_gain",
    },
    "corporate_238bis": {"ceiling", "reduction", "carried_forward"},
    "loc_avantages": {"annual_reduction", "premium_once"},
    "prime_sortie_vacance": {"amount"},
    "combined": {"tlv_avoided_total", "gift_net", "total", "not_included"},
    "vacancy_tax": {"by_year", "avoided_principal", "avoided_total", "rate_restart_gain"},
}
SAID_APART = {"flag", "alternatives", "note"}


@pytest.mark.parametrize(
    "case", [case for case in CASES if "expected" in case], ids=lambda case: case["id"]
)
def test_a_result_has_the_keys_of_its_kind(case):
    result = work_out(case)["result"]

    assert set(result) - SAID_APART == KEYS[case["kind"]]


def test_there_is_a_case_of_every_kind():
    assert {case["kind"] for case in CASES if "expected" in case} == set(KINDS) == set(KEYS)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_each_row_of_the_algorithm_has_its_case(row):
    _, identifiers = row

    assert set(identifiers) <= {case["id"] for case in CASES}


nonsense = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.dates(),
    st.lists(st.one_of(st.integers(), st.text(max_size=4), st.lists(st.dates())), max_size=3),
    st.dictionaries(st.text(max_size=8), st.integers(), max_size=2),
)


@given(case=st.sampled_from(CASES), data=st.data())
def test_whatever_is_written_is_answered(case, data):
    inputs = dict(case.get("inputs") or {"vlc": 1})
    inputs[data.draw(st.sampled_from(sorted(inputs)))] = data.draw(nonsense)

    answer = work_out(case | {"inputs": inputs})

    assert ("result" in answer) is not ("error" in answer)
    json.dumps(answer, default=str)
