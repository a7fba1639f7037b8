"""flask night: the report of a run on the terminal."""

from datetime import timedelta

import pytest

from stirrup.clock import today
from stirrup.runs.enums import ProposalState, RunKind
from stirrup.runs.models import MatchRun, Proposal
from tests.features.runs.situations import a_town, count, proposals_in


@pytest.fixture
def night(app):
    return lambda *options: app.test_cli_runner().invoke(args=["night", *options])


def test_it_reports_what_was_found_proposed_and_proved(night):
    a_town()

    answer = night()

    assert answer.exit_code == 0
    for words in ("Households ready", "Homes open", "Eligible pairs", "optimal, proved"):
        assert words in answer.output
    assert len(proposals_in(ProposalState.SUBMITTED)) == 4


def test_a_dry_run_reports_and_writes_nothing(night):
    a_town()

    answer = night("--dry-run")

    assert "nothing written" in answer.output
    assert (count(MatchRun), count(Proposal)) == (0, 0)


def test_a_second_night_of_a_date_is_refused(night):
    night()

    answer = night()

    assert answer.exit_code == 1
    assert "The night of this date is already done." in answer.output


def test_a_date_too_far_ahead_is_refused(night):
    answer = night("--date", (today() + timedelta(days=2)).isoformat())

    assert answer.exit_code == 1
    assert "more than one day ahead" in answer.output


def test_a_territory_is_a_run_apart(night, app):
    a_town()

    night("--territory", "59512,59350")

    run = MatchRun.query.one()
    assert (run.kind, run.territory) == (RunKind.MANUAL, "59512 59350")


def test_an_unknown_commune_is_refused(night):
    answer = night("--territory", "59512 00000")

    assert answer.exit_code == 2
    assert "00000 is not the INSEE code of a commune" in answer.output
