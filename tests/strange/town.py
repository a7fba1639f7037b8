"""One of everything, at each stage of its life, and every page of it that somebody may open."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import select

from stirrup.accounts.enums import TokenPurpose
from stirrup.accounts.links import issue_token
from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import Role, permits
from stirrup.placements.enums import FactsSection, InventoryMoment, PlacementState
from stirrup.placements.lanes.enums import StepCode
from stirrup.placements.models import Placement
from stirrup.placements.papers.models import DocumentSignature, PlacementDocument
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.referrals.steps import Step
from stirrup.runs.models import MatchRun, Proposal
from stirrup.units.enums import UnitState
from stirrup.units.forms import FORMS
from stirrup.units.models import Unit
from tests import factories
from tests.features.placements import stages
from tests.features.placements.signing import a_round, a_stay_with_an_agreement
from tests.features.referrals.situations import a_complete_draft as a_complete_referral
from tests.features.referrals.situations import a_parked_referral
from tests.features.units.situations import a_complete_draft
from tests.repository.test_permission_matrix import World

ORDINARY: dict[str, list[Any]] = {
    "section_name": [section.value for section in FactsSection],
    "step_name": [step.value for step in Step],
    "step": list(FORMS),
    "moment_name": [moment.value for moment in InventoryMoment],
    "side_name": ["association", "household"],
    "step_code": [StepCode.ASSOCIATION_ANSWER.value, StepCode.VISIT.value],
    "reason_code": ["house_rule"],
    "direction": ["up"],
    "year": [2026],
    "size": ["large"],
    "scan_id": [1],
    "token": ["x" * 43],
    "language": ["fr"],
}
"""Parts of an address that are no numbers of rows."""


class Person(NamedTuple):
    """Somebody who outlives the session of the database."""

    id: int
    role: Role


class Town(World):
    """The world of the permissions, and further objects of the same people at other stages."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.app = app
        self.people = [self.landlord, self.manager, self.authority, self.administrator]
        self.more: dict[Any, list[Any]] = {
            Unit: self._units(),
            Referral: self._referrals(),
            Placement: self._stays(),
        }
        self.more |= self._papers()
        self.more[Proposal] = [self._a_proposal()]
        self.links = self._links()

    def pages(self) -> Iterator[tuple[Person | None, str]]:
        """(person, address) of each page, for each of those who may open it."""
        for rule in self.app.url_map.iter_rules():
            if "GET" in rule.methods and rule.endpoint not in ("static", "public.switch_language"):
                view = self.app.view_functions[rule.endpoint]
                for subject in self._subjects(view):
                    for person in self._readers(view, subject):
                        for address in self._addresses(rule, subject):
                            yield person, address
        yield from ((None, link) for link in self.links)

    def _readers(self, view: Any, subject: Any) -> list[Person | None]:
        permission = getattr(view, "permission", None)
        if permission is None:
            return [None]
        readers = (one for one in self.people if _may(one, permission, subject))
        return [Person(one.id, one.role) for one in readers]

    def _subjects(self, view: Any) -> list[Any]:
        model = getattr(view, "subject_model", None)
        if model is None:
            return [None]
        return [self.objects[model], *self.more.get(model, [])]

    def _addresses(self, rule: Any, subject: Any) -> Iterator[str]:
        names = sorted(rule.arguments)
        choices = [ORDINARY.get(name) or [subject.id] for name in names]
        for chosen in product(*choices):
            values = dict(zip(names, chosen, strict=True))
            yield self.app.url_map.bind("localhost").build(rule.endpoint, values)

    def _units(self) -> list[Unit]:
        states = (UnitState.SUBMITTED, UnitState.CHECKING, UnitState.PAUSED, UnitState.OPEN)
        return [
            a_complete_draft(self.landlord),
            factories.a_draft_unit(self.landlord, street=None, postcode=None, kind=None),
            *(factories.a_unit(self.landlord, state=state) for state in states),
        ]

    def _referrals(self) -> list[Referral]:
        states = (ReferralState.READY, ReferralState.TO_CONFIRM, ReferralState.CLOSED)
        return [
            a_complete_referral(self.worker),
            a_parked_referral(self.worker),
            *(factories.a_referral(self.worker, state=state) for state in states),
        ]

    def _a_proposal(self) -> Proposal:
        unit, referral = factories.a_unit(self.landlord), factories.a_referral(self.worker)
        return factories.a_proposal(unit, referral, run=self.proposal.run)

    def _stays(self) -> list[Placement]:
        stays = [
            factories.a_placement(self._a_proposal()),
            stages.a_stay_ready_to_start(proposal=self._a_proposal())[0],
            stages.a_stay_under_way(proposal=self._a_proposal())[0],
            factories.a_placement(self._a_proposal(), state=PlacementState.CANCELLED),
        ]
        return [*stays, stages.a_stay_that_ends(proposal=self._a_proposal())[0]]

    def _papers(self) -> dict[Any, list[Any]]:
        another_night_comes()
        opened = a_round()
        another_night_comes()
        made = a_stay_with_an_agreement()
        self.people += [opened.landlord, opened.worker]
        return {
            PlacementDocument: [made.paper, opened.paper],
            DocumentSignature: list(opened.paper.signatures),
        }

    def _links(self) -> list[str]:
        """Pages opened by links that were sent."""
        reset = issue_token(self.landlord, TokenPurpose.RESET_PASSWORD)
        confirm = issue_token(self.landlord, TokenPurpose.CONFIRM_EMAIL)
        db.session.commit()
        return [f"/reset-password?token={reset}", f"/confirm?token={confirm}"]


def another_night_comes() -> None:
    """The nights that were published have been: there is one a day."""
    for run in db.session.scalars(select(MatchRun)):
        run.business_date = today() - timedelta(days=run.id)
    db.session.commit()


def _may(person: User, permission: Any, subject: Any) -> bool:
    if not permits(person, permission, subject):
        return False
    if subject is None:
        return True
    model = type(subject)
    query = model.visible_to(person).where(model.id == subject.id)
    return db.session.scalars(query).one_or_none() is not None
