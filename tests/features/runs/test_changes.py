"""What changed since the run before, as the review tells it."""

from datetime import timedelta

from stirrup.clock import now, today
from stirrup.runs.changes import changes_of
from stirrup.runs.enums import ProposalState
from tests.factories import a_proposal, a_referral, a_run, a_unit, an_administrator


def test_the_first_run_changes_nothing(app):
    assert changes_of(a_run()) is None


def test_new_moved_and_gone_households_are_told_apart(app):
    yesterday = a_run(
        business_date=today() - timedelta(days=1), finished_at=now() - timedelta(days=1)
    )
    tonight = a_run()
    kept, moved, gone, decided, new = (a_referral() for _ in range(5))
    home, other = a_unit(), a_unit()
    replaced = {"run": yesterday, "state": ProposalState.DISCARDED}
    a_proposal(home, kept, **replaced)
    a_proposal(other, moved, **replaced)
    a_proposal(a_unit(), gone, **replaced)
    a_proposal(a_unit(), decided, run=yesterday, state=ProposalState.DECLINED)
    a_proposal(home, kept, run=tonight)
    a_proposal(a_unit(), moved, run=tonight)
    a_proposal(other, new, run=tonight)

    changes = changes_of(tonight)

    assert (changes.new, changes.moved, changes.gone) == ({new.id}, {moved.id}, {gone.id})


def test_the_review_tells_what_changed(client):
    client.sign_in(an_administrator(language="en"))
    figures = {"households_count": 1, "units_count": 1, "proposals_count": 1}
    a_run(
        business_date=today() - timedelta(days=1),
        finished_at=now() - timedelta(days=1),
        **figures,
    )
    a_proposal(run=a_run(**figures))

    assert "Since the run before: 1 new, 0 changed, 0 gone." in client.get("/review").text
