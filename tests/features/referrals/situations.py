"""Situations of referrals: drafts at each stage, and what a browser posts for each step."""

from datetime import date, timedelta

from stirrup.clock import today
from stirrup.extensions import db
from stirrup.referrals import services
from stirrup.referrals.enums import (
    ConsentMethod,
    ParkReason,
    PetKind,
    Situation,
    SupportLevel,
    Urgency,
)
from stirrup.referrals.models import Referral
from stirrup.referrals.steps import Step
from tests.factories import a_case_worker, a_referral

ROUBAIX, CROIX, TOURCOING = "59512", "59163", "59599"


def consent(**values) -> dict:
    ordinary = {
        "consent_given_on": today(),
        "consent_method": ConsentMethod.SPOKEN,
        "consent_to_statistics": False,
    }
    return ordinary | values


ANSWERS = {
    Step.HOUSEHOLD: {
        "adults": 2,
        "minors": 1,
        "bedrooms_needed": 2,
        "cots": 0,
        "pets": PetKind.NONE,
    },
    Step.NEEDS: {"needs": [], "max_floor_without_lift": None, "accepts_shared": False},
    Step.COMMUNES: {"accepted": [ROUBAIX, CROIX], "refused": [TOURCOING]},
    Step.ANCHORS: {"anchors": [("commune-59512", 5)]},
    Step.SAFETY: {"commune_code": TOURCOING, "km": 3},
    Step.DATES: {},
    Step.SITUATION: {"situation": Situation.HOSTED, "urgency": Urgency.WITHIN_30_DAYS},
    Step.SUPPORT: {"support_level": SupportLevel.MEDIUM, "referent_commits": True},
    Step.CONTACTS: {"phone": "+33611223344", "email": "", "protected_address": False},
}


def answers(step: Step, **values) -> dict:
    """Ordinary answers to one step; show only what matters."""
    window = {"earliest_entry": today(), "latest_entry": today() + timedelta(days=60)}
    ordinary = window if step == Step.DATES else ANSWERS[step]
    return ordinary | values


def a_draft(worker=None) -> Referral:
    """A draft whose person was informed, and nothing else."""
    worker = worker or a_case_worker()
    return services.start_referral(consent(), informed=True, by=worker)


def answered(referral: Referral, step: Step, **values) -> Referral:
    """Save one step with ordinary answers, as its referent."""
    return services.save_step(
        referral,
        step,
        answers(step, **values),
        version=referral.version,
        by=referral.referent,
    )


def a_complete_draft(worker=None) -> Referral:
    """A draft that may be sent."""
    referral = a_draft(worker)
    for step in (Step.HOUSEHOLD, Step.DATES, Step.SITUATION, Step.SUPPORT):
        answered(referral, step)
    return referral


def a_parked_referral(worker=None, *, until: date | None = None) -> Referral:
    """A ready referral, parked for a month."""
    referral = a_referral(worker)
    return services.park_referral(
        referral,
        ParkReason.PERSON_ASKS,
        until or today() + timedelta(days=30),
        by=referral.referent,
    )


def grown_old(referral: Referral, **dates) -> Referral:
    """The same referral with dates set back, as time would do."""
    for name, day in dates.items():
        setattr(referral, name, day)
    db.session.commit()
    return referral


def date_fields(name: str, day: date) -> dict[str, str]:
    """A date as its three inputs are posted."""
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def consent_fields(**values) -> dict[str, str]:
    """The first page, filled in."""
    ordinary = {"informed": "y", "consent_method": "spoken"}
    return ordinary | date_fields("consent_given_on", today()) | values


POSTED = {
    Step.HOUSEHOLD: {
        "adults": "2",
        "minors": "1",
        "bedrooms_needed": "2",
        "cots": "0",
        "pets": "none",
    },
    Step.NEEDS: {"needs": "needs_quiet", "max_floor_without_lift": "2"},
    Step.COMMUNES: {"act": "accept", "commune": ROUBAIX},
    Step.ANCHORS: {"place_1": "commune-59512", "km_1": "5"},
    Step.SAFETY: {"act": "add", "commune_code": TOURCOING, "km": "3"},
    Step.SITUATION: {"situation": "hosted", "urgency": "within_30_days"},
    Step.SUPPORT: {"support_level": "medium", "referent_commits": "y"},
    Step.CONTACTS: {"phone": "06 11 22 33 44", "email": ""},
}


def posted(referral: Referral, step: Step, **values) -> dict[str, str]:
    """What a browser posts for a step, with the version its page showed."""
    window = date_fields("earliest_entry", today())
    window |= date_fields("latest_entry", today() + timedelta(days=60))
    ordinary = {Step.DATES: window, Step.CONSENT: consent_fields()} | POSTED
    return {"version": str(referral.version)} | ordinary[step] | values
