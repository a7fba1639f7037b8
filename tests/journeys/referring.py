"""The case worker's part: inform a household, describe what it needs, send the referral."""

from datetime import timedelta

from stirrup.clock import today
from tests.journeys.pages import Visitor

ROUBAIX = "59512"


def refer_household(worker: Visitor, *, safety: str, near: str, phone: str, email: str) -> None:
    """Two adults and a child in the street, who avoid one commune and stay near a point."""
    worker.menu("/referrals/")
    worker.follow("/referrals/new")
    worker.answer(informed=True, consent_given_on=today(), consent_method="signed")
    worker.send()
    worker.follow("/steps/household")
    describe_need(worker)
    say_where(worker, safety=safety, near=near)
    say_when_and_how(worker, phone=phone, email=email)
    worker.send(to="/submit")


def describe_need(worker: Visitor) -> None:
    worker.answer(adults=2, minors=1, bedrooms_needed=2, cots=0, pets="none")
    worker.send()
    worker.answer(needs=["needs_step_free"], max_floor_without_lift=2)
    worker.send()


def say_where(worker: Visitor, *, safety: str, near: str) -> None:
    """Roubaix and around, near a point, and away from a commune that nobody reads again."""
    worker.answer(commune=ROUBAIX, within_km=3)
    worker.send(act="accept")
    worker.send(act="continue")
    worker.answer(place_1=near, km_1=12)
    worker.send()
    worker.answer(commune_code=safety)
    worker.send(act="add")
    worker.follow("/steps/dates")


def say_when_and_how(worker: Visitor, *, phone: str, email: str) -> None:
    worker.answer(earliest_entry=today(), latest_entry=today() + timedelta(days=90))
    worker.send()
    worker.answer(situation="street", urgency="no_shelter")
    worker.send()
    worker.answer(support_level="medium", referent_commits=True)
    worker.send()
    worker.answer(phone=phone, email=email)
    worker.send()
