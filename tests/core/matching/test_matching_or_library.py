"""Files of pair problems: each format is told apart, solved and printed, or refused."""

import json

import numpy as np
import pytest

from stirrup.matching.columns import ProblemRefused
from stirrup.matching.pair_level.or_library import main, read

DENSE = "3\n1 5 9\n 4 2 8\n7 6 3\n"
SPARSE = "3\n1 1 1\n1 2 5\n2 2 2\n3 3 3\n3 1 7\n"
GENERALISED = "2\n2 3\n 5 6 7\n 8 4 5\n 2 2 2\n 3 3 3\n 4 3\n1 1\n9\n2\n1\n"
SAMPLES = {
    "assignment.txt": [13],
    "sparse-assignment.txt": [13],
    "generalised-assignment.txt": [23, 110],
    "pairs.json": [23],
}


def lines_of(capsys, *arguments):
    status = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return status, [json.loads(line) for line in printed.out.splitlines()], printed.err


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "problem.txt"
        path.write_text(text)
        return path

    return write


@pytest.mark.parametrize("name", SAMPLES)
def test_each_sample_of_the_documentation_is_solved(name, capsys, repository):
    status, lines, _ = lines_of(capsys, repository / "docs/samples" / name)

    assert status == 0
    assert [line["value"] for line in lines] == SAMPLES[name]
    assert {line["status"] for line in lines} == {"optimal"}


def test_a_dense_file_is_an_assignment_of_least_cost(capsys, written):
    status, (line,), _ = lines_of(capsys, written(DENSE), "--pairs")

    seconds = line.pop("seconds")
    assert status == 0
    assert seconds >= 0
    assert line == {
        "problem": 1,
        "value": 6,
        "bound": 6,
        "gap": 0.0,
        "status": "optimal",
        "pairs": [[0, 0], [1, 1], [2, 2]],
    }


def test_the_sense_can_be_turned(capsys, written):
    path = written(DENSE)

    assert lines_of(capsys, path, "--maximise")[1][0]["value"] == 20
    assert lines_of(capsys, path, "--minimise")[1][0]["value"] == 6


def test_a_sparse_file_holds_only_the_pairs_that_exist():
    (problem,) = read(SPARSE)

    assert problem["left"].tolist() == [0, 0, 1, 2, 2]
    assert problem["right"].tolist() == [0, 1, 1, 2, 0]
    assert problem["value"].tolist() == [1, 5, 2, 3, 7]


def test_a_generalised_file_holds_agents_jobs_values_uses_and_capacities():
    first, second = read(GENERALISED)

    assert np.array([first["left"], first["right"]]).tolist() == [[0, 1, 2] * 2, [0] * 3 + [1] * 3]
    assert first["value"].tolist() == [5, 6, 7, 8, 4, 5]
    assert first["knapsack"].use.tolist() == [2, 2, 2, 3, 3, 3]
    assert first["knapsack"].capacities.tolist() == [4, 3]
    assert second["lefts"] == 1


def test_a_generalised_file_is_maximised_unless_told(capsys, written):
    path = written(GENERALISED)

    assert [line["value"] for line in lines_of(capsys, path)[1]] == [21, None]
    assert [line["value"] for line in lines_of(capsys, path, "--minimise")[1]] == [16, None]


def test_left_nodes_that_cannot_all_be_assigned_are_printed(capsys, written):
    _, (line,), _ = lines_of(capsys, written("2\n1 1 4\n2 1 5\n"))

    assert (line["status"], line["stuck"], line["value"]) == ("infeasible", [0, 1], None)


@pytest.mark.parametrize(
    "text",
    ["", "two", "3\n1 2", "2\n1 2 3.5 4", "1\n0 5\n", "2\n1 3 4\n", "0", "9" * 30, "-1\n1 1 1"],
)
def test_another_text_is_refused(text):
    with pytest.raises(ProblemRefused):
        read(text)


@pytest.mark.parametrize(
    "change",
    [{"rihgt": []}, {"left_caps": [{"of": []}]}, {"knapsack": {"usage": []}}, {"left": None}],
)
def test_other_columns_are_refused_without_a_trace(change, capsys, written):
    good = {"left": [0], "right": [0], "value": [1]}

    status, lines, said = lines_of(capsys, written(json.dumps(good | change)))

    assert (status, lines) == (2, [])
    assert said.count("\n") == 1


def test_broken_json_or_no_file_is_said_in_one_line(capsys, written, tmp_path):
    assert lines_of(capsys, written("{"))[0] == 2
    assert lines_of(capsys, tmp_path / "absent")[0] == 2
