"""Back-tests: nothing is used twice, nothing beats hindsight, a seed always gives the same."""

import json
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import numpy as np
import pytest

from stirrup.matching.columns import ProblemRefused
from stirrup.matching.eligibility import obstacles
from stirrup.matching.over_time.arrivals import Territory, arrivals, past_of
from stirrup.matching.over_time.backtest import run
from stirrup.matching.over_time.backtest_chart import chart
from stirrup.matching.over_time.backtest_report import interval, report
from stirrup.matching.over_time.hindsight import STAY_NIGHTS, in_hindsight
from stirrup.matching.over_time.ledger import SMALLEST_GROUP, measures, try_policies
from stirrup.matching.over_time.policies import holding
from stirrup.matching.over_time.simulate import chosen_policies, main
from stirrup.matching.over_time.stream import Stream, night_of
from stirrup.matching.over_time.worth import worth
from tests.core.matching.situations import MONDAY, TODAY, a_household, a_night, a_unit
from tests.core.matching.streams import CODES, NIGHTS, QUICK, TOWN, before, course, policy, weeks

SEEDS = range(3)


def days(*numbers):
    return np.array(numbers, np.int64) + TODAY


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", CODES)
def test_no_policy_beats_hindsight(code, seed):
    found = course(code, seed)

    best = in_hindsight(weeks(seed))

    assert best.proved
    assert 0 < found.value <= best.value


@pytest.mark.parametrize("code", CODES)
def test_nobody_is_housed_twice_and_no_home_is_used_twice_at_a_time(code):
    found = course(code, 1)

    assert len(np.unique(found.h)) == len(found.h)
    assert len(np.unique(found.u)) == len(found.u)


@pytest.mark.parametrize("code", CODES)
def test_both_sides_are_there_and_suit_each_other(code):
    stream, found = weeks(2), course(code, 2)

    day = stream.first_day + found.nights

    assert (stream.household_from[found.h] <= day).all()
    assert (day < stream.household_until[found.h]).all()
    assert (stream.unit_from[found.u] <= day).all()
    assert (day < stream.unit_until[found.u]).all()
    pairs = zip(found.u.tolist(), found.h.tolist(), strict=True)
    assert not any(obstacles(stream.everyone, u, h) for u, h in pairs)


def test_hindsight_keeps_the_same_limits():
    stream = weeks(3)

    best = in_hindsight(stream)

    assert len(np.unique(best.h)) == len(best.h)
    assert len(np.unique(best.u)) == len(best.u)
    assert best.value == worth(stream.everyone, best.u, best.h).sum()


@pytest.mark.parametrize("code", CODES)
def test_the_same_seed_gives_the_same_nights(code):
    first = course(code, 2)

    again = run(arrivals(2, NIGHTS, TOWN, waiting_already=10), policy(code), before())

    assert np.array_equal(first.h, again.h)
    assert np.array_equal(first.u, again.u)
    assert np.array_equal(first.nights, again.nights)


def test_another_seed_gives_other_nights():
    assert weeks(1).everyone.digest() != weeks(2).everyone.digest()


@pytest.mark.parametrize("code", ["rare_needs", "sampled_futures"])
def test_a_home_is_never_kept_longer_than_the_policy_says(code):
    stream = _one_step_free_home_and_nobody_who_needs_it()
    holds = replace(policy(code).holds, nights=5, futures_nights=9)

    found = run(stream, replace(policy(code), choose=holding(holds)), before())

    longest = 5 if code == "rare_needs" else 9
    assert len(found.h) == 1
    assert 5 <= found.nights[0] <= longest


def test_a_household_without_shelter_never_waits_for_a_hold():
    stream = _one_step_free_home_and_nobody_who_needs_it(urgency=0)

    found = run(stream, policy("sampled_futures"), before())

    assert found.nights.tolist() == [0]


def test_a_home_opens_again_after_six_months():
    night = a_night(
        units=[a_unit(latest_entry=TODAY + 400)],
        households=[a_household(urgency=1), a_household(id=2, latest_entry=TODAY + 300)],
    )
    stream = Stream(night, 200, days(0, 0), days(200, 200), days(0), days(200))

    found = run(stream, policy("optimum"), before())

    assert found.nights.tolist() == [0, STAY_NIGHTS]
    assert in_hindsight(stream).value == found.value


def test_each_place_of_a_shared_home_serves_one_household():
    night = a_night(
        units=[a_unit(places=2, shared=True)],
        households=[a_household(id=number, accepts_shared=True) for number in (1, 2, 3)],
    )
    stream = Stream(night, 3, days(0, 0, 0), days(3, 3, 3), days(0), days(3))

    found = run(stream, policy("optimum"), before())

    assert (len(found.h), len(in_hindsight(stream).h)) == (2, 2)


def test_who_came_earlier_has_waited_longer():
    night = a_night(households=[a_household(id=1, waiting_days=30), a_household(id=2)])
    stream = Stream(night, 9, days(0, 4), days(9, 9), days(0), days(9))

    seen = night_of(stream, TODAY + 6, np.array([0, 1]), np.array([0]), np.array([1]))

    assert seen.households.waiting_days.tolist() == [36, 32]
    assert seen.business_date == MONDAY + timedelta(days=6)


def test_a_night_of_a_stream_keeps_what_each_household_has_several_of():
    night = a_night(
        units=[a_unit(id=number) for number in (1, 2)],
        households=[a_household(id=number) for number in (1, 2)],
        accepted_communes=[(2, 0, 1)],
        refused_communes=[(2, 5)],
        banned_pairs=[(2, 2), (1, 1)],
        anchors=[(2, 50.0, 3.0, 9)],
    )
    stream = Stream(night, 3, days(0, 0), days(3, 3), days(0, 0), days(3, 3))

    seen = night_of(stream, TODAY, np.array([1]), np.array([1]), np.array([1])).households

    one = np.array([0])
    assert seen.accepted_communes.holds(one, np.array([0])).all()
    assert seen.refused_communes.holds(one, np.array([5])).all()
    assert seen.banned_pairs.keys.tolist() == [0]
    assert seen.anchors.km.tolist() == [[9.0]]


def test_a_stream_without_nights_is_refused():
    with pytest.raises(ProblemRefused, match="nights"):
        Stream(a_night(), 0, days(0), days(1), days(0), days(1))


def test_a_town_without_homes_is_refused():
    with pytest.raises(ProblemRefused, match="Territory"):
        Territory(homes_a_night=0)


def test_the_past_ends_when_the_stream_begins():
    past = past_of(3)

    assert date.fromordinal(past.end) == arrivals(3, 5).everyone.business_date


def test_hindsight_is_all_of_itself():
    trial = try_policies(weeks(1), before(), QUICK[:1])

    found = measures(trial, trial.hindsight)

    assert (found["share_of_hindsight"], found["urgent_share"]) == (1.0, 1.0)


@pytest.fixture(scope="module")
def document():
    policies = tuple(policy(code) for code in ("first_come", "optimum", "rare_needs"))
    trials = [try_policies(weeks(seed), before(), policies) for seed in (1, 2)]
    return report(trials, policies, {"kind": "test"})


def test_a_report_says_what_was_compared_and_how(document):
    assert json.loads(json.dumps(document)) == document
    assert [row["code"] for row in document["policies"]] == ["first_come", "optimum", "rare_needs"]
    assert document["compared_with"] == "optimum"
    assert document["hindsight"]["proved"]
    assert {"measure", "weights", "versions", "source", "nights"} <= document.keys()
    for row in document["policies"]:
        assert {"summary", "groups", "runs", "holds", "label"} <= row.keys()


def test_only_policies_of_the_real_nights_can_be_adopted_from_a_report(document):
    holds = {row["code"]: row["holds"] and row["holds"]["name"] for row in document["policies"]}

    assert holds == {"first_come": None, "optimum": "off", "rare_needs": "rare_needs"}


def test_who_gains_and_who_loses_adds_up(document):
    before_, after = document["policies"][1], document["policies"][2]

    for kind in ("size", "urgency", "reduced_mobility"):
        rows = [row for row in after["changes"] if row["group"] == kind]
        housed = [
            sum(row["housed"] for row in policy["groups"] if row["group"] == kind)
            for policy in (before_, after)
        ]
        assert sum(row["gain"] - row["lose"] for row in rows) == housed[1] - housed[0]


def test_a_small_group_is_not_reported(document):
    groups = [row for policy in document["policies"] for row in policy["groups"]]

    assert groups
    assert min(row["households"] for row in groups) >= SMALLEST_GROUP


def test_an_interval_needs_two_streams():
    assert interval([0.5]) == {"mean": 0.5, "low": None, "high": None}


def test_an_interval_follows_student():
    found = interval([1.0, 2.0, 3.0])

    assert found["mean"] == 2.0
    assert found["high"] - 2.0 == pytest.approx(4.303 / 3**0.5)


def test_the_chart_is_well_formed_and_says_in_words_what_it_shows(document):
    drawn = ElementTree.fromstring(chart(document))

    words = drawn.find("{*}desc").text
    assert drawn.find("{*}title").text == f"Policies over {NIGHTS} nights"
    for row in document["policies"]:
        assert row["label"] in words
        assert f"{row['summary']['share_of_hindsight']['mean']:.1%}".replace("%", " %") in words


def test_the_engine_as_it_is_always_takes_part():
    assert [one.code for one in chosen_policies(["first_come"])] == ["first_come", "optimum"]


def test_it_runs_without_the_application(tmp_path, capsys):
    files = tmp_path / "report.json", tmp_path / "chart.svg"
    options = ["--nights", "3", "--seeds", "1", "--policy", "first_come"]

    status = main([*options, "--report", str(files[0]), "--svg", str(files[1])])

    assert status == 0
    assert "first_come" in capsys.readouterr().out
    assert json.loads(files[0].read_text())["source"]["seeds"] == [1]
    assert files[1].read_text().startswith("<svg")


def test_no_seed_is_refused():
    with pytest.raises(ProblemRefused, match="seeds"):
        main(["--seeds", "0"])


@pytest.mark.parametrize("code", CODES)
def test_a_past_in_which_nobody_came_is_no_obstacle(code):
    night = a_night()
    stream = Stream(night, 3, days(0), days(3), days(0), days(3))
    nobody = a_night(units=[], households=[])

    found = run(stream, policy(code), Stream(nobody, 9, days(), days(), days(), days()))

    assert len(found.h) == 1


def _one_step_free_home_and_nobody_who_needs_it(urgency=3):
    night = a_night(
        units=[a_unit(step_free=True)],
        households=[a_household(urgency=urgency, latest_entry=TODAY + 60)],
    )
    return Stream(night, 40, days(0), days(60), days(0), days(60))
