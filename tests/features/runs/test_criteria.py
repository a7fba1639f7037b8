"""Stored criteria: every told rule has its reader and its words, silent rules have none."""

from datetime import date

import pytest
from flask import session

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.matching.eligibility import OTHER_CONDITIONS, RULES
from stirrup.referrals.enums import CommuneStance, PetKind
from stirrup.referrals.models import Anchor, CommunePreference
from stirrup.runs.criteria import READERS, criteria, first_common_day
from stirrup.runs.criteria_words import ASKED, LABELS, OFFERED, labels_not_asked, lines_asked
from stirrup.runs.loader import load
from stirrup.runs.models import Proposal
from stirrup.units.enums import PetsAllowed, UnitKind
from tests.factories import a_referral, a_unit


def asked_and_offered(code: str) -> tuple:
    rows = criteria(load(today(), seed=1), 0, 0)
    row = next(one for one in rows if one["code"] == code)
    return row["asked"], row["offered"]


def words(app, criterion: dict) -> tuple[str, str]:
    """The two cells of one criterion, in English."""
    with app.test_request_context():
        session["language"] = "en"
        line = lines_asked(Proposal(explanation={"criteria": [criterion]}))[0]
    return line.asked, line.offered


def test_every_told_rule_has_a_reader_and_a_label():
    told = {rule.code for rule in RULES if rule.told}

    assert set(READERS) == told
    assert set(LABELS) == told | {"support", OTHER_CONDITIONS}


def test_words_are_only_written_for_rules():
    assert set(ASKED) | set(OFFERED) <= set(READERS)


@pytest.mark.parametrize(
    ("unit", "referral", "code", "expected"),
    [
        ({"max_people": 4}, {}, "people", (3, [1, 4])),
        ({"bedrooms": 3}, {}, "bedrooms", (2, 3)),
        ({"step_free": True}, {"needs_step_free": True}, "step_free", (True, True)),
        ({}, {}, "step_free", (None, True)),
        ({"floor": 3, "lift": True}, {"needs_lift": True}, "lift", (True, [True, 3])),
        ({"floor": 2}, {"max_floor_without_lift": 2}, "floor_without_lift", (2, [False, 2])),
        ({}, {}, "floor_without_lift", (None, [False, 0])),
        ({"pets_allowed": PetsAllowed.ANY}, {"pets": PetKind.LARGE}, "pets", (2, 2)),
        ({}, {}, "pets", (None, 1)),
        ({"kind": UnitKind.SHARED_ROOM}, {"accepts_shared": True}, "shared", (True, True)),
        ({}, {"accepts_shared": False}, "shared", (None, False)),
        ({}, {}, "anchors", (None, [])),
        ({}, {}, "accepted_communes", (None, "59512")),
        ({}, {}, "association", (None, None)),
        ({}, {}, "support", (1, 20)),
    ],
)
def test_what_is_asked_and_offered_is_read_from_the_columns(app, unit, referral, code, expected):
    a_unit(**unit)
    a_referral(**referral)

    assert asked_and_offered(code) == expected


def test_communes_are_told_in_the_order_of_the_wishes(app):
    a_unit()
    referral = a_referral()
    referral.communes = [
        CommunePreference(commune_code="59350", stance=CommuneStance.ACCEPTED, rank=2),
        CommunePreference(commune_code="59512", stance=CommuneStance.ACCEPTED, rank=1),
    ]
    db.session.commit()

    assert asked_and_offered("accepted_communes") == (["59512", "59350"], "59512")


def test_anchors_are_told_with_their_distance(app):
    unit, referral = a_unit(), a_referral()
    near = {"latitude": unit.latitude + 0.01, "longitude": unit.longitude}
    referral.anchors = [Anchor(label="Gare", max_km=5, **near)]
    db.session.commit()

    assert asked_and_offered("anchors") == ([5], [1.1])


def test_the_first_common_day_suits_both(app):
    a_unit(available_from=date(2030, 1, 10), available_until=date(2031, 1, 10))
    a_referral(earliest_entry=date(2030, 1, 5), latest_entry=date(2030, 3, 1))

    assert first_common_day(load(today(), seed=1), 0, 0) == date(2030, 1, 10)


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        (("people", 3, [2, 4]), ("3", "2 to 4")),
        (
            ("dates", ["2026-12-07", "2027-01-04"], ["2026-12-01", "2027-03-01"]),
            ("7 December to 4 January 2027", "from 1 December 2026, entry by 1 March 2027"),
        ),
        (("accepted_communes", ["59512", "59350"], "59512"), ("Roubaix, Lille", "Roubaix")),
        (("anchors", [5], [1.8]), ("5 km at most", "1.8 km")),
        (
            ("floor_without_lift", 2, [False, 2]),
            ("floor 2 at most without a lift", "floor 2, no lift"),
        ),
        (("floor_without_lift", 0, [False, 0]), ("ground floor without a lift", "ground floor")),
        (("lift", True, [True, 4]), ("needed", "floor 4, with a lift")),
        (("pets", 1, 2), ("Small animal", "All pets")),
        (("shared", True, True), ("accepts to share", "shared home")),
        (("quiet", True, True), ("needed", "yes")),
        ((OTHER_CONDITIONS, None, None), ("checked", "checked")),
    ],
)
def test_values_are_said_in_words(app, criterion, expected):
    code, asked, offered = criterion
    said = words(app, {"code": code, "asked": asked, "offered": offered})

    assert tuple(cell.replace("\N{NO-BREAK SPACE}", " ") for cell in said) == expected


def test_a_long_list_of_communes_is_cut(app):
    codes = ["59512", "59350", "59599", "59009", "59163", "59339", "59328"]

    asked, _offered = words(app, {"code": "accepted_communes", "asked": codes, "offered": "59512"})

    assert asked.endswith("and 2 more")


def test_what_is_not_asked_is_named_apart(app):
    explanation = {
        "criteria": [
            {"code": "people", "asked": 3, "offered": [1, 4]},
            {"code": "cot", "asked": None, "offered": True},
            {"code": OTHER_CONDITIONS, "asked": None, "offered": None},
        ]
    }
    proposal = Proposal(explanation=explanation)

    with app.test_request_context():
        assert len(lines_asked(proposal)) == 2
        assert len(labels_not_asked(proposal)) == 1
