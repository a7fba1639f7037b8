"""The steps of a referral: their order, their words, and what each must hold before sending."""

from collections.abc import Collection
from typing import Any

from stirrup.referrals.enums import ReferralState as State
from stirrup.wording import N_, Labelled


class Step(Labelled):
    """One page of questions, in the order in which they are asked."""

    HOUSEHOLD = "household", N_("The household")
    NEEDS = "needs", N_("What the home must have")
    COMMUNES = "communes", N_("Communes accepted or refused")
    ANCHORS = "anchors", N_("Places to stay near")
    SAFETY = "safety", N_("Places to stay away from")
    DATES = "dates", N_("Dates of entry")
    SITUATION = "situation", N_("Situation and urgency")
    SUPPORT = "support", N_("Support for six months")
    CONTACTS = "contacts", N_("How to reach the household")
    CONSENT = "consent", N_("Information and consent of the person")


GROUPS: tuple[tuple[str, tuple[Step, ...]], ...] = (
    (N_("The home they need"), (Step.HOUSEHOLD, Step.NEEDS)),
    (N_("Where and when"), (Step.COMMUNES, Step.ANCHORS, Step.DATES)),
    (N_("Urgency and support"), (Step.SITUATION, Step.SUPPORT, Step.CONTACTS)),
)
"""The task list; consent comes before the draft, safety stays out of sight."""

LISTED = tuple(step for _title, steps in GROUPS for step in steps)

OPEN_STATES = frozenset(
    {State.DRAFT, State.TO_COMPLETE, State.READY, State.TO_CONFIRM, State.PARKED}
)
"""Elsewhere a home is proposed on these answers: they cannot change under it."""

NEEDED = {
    Step.HOUSEHOLD: ("people", "bedrooms_needed"),
    Step.DATES: ("earliest_entry", "latest_entry"),
    Step.SITUATION: ("situation", "urgency"),
    Step.SUPPORT: ("support_level", "referent_commits"),
    Step.CONSENT: ("notice_version", "consent_given_on", "consent_method"),
}
"""The columns without which a referral is not sent."""


def find_step(name: str) -> Step | None:
    """The step of this name, as an address spells it, or None."""
    return next((step for step in Step if step.value == name), None)


def missing_steps(referral: Any) -> list[Step]:
    """The steps that still lack an answer, in order; a referral without any may be sent."""
    return [step for step in Step if not holds_what_is_needed(referral, step)]


def holds_what_is_needed(referral: Any, step: Step) -> bool:
    """Whether every compulsory answer of one step is there; 0 bedroom is an answer."""
    answers = (getattr(referral, column) for column in NEEDED.get(step, ()))
    return all(answer is not None and answer is not False for answer in answers)


def is_done(referral: Any, step: Step, saved: Collection[str]) -> bool:
    """Whether a step was answered; `saved`: the steps that the journal has seen."""
    if step in NEEDED:
        return holds_what_is_needed(referral, step)
    return referral.state != State.DRAFT or step.value in saved


def may_change(state: State, step: Step) -> bool:
    """Whether a step's answers may change; how to reach the household always may, until the end."""
    if step == Step.CONTACTS:
        return state != State.CLOSED
    return state in OPEN_STATES


def journal_name(step: Step) -> str:
    """What the journal calls a step: nobody can read there that a safety zone exists."""
    return Step.ANCHORS.value if step == Step.SAFETY else step.value
