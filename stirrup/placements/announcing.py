"""Mails of a stay on its way to the keys: who is expected, what was said, what fell through.

Nothing in them tells who lives where: a reference and a link.
"""

from datetime import datetime, time, timedelta

from flask import current_app

from stirrup.accounts.action_links import action_url
from stirrup.accounts.models import User
from stirrup.clock import PARIS, now
from stirrup.outbox.services import enqueue, withdraw
from stirrup.placements.correspondents import people_of
from stirrup.placements.lanes.enums import Side, StepCode
from stirrup.placements.lanes.following import follow
from stirrup.placements.lanes.steps import Reason, Step, in_words
from stirrup.placements.models import Placement

ASKED_BY_MAIL = (Side.ASSOCIATION, Side.HOUSEHOLD, Side.LANDLORD)
"""Who gets a mail when a step begins: the team reads its list, papers to sign have their own."""
UNDONE = "undone"
"""The reason of a decision that was undone in time: nobody had heard of it."""


def go_on(placement: Placement, *, in_undo_window: bool = False) -> None:
    """Follow the stay to its next step, and write to whoever is expected there.

    What was asked before and has not left is not true any more: it is withdrawn. In the window
    in which a decision can be undone, mails wait for its end. The caller commits.
    """
    before = placement.step
    begun = follow(placement)
    if placement.step == before:
        return
    withdraw(f"stay-{placement.id}")
    if begun is not None and begun.side in ASKED_BY_MAIL and begun.code != StepCode.VISIT:
        _ask(placement, begun, in_undo_window=in_undo_window)


def tell_said_for(placement: Placement, side: Side, step: Step) -> None:
    """The team recorded a yes for this side: its people are told, so that they can object."""
    for person in people_of(placement, side):
        enqueue(
            person.email,
            person.language,
            "placements/said_for_you",
            placement_id=placement.id,
            reference=placement.reference,
            step=in_words(step.name, person.language),
        )


def tell_visit(placement: Placement, by: User) -> None:
    """The day and hour of the visit, to both sides; news of another day replaces what waits."""
    withdraw(f"visit-{placement.id}")
    for side in (Side.ASSOCIATION, Side.LANDLORD):
        for person in _but(by, people_of(placement, side)):
            enqueue(
                person.email,
                person.language,
                "placements/visit",
                key=f"visit-{placement.id}-{len(placement.events)}-{person.id}",
                placement_id=placement.id,
                reference=placement.reference,
                at=placement.visit_at,
            )


def tell_of_fall(placement: Placement, reason: Reason, by: User | None, *, on_behalf: bool) -> None:
    """The stay will not take place: everybody around it but the author learns it.

    The landlord is not told why; the referent is told where the referral stands.
    """
    if reason.code == UNDONE:
        return
    for side, speakers in (
        (Side.LANDLORD, {Side.LANDLORD}),
        (Side.ASSOCIATION, {Side.ASSOCIATION, Side.HOUSEHOLD}),
    ):
        for person in _but(by, people_of(placement, side)):
            enqueue(
                person.email,
                person.language,
                f"placements/fell_through_{side.value}",
                placement_id=placement.id,
                reference=placement.reference,
                referral=placement.referral.reference,
                state=placement.referral.state.value,
                until=placement.referral.parked_until,
                said_for_you=on_behalf and reason.side in speakers,
            )


def _ask(placement: Placement, step: Step, *, in_undo_window: bool) -> None:
    minutes = current_app.config["UNDO_MINUTES"] if in_undo_window else 0
    for person in people_of(placement, step.side):
        enqueue(
            person.email,
            person.language,
            f"placements/step_{step.side.value}",
            due_at=now() + timedelta(minutes=minutes),
            key=f"stay-{placement.id}-{step.code}-{len(placement.events)}-{person.id}",
            action=step_url(person, placement),
            reference=placement.reference,
            step=in_words(step.name, person.language),
            text=in_words(step.text, person.language),
            until=placement.step_due_on,
        )


def step_url(person: User, placement: Placement) -> str:
    """The link of a mail that asks for what is awaited now; it works until its last day ends."""
    due_on = placement.step_due_on
    ends = datetime.combine(due_on + timedelta(days=1), time(), PARIS) if due_on else None
    return action_url(person, placement, ends)


def _but(author: User | None, people: list[User]) -> list[User]:
    return [person for person in people if author is None or person.id != author.id]
