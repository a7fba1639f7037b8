"""Territories as JSON documents: read, written back, and refused with the place of the fault."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from stirrup.matching.__main__ import main
from stirrup.matching.columns import ProblemRefused
from stirrup.matching.territories.simulation import town
from stirrup.matching.territories.territory import read_territory
from stirrup.matching.territories.territory_writing import territory_document

SMALL = {
    "format": "stirrup-territory-1",
    "business_date": "2026-03-02",
    "seed": 7,
    "units": [
        {
            "id": 1,
            "bedrooms": 2,
            "max_people": 4,
            "commune": "Roubaix",
            "latitude": 50.69,
            "longitude": 3.17,
            "free_from": "2026-03-02",
            "latest_entry": "2026-06-01",
        }
    ],
    "households": [
        {
            "id": 5,
            "people": 3,
            "bedrooms_needed": 2,
            "earliest_entry": "2026-03-01",
            "latest_entry": "2026-04-01",
            "association": 3,
            "accepted_communes": ["Tourcoing", "Roubaix"],
        }
    ],
}


def small(**differences):
    """The small territory, but for some keys of its first rows: `units__floor=3`."""
    document = deepcopy(SMALL)
    for path, value in differences.items():
        table, _, key = path.partition("__")
        if key:
            document[table][0][key] = value
        else:
            document[table] = value
    return document


@pytest.mark.parametrize("seed", range(8))
def test_a_problem_written_and_read_is_the_same_problem(seed):
    problem = town(seed, 30, 12, demands=2.0)

    document = json.loads(json.dumps(territory_document(problem)))

    assert read_territory(document).digest() == problem.digest()


def test_the_order_of_wishes_is_their_rank():
    problem = read_territory(SMALL)

    assert problem.households.accepted_communes.values.tolist() == [2, 1]
    assert problem.units.commune.tolist() == [0]


def test_what_is_left_out_asks_and_offers_nothing():
    problem = read_territory(SMALL)

    assert problem.units.ground_floor.tolist() == [True]
    assert problem.units.pets.tolist() == problem.households.pets.tolist() == [0]
    assert problem.households.rare_needs.tolist() == [0]


@pytest.mark.parametrize(
    ("differences", "fault"),
    [
        ({"format": "2"}, 'territory.format: "stirrup-territory-1" expected'),
        ({"moods": []}, "territory: moods is not a known key"),
        ({"units__sex": "F"}, "units[0]: sex is not a known key"),
        ({"households__age": 30}, "households[0]: age is not a known key"),
        ({"units": {}}, "territory.units: a list expected"),
        ({"units": [3]}, "units[0]: an object expected"),
        ({"units": [{"id": 1}]}, "units[0].commune: missing"),
        ({"units__id": "1"}, "units[0].id: a whole number expected"),
        ({"units__id": True}, "units[0].id: a whole number expected"),
        ({"units__floor": None}, "units[0].floor: a number, true or false expected"),
        ({"units__free_from": "02/03/2026"}, "units[0].free_from: a day like"),
        ({"units__pets": "large"}, "units[0].pets: one of none, small, any expected"),
        ({"units__commune": 59512}, "communes must be all texts or all whole numbers"),
        ({"units__kept_for": ["age"]}, "units[0].kept_for: one of needs_step_free"),
        ({"units__max_people": 4.5}, "Units.max_people"),
        ({"units__latitude": 1e400}, "Units.latitude"),
        ({"units__places": 0}, "Units.places"),
        ({"units": SMALL["units"] * 2}, "Units.id: the ids must rise, each once"),
        ({"households__pinned_units": [9]}, "households[0].pinned_units: there is no unit 9"),
        ({"households__pinned_units": [[1]]}, "pinned_units: a whole number expected"),
        ({"units__commune": {}}, "units[0]: a commune is a text or a whole number"),
        ({"households__refused_communes": [[]]}, "households[0]: a commune is a text"),
        ({"households__urgency": 4}, "Households.urgency"),
        ({"households__anchors": [{"km": 3}]}, "anchors.latitude: missing"),
        ({"weights": {"placed": -1}}, "Weights.placed: out of bounds"),
        ({"weights": {"urgency": [1, 2, 3, 0]}}, "Weights.urgency: out of bounds"),
        ({"weights": {"lots": "many"}}, "weights.lots: a whole number expected"),
        ({"business_date": 3}, "business_date: a day like 2026-03-02 expected"),
        ({"seed": -1}, "Problem.seed"),
    ],
)
def test_a_fault_is_named_where_it_stands(differences, fault):
    with pytest.raises(ProblemRefused) as refused:
        read_territory(small(**differences))

    assert fault in str(refused.value)


def test_solve_prints_the_proved_proposals(tmp_path, capsys):
    file = tmp_path / "territory.json"
    file.write_text(json.dumps(SMALL), "utf-8")

    code = main(["solve", str(file)])

    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    assert answer["pairs"] == [{"referral": 5, "unit": 1}]
    assert (answer["status"], answer["faults"]) == ("optimal", [])


@pytest.mark.parametrize("text", ["", "[1", '{"format": NaN}', "[]", "\ufeff{}"])
def test_solve_refuses_what_is_no_territory(text, tmp_path, capsys):
    file = tmp_path / "territory.json"
    file.write_text(text, "utf-8")

    code = main(["solve", str(file)])

    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err.count("\n") == 1


def test_an_invented_town_can_be_solved(tmp_path, capsys):
    assert main(["town", "--households", "12", "--units", "5"]) == 0
    file = tmp_path / "town.json"
    file.write_text(capsys.readouterr().out, "utf-8")

    assert main(["solve", str(file)]) == 0


def test_the_sample_of_the_documentation_can_be_solved(capsys):
    sample = Path(__file__).parents[3] / "docs" / "samples" / "territory.json"

    code = main(["solve", str(sample)])

    assert code == 0
    assert json.loads(capsys.readouterr().out)["placed"] > 0
