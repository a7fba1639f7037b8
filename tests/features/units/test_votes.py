"""Rates that communes voted: entered within the law, corrected without rewriting, used at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from stirrup.audit import AuditEntry
from stirrup.benefits.regimes import Vote
from stirrup.extensions import db
from stirrup.permissions import NotPermittedError
from stirrup.units.benefits_view import find_dwelling
from stirrup.units.vote_models import CommuneVote
from stirrup.units.vote_queries import find_vote, list_history, votes_in
from stirrup.units.vote_services import (
    EnteredMeanwhileError,
    FirstRateOutsideTheLawError,
    NextRateMissingError,
    NextRateOutsideTheLawError,
    NoVoteForThisTaxError,
    OneRateAloneError,
    VoteEndedError,
    VoteFacts,
    end_vote,
    enter_vote,
)
from tests import factories

ROUBAIX, OUTSIDE_THE_ZONES = "59512", "59017"
TENSE = VoteFacts(
    ROUBAIX, 2027, Decimal("0.2"), Decimal("0.4"), "Délibération 41", date(2026, 9, 24)
)
ELSEWHERE = replace(
    TENSE, commune_code=OUTSIDE_THE_ZONES, first_rate=Decimal("0.25"), next_rate=None
)


def actions() -> list[str]:
    return [line.action for line in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def test_a_vote_is_stored_with_its_source_and_its_author(app):
    administrator = factories.an_administrator()

    vote = enter_vote(TENSE, by=administrator)

    assert find_vote(ROUBAIX, 2027) is vote
    assert (vote.first_rate, vote.next_rate, vote.source) == (
        Decimal("0.2"),
        Decimal("0.4"),
        "Délibération 41",
    )
    assert vote.entered_by is administrator
    assert actions() == ["vote_entered"]


def test_a_correction_ends_the_former_line_and_leaves_it_as_it_was(app):
    administrator = factories.an_administrator()
    former = enter_vote(TENSE, by=administrator)

    latest = enter_vote(replace(TENSE, next_rate=Decimal("0.5")), by=administrator)

    assert former.ended_at is not None
    assert former.next_rate == Decimal("0.4")
    assert list_history(latest) == [latest, former]
    assert actions() == ["vote_entered", "vote_corrected"]


def test_a_vote_taken_out_is_no_longer_used(app):
    administrator = factories.an_administrator()
    vote = enter_vote(TENSE, by=administrator)

    end_vote(vote, by=administrator)

    assert votes_in(ROUBAIX).at(2027) is None
    assert actions() == ["vote_entered", "vote_ended"]
    with pytest.raises(VoteEndedError):
        end_vote(vote, by=administrator)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (replace(TENSE, first_rate=Decimal("0.16")), FirstRateOutsideTheLawError),
        (replace(TENSE, first_rate=Decimal("0.31")), FirstRateOutsideTheLawError),
        (replace(TENSE, next_rate=Decimal("0.33")), NextRateOutsideTheLawError),
        (replace(TENSE, next_rate=Decimal("0.61")), NextRateOutsideTheLawError),
        (replace(TENSE, next_rate=None), NextRateMissingError),
        (replace(TENSE, tax_year=2026), NoVoteForThisTaxError),
        (replace(ELSEWHERE, first_rate=Decimal("0.51")), FirstRateOutsideTheLawError),
        (replace(ELSEWHERE, next_rate=Decimal("0.25")), OneRateAloneError),
    ],
)
def test_a_rate_outside_the_law_is_refused_and_nothing_is_stored(app, facts, refusal):
    with pytest.raises(refusal):
        enter_vote(facts, by=factories.an_administrator())

    assert db.session.query(CommuneVote).count() == 0


@pytest.mark.parametrize(
    "facts",
    [
        TENSE,
        replace(TENSE, first_rate=Decimal("0.17"), next_rate=Decimal("0.34")),
        replace(TENSE, first_rate=Decimal("0.3"), next_rate=Decimal("0.6")),
        ELSEWHERE,
        replace(ELSEWHERE, tax_year=2026, first_rate=Decimal("0.2837")),
    ],
)
def test_a_rate_at_the_edge_of_the_law_is_stored(app, facts):
    assert enter_vote(facts, by=factories.an_administrator()).id


def test_one_rate_holds_for_every_taxed_year(app):
    enter_vote(ELSEWHERE, by=factories.an_administrator())

    assert votes_in(OUTSIDE_THE_ZONES).at(2027) == Vote.flat(Decimal("0.25"))


@pytest.mark.parametrize("person", [factories.a_landlord, factories.a_case_worker])
def test_administrators_alone_enter_votes(app, person):
    with pytest.raises(NotPermittedError):
        enter_vote(TENSE, by=person())


def test_two_votes_at_the_same_moment_leave_one(app, monkeypatch):
    administrator = factories.an_administrator()
    enter_vote(TENSE, by=administrator)
    monkeypatch.setattr("stirrup.units.vote_services.find_vote", lambda *_which: None)

    with pytest.raises(EnteredMeanwhileError):
        enter_vote(TENSE, by=administrator)

    assert db.session.query(CommuneVote).count() == 1


def test_a_home_s_estimate_uses_the_vote_of_its_commune(app):
    unit = factories.a_unit()
    factories.a_vote(first_rate=Decimal("0.3"), next_rate=Decimal("0.6"))

    assert find_dwelling(unit).votes.at(2027) == Vote(Decimal("0.3"), Decimal("0.6"))
