"""Whatever sides and team say, in whatever order: nobody is lost, nothing is booked twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from stirrup.accounts.models import User
from stirrup.audit import AuditEntry
from stirrup.clock import now, pretending, today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.placements import services, starting
from stirrup.placements.answering import answers, cancelling, own_steps
from stirrup.placements.declined_pairs import DeclinedPair
from stirrup.placements.enums import LIVE_STATES, EventKind, InventoryMoment, PlacementState
from stirrup.placements.events import commit
from stirrup.placements.inventories import record_inventory
from stirrup.placements.lanes import own_steps as setting
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.codes import is_own
from stirrup.placements.lanes.enums import HomeAfter, HouseholdAfter, Side, StepCode
from stirrup.placements.lanes.following import open_step
from stirrup.placements.lifecycle import ONE_DAY
from stirrup.placements.models import Placement
from stirrup.placements.papers import orders
from stirrup.referrals.enums import ReferralState
from stirrup.refusals import RefusedError
from stirrup.runs.enums import ProposalState
from stirrup.runs.models import MatchRun
from stirrup.units.enums import UnitState
from tests import factories
from tests.features.placements.own_steps import an_own_step, seen, switch, terms
from tests.features.placements.situations import complete
from tests.features.placements.stages import findings, signed

HOME_AFTER = {
    HomeAfter.OPEN: UnitState.OPEN,
    HomeAfter.PAUSED: UnitState.PAUSED,
    HomeAfter.WITHDRAWN: UnitState.WITHDRAWN,
}
HOUSEHOLD_AFTER = {
    HouseholdAfter.READY: ReferralState.READY,
    HouseholdAfter.PARKED: ReferralState.PARKED,
    HouseholdAfter.CLOSED: ReferralState.CLOSED,
}
CONTESTS = 6


class Scene:
    """One stay, the people around it, and whoever else may be lent the same home."""

    def __init__(self) -> None:
        self.team = factories.an_administrator()
        self.added: list[str] = []
        unit = factories.a_unit(available_until=today() + timedelta(900))
        self.landlord = factories.a_landlord(unit.organisation)
        self.worker = factories.a_case_worker()
        referral = factories.a_referral(self.worker, latest_entry=today() + timedelta(200))
        self.waiting_since = referral.waiting_since
        proposal = self.a_proposal(unit, referral)
        self.stay = services.open_placement(proposal, by=self.team)
        commit()
        complete(self.stay, self.team)
        record_inventory(self.stay, InventoryMoment.ENTRY, findings(), by=self.team)

    def a_proposal(self, unit, referral):
        """Tonight's, whichever walk it is."""
        run = db.session.query(MatchRun).first() or factories.a_run()
        return factories.a_proposal(
            unit,
            referral,
            run=run,
            state=ProposalState.ACCEPTED,
            first_day=today() + timedelta(days=3),
        )

    def speaker(self, side: Side) -> User:
        return self.landlord if side == Side.LANDLORD else self.worker


def say_yes(side: Side, *, by_team: bool = False):
    def say(scene: Scene) -> None:
        by = scene.team if by_team else scene.speaker(side)
        answers.say_yes(scene.stay, side, by=by)

    return say


def say_no(side: Side, code: str, *, by_team: bool = False):
    def say(scene: Scene) -> None:
        by = scene.team if by_team else scene.speaker(side)
        answers.say_no(scene.stay, side, code, by=by, note="Le règlement de copropriété.")

    return say


def book(scene: Scene) -> None:
    at = now() + timedelta(days=1, minutes=len(scene.stay.events))
    answers.book_visit(scene.stay, at, by=scene.worker)


def visit(scene: Scene) -> None:
    answers.record_visit(scene.stay, today(), by=scene.worker)


def leave_out(code: StepCode):
    def leave(scene: Scene) -> None:
        answers.leave_out(scene.stay, code, by=scene.team, note="Everybody knows the home.")

    return leave


def take_back(scene: Scene) -> None:
    last = cancelling.last_done(scene.stay, lanes_in_force()) or "none"
    cancelling.take_back(scene.stay, last, by=scene.team, note="Asked again.")


def cancel(code: str):
    def let_go(scene: Scene) -> None:
        cancelling.cancel_placement(scene.stay, code, by=scene.team, note="Why.")

    return let_go


def reopen(scene: Scene) -> None:
    cancelling.reopen_placement(scene.stay, by=scene.team)


def move(scene: Scene) -> None:
    services.change_first_day(scene.stay, scene.stay.first_day + ONE_DAY, by=scene.team)


def sign(scene: Scene) -> None:
    """All sign the agreement; who signs what is another test's."""
    if scene.stay.both_said_yes and scene.stay.is_being_prepared:
        signed(scene.stay)
        orders.tell(scene.stay, EventKind.DOCUMENT_SEALED, scene.team)
        commit()


def hand_over(scene: Scene) -> None:
    with pretending(scene.stay.first_day):
        starting.start_stay(scene.stay, by=scene.team)


def lend_to_another(scene: Scene) -> None:
    """The next night gives the home to another household, where it is open again."""
    if scene.stay.state == PlacementState.CANCELLED:
        proposal = scene.a_proposal(scene.stay.unit, factories.a_referral())
        services.open_placement(proposal, by=scene.team)
        commit()


def say_done(scene: Scene) -> None:
    """Whoever an added step is expected of says that it is done."""
    step = lanes_in_force().step(scene.stay.step)
    by = scene.team if step.side == Side.TEAM else scene.speaker(step.side)
    own_steps.say_done(scene.stay, step, by=by)


def add_step(side: Side, after: str | None):
    def add(scene: Scene) -> None:
        name = {"fr": f"Étape {len(lanes_in_force().steps)}"}
        scene.added.append(an_own_step(side, after, by=scene.team, name=name))

    return add


def move_step(after: str | None):
    def move_it(scene: Scene) -> None:
        code = scene.added[-1] if scene.added else "own_none"
        step_terms = terms(name={"fr": f"Étape {code}"})
        stamp = seen(code) if scene.added else ""
        setting.change_own_step(code, step_terms, after, seen=stamp, by=scene.team)

    return move_it


def switch_step(code: str | None = None, *, on: bool):
    """The step of this code, or the one that was added last."""

    def turn(scene: Scene) -> None:
        if code or scene.added:
            switch(code or scene.added[-1], on=on, by=scene.team)

    return turn


def retire(scene: Scene) -> None:
    for code in scene.added[-1:]:
        setting.retire_step(code, seen=seen(code), by=scene.team)


def bring_back(scene: Scene) -> None:
    for code in scene.added[-1:]:
        setting.bring_back_step(code, seen=seen(code), by=scene.team)


def skip_what_is_open(scene: Scene) -> None:
    leave_out(scene.stay.step or StepCode.KEYS)(scene)


def go_on(scene: Scene) -> None:
    """Whoever is expected does what is asked."""
    if scene.stay.step and is_own(scene.stay.step):
        say_done(scene)
        return
    acts = {
        StepCode.ASSOCIATION_ANSWER: say_yes(Side.ASSOCIATION),
        StepCode.HOUSEHOLD_ANSWER: say_yes(Side.HOUSEHOLD),
        StepCode.LANDLORD_ANSWER: say_yes(Side.LANDLORD),
        StepCode.VISIT_BOOKING: book,
        StepCode.VISIT: visit,
        StepCode.AGREEMENT: sign,
        StepCode.KEYS: hand_over,
    }
    acts.get(scene.stay.step, reopen)(scene)


ANSWERING = (Side.ASSOCIATION, Side.HOUSEHOLD, Side.LANDLORD)
VERBS: tuple[Callable[[Scene], None], ...] = (
    *(go_on,) * 18,
    *(add_step(Side.ASSOCIATION, after) for after in (None, "household_answer", "agreement")),
    *(add_step(Side.LANDLORD, after) for after in ("landlord_answer", "visit")),
    *(add_step(Side.TEAM, after) for after in ("association_answer", "signatures")),
    *(move_step(after) for after in (None, "landlord_answer", "signatures")),
    *(switch_step(on=on) for on in (True, False)),
    *(switch_step("visit", on=on) for on in (True, False)),
    *(retire, retire, bring_back, skip_what_is_open),
    *(say_yes(side) for side in ANSWERING),
    *(say_yes(side, by_team=True) for side in ANSWERING),
    *(say_no(Side.HOUSEHOLD, code) for code in ("location", "safety", "not_now")),
    *(say_no(Side.LANDLORD, code) for code in ("date", "works", "sold", "house_rule")),
    *(say_no(Side.ASSOCIATION, code) for code in ("needs_changed", "duplicate")),
    say_no(Side.LANDLORD, "co_owner", by_team=True),
    say_no(Side.HOUSEHOLD, "unfit_on_visit"),
    *(leave_out(code) for code in (StepCode.ASSOCIATION_ANSWER, StepCode.VISIT, StepCode.KEYS)),
    *(book, visit, take_back, take_back, move, sign, hand_over, lend_to_another),
    *(cancel(code) for code in ("undone", "data_error", "deceased", "other_solution")),
    *(reopen,) * 3,
)


def story_of(stay: Placement) -> tuple:
    """What a verb may change."""
    db.session.expire_all()
    names = ("state", "first_day", "cancel_reason", "visit_at", "visit_done_on")
    answered = (getattr(stay, f"{side.value}_yes_on") for side in ANSWERING)
    said = tuple((answer.step, answer.kind) for answer in stay.answers)
    return (*(getattr(stay, name) for name in names), *answered, said)


def lines_about(stay: Placement) -> int:
    own = (AuditEntry.subject_kind == "placement", AuditEntry.subject_id == stay.id)
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(*own)) or 0


def agrees(scene: Scene) -> None:
    """The invariants of a stay, its two sides, its clock and its mails."""
    stay, lanes = scene.stay, lanes_in_force()
    awaited = open_step(stay, lanes)
    assert stay.step == (awaited.code if awaited else None)
    assert (stay.step is None) == (stay.step_since is None) == (stay.step_due_on is None)
    assert stay.referral.waiting_since == scene.waiting_since
    assert stay.referral.state == _household_expected(stay, lanes)
    assert stay.unit.state == _home_expected(stay, lanes)
    assert _is_set_aside(stay) == _is_forbidden(stay, lanes)
    assert _asked_by_mail(stay) <= {stay.step}
    live = select(func.count()).where(
        Placement.place_id == stay.place_id, Placement.state.in_(LIVE_STATES)
    )
    assert db.session.scalar(live) <= 1


def _household_expected(stay: Placement, lanes) -> ReferralState:
    if stay.state == PlacementState.CANCELLED:
        return HOUSEHOLD_AFTER[lanes.reasons[stay.cancel_reason].household]
    return {"scheduled": ReferralState.PROPOSED, "active": ReferralState.HOUSED}[stay.state]


def _home_expected(stay: Placement, lanes) -> UnitState:
    others = db.session.query(Placement).filter(
        Placement.unit_id == stay.unit_id, Placement.id != stay.id
    )
    if stay.state == PlacementState.CANCELLED:
        after = HOME_AFTER[lanes.reasons[stay.cancel_reason].home]
        return UnitState.RESERVED if others.count() else after
    return {"scheduled": UnitState.RESERVED, "active": UnitState.OCCUPIED}[stay.state]


def _is_set_aside(stay: Placement) -> bool:
    both = {"referral_id": stay.referral_id, "unit_id": stay.unit_id}
    pair = db.session.query(DeclinedPair).filter_by(**both).one_or_none()
    return pair is not None and pair.expires_on > today()


def _is_forbidden(stay: Placement, lanes) -> bool:
    if stay.state != PlacementState.CANCELLED:
        return False
    return lanes.reasons[stay.cancel_reason].forbids_days != 0


def _asked_by_mail(stay: Placement) -> set[str]:
    """The steps for which a mail still waits to leave."""
    waiting = db.session.scalars(
        select(OutboxMessage.key).where(
            OutboxMessage.key.startswith(f"stay-{stay.id}-"),
            OutboxMessage.withdrawn_at.is_(None),
            OutboxMessage.sent_at.is_(None),
        )
    )
    return {key.split("-")[2] for key in waiting}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(VERBS), min_size=4, max_size=14))
def test_nobody_is_lost_on_the_way_to_the_keys(app, walk):
    as_the_program_has_it()
    scene = Scene()
    agrees(scene)

    for verb in walk:
        before, lines = story_of(scene.stay), lines_about(scene.stay)
        try:
            verb(scene)
        except RefusedError:
            db.session.rollback()
            assert story_of(scene.stay) == before
        changes = int(story_of(scene.stay) != before)
        assert lines_about(scene.stay) == lines + changes
        agrees(scene)

    comes_to_an_end(scene)


def as_the_program_has_it() -> None:
    """No step is asked but the program's: walks share their database."""
    team = factories.an_administrator()
    for step in lanes_in_force().steps:
        if step.is_own and step.is_asked:
            setting.retire_step(step.code, seen=seen(step.code), by=team)
        elif not step.is_own and not step.enabled:
            switch(step.code, on=True, by=team)


def comes_to_an_end(scene: Scene) -> None:
    """No stay is stuck: from wherever it stands, what is asked leads to the keys."""
    for _step in lanes_in_force().steps:
        if scene.stay.is_being_prepared:
            go_on(scene)
            agrees(scene)
    assert not scene.stay.is_being_prepared


def test_everybody_who_does_what_is_asked_comes_to_the_keys(app):
    scene = Scene()

    for _step in StepCode:
        if scene.stay.state != PlacementState.ACTIVE:
            go_on(scene)
        agrees(scene)

    assert scene.stay.state == PlacementState.ACTIVE


@pytest.mark.parametrize("code", ["location", "not_now", "safety"])
def test_a_stay_is_reopened_only_where_both_sides_are_free(app, code):
    scene = Scene()
    go_on(scene)
    say_no(Side.HOUSEHOLD, code)(scene)

    if code == "not_now":
        with pytest.raises(RefusedError):
            reopen(scene)
    else:
        reopen(scene)

    agrees(scene)


def test_of_a_yes_and_a_no_said_at_once_exactly_one_wins(app):
    for _contest in range(CONTESTS):
        scene = Scene()
        go_on(scene)
        go_on(scene)
        colleague = factories.a_landlord(scene.stay.unit.organisation)

        outcomes = said_at_once(app, scene.stay.id, scene.landlord.id, colleague.id)

        db.session.expire_all()
        assert sum(outcomes) == 1
        said_yes, said_no = outcomes
        assert (scene.stay.landlord_yes_on is not None) == said_yes
        assert (scene.stay.state == PlacementState.CANCELLED) == said_no
        agrees(scene)


def said_at_once(app, stay_id: int, first_id: int, second_id: int) -> list[bool]:
    """Whether the yes of the first, and the no of the second, were heard."""
    start = Barrier(2)
    db.session.commit()

    def speak(number: int, *, agrees_to_it: bool) -> bool:
        with app.app_context():
            stay = db.session.get_one(Placement, stay_id)
            person = db.session.get_one(User, number)
            start.wait()
            try:
                if agrees_to_it:
                    answers.say_yes(stay, Side.LANDLORD, by=person)
                else:
                    answers.say_no(stay, Side.LANDLORD, "date", by=person)
            except (RefusedError, StaleDataError):
                db.session.rollback()
                return False
            return True

    with ThreadPoolExecutor(2) as voices:
        yes = voices.submit(speak, first_id, agrees_to_it=True)
        no = voices.submit(speak, second_id, agrees_to_it=False)
        return [yes.result(), no.result()]
