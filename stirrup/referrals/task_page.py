"""The task list of a referral: its steps in groups, how far each one is, what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from stirrup.referrals import plain_words
from stirrup.referrals.enums import ReferralState as State
from stirrup.referrals.journal import saved_steps
from stirrup.referrals.models import Referral
from stirrup.referrals.referral_page import step_url
from stirrup.referrals.steps import GROUPS, LISTED, Step, is_done, missing_steps
from stirrup.wording import N_

Task = dict[str, str | None]

HINTS = {
    Step.HOUSEHOLD: N_("How many people, how many bedrooms, an animal."),
    Step.NEEDS: N_("Step-free, lift, quiet: facts of the home, never the reason."),
    Step.COMMUNES: N_("In the order of preference, or the whole metropole."),
    Step.ANCHORS: N_("A station or a town, with a distance. Why is not asked."),
    Step.DATES: N_("The earliest and the latest day."),
    Step.SITUATION: N_("Where they live now and how long it holds: a public grid."),
    Step.SUPPORT: N_("Your association accompanies during the six months."),
    Step.CONTACTS: N_("Seen by your association only. No name is asked."),
    Step.CONSENT: N_("Read the notice with the person again, and ask again."),
}


@dataclass(frozen=True)
class TaskPage:
    """Groups of tasks, and how many are done."""

    groups: list[tuple[str, list[Task]]]
    done: int
    total: int
    safety_url: str


def task_page(referral: Referral) -> TaskPage:
    """The task list of a referral."""
    saved = saved_steps(referral)
    done = frozenset(step for step in LISTED if is_done(referral, step, saved))
    ready = not missing_steps(referral)
    following = next((step for step in LISTED if step not in done), None)
    groups = [
        (_(title), [_task(referral, step, done, following) for step in steps])
        for title, steps in GROUPS
    ]
    if Step.CONSENT in missing_steps(referral):
        groups.append((_("The person agrees"), [_task(referral, Step.CONSENT, done, Step.CONSENT)]))
    groups.append((_("Check and send"), [_sending(referral, ready)]))
    return TaskPage(groups, len(done), len(LISTED), step_url(referral, Step.SAFETY))


def url_after(referral: Referral, step: Step) -> str:
    """Where to go once a step is saved: on, back to check, or back to the referral."""
    if referral.state not in (State.DRAFT, State.TO_COMPLETE):
        return url_for("referrals.show", referral_id=referral.id)
    if step == Step.ANCHORS and referral.state == State.DRAFT:
        return step_url(referral, Step.SAFETY)
    following = next(_steps_to_do(referral), None)
    if following is None:
        return url_for("referrals.check", referral_id=referral.id)
    return step_url(referral, following)


def number_of(step: Step) -> str:
    """Step 3 of 8; nothing for a page apart."""
    if step not in LISTED:
        return ""
    return str(_("step %(number)s of %(total)s", number=LISTED.index(step) + 1, total=len(LISTED)))


def _steps_to_do(referral: Referral) -> Iterator[Step]:
    saved = saved_steps(referral)
    return (step for step in LISTED if not is_done(referral, step, saved))


def _task(referral: Referral, step: Step, done: frozenset[Step], following: Step | None) -> Task:
    words = plain_words.brief(referral, step) if step in done else ""
    state = "done" if step in done else "next" if step == following else "todo"
    return {
        "label": _(step.label),
        "url": step_url(referral, step),
        "hint": words or _(HINTS[step]),
        "state": state,
    }


def _sending(referral: Referral, ready: bool) -> Task:
    return {
        "label": _("Check the answers and send"),
        "url": url_for("referrals.check", referral_id=referral.id),
        "hint": _("Possible once the compulsory steps are done.") if not ready else None,
        "state": "next" if ready else "blocked",
    }
