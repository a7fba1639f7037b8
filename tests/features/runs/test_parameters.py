"""Weights and policy in force: adopted once, under a version, by a named person."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.matching.over_time.holds import RARE_NEEDS, HoldPolicy
from stirrup.matching.weights import Weights
from stirrup.permissions import NotPermittedError
from stirrup.runs import parameters
from stirrup.runs.choice_models import MatchParameters
from stirrup.runs.nights_ahead import AbsentNoteError
from stirrup.runs.parameters import NothingToAdoptError, ReportMissingError
from tests.factories import a_case_worker, a_landlord, an_administrator
from tests.features.runs.situations import count

OFF = HoldPolicy()
HOLDS = HoldPolicy(name=RARE_NEEDS)
HEAVIER_WAIT = Weights(waiting=80)


def adopt(by=None, **values):
    ordinary = {"weights": HEAVIER_WAIT, "policy": OFF, "note": "Decided on Monday"}
    return parameters.adopt_parameters(by=by or an_administrator(), **ordinary | values)


def test_the_weights_of_the_program_hold_before_any_other(app):
    assert parameters.parameters_in_force() is None
    assert parameters.weights_in_force() == Weights()
    assert parameters.policy_in_force() == OFF


def test_what_was_adopted_last_is_in_force(app):
    adopt(weights=Weights(waiting=70))

    adopted = adopt()

    db.session.expire_all()
    assert parameters.parameters_in_force() == adopted
    assert parameters.weights_in_force() == replace(HEAVIER_WAIT, version=adopted.version)


def test_a_version_is_the_year_and_a_number_after_that_of_the_program(app):
    first, second = adopt(), adopt(weights=Weights(waiting=81))

    year, number = first.version.split("-")
    assert int(year) == today().year
    assert second.version == f"{year}-{int(number) + 1}"
    assert Weights().version not in (first.version, second.version)


def test_numbers_begin_again_with_the_year(app):
    adopt()

    assert parameters.next_version(date(2031, 1, 1)) == "2031-1"


def test_adopting_is_journalled_with_the_version(app):
    administrator = an_administrator()

    adopted = adopt(by=administrator)

    line = db.session.scalars(select(AuditEntry).filter_by(action="parameters_adopted")).one()
    assert (line.actor_id, line.subject_id) == (administrator.id, adopted.id)
    assert line.details == {"version": adopted.version, "policy": "off"}


def test_adopting_what_is_in_force_is_refused(app):
    adopt()

    with pytest.raises(NothingToAdoptError):
        adopt()

    assert count(MatchParameters) == 1


def test_a_policy_needs_its_report(app):
    with pytest.raises(ReportMissingError):
        adopt(policy=HOLDS)

    assert count(MatchParameters) == 0


def test_a_policy_is_kept_with_its_report(app):
    adopted = adopt(policy=HOLDS, report={"nights": 180})

    db.session.expire_all()
    assert adopted.report == {"nights": 180}
    assert parameters.policy_in_force() == HOLDS


def test_a_policy_that_stays_needs_no_new_report(app):
    adopt(policy=HOLDS, report={"nights": 180})

    adopt(policy=HOLDS, weights=Weights(waiting=10))

    assert parameters.policy_in_force() == HOLDS


def test_keeping_no_home_any_more_needs_no_report(app):
    adopt(policy=HOLDS, report={"nights": 180})

    adopt()

    assert parameters.policy_in_force() == OFF


def test_a_version_says_why(app):
    with pytest.raises(AbsentNoteError):
        adopt(note="")


@pytest.mark.parametrize("outsider", [a_case_worker, a_landlord])
def test_only_the_team_adopts(app, outsider):
    with pytest.raises(NotPermittedError):
        adopt(by=outsider())
