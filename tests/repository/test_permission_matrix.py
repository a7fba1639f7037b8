"""Every route, four cases: right role and object; right role, wrong object; wrong role; nobody.

The routes come from the application's own map, what is right from the one table: a new page is
covered without editing this file, unless it needs a new kind of object below.
"""

from hashlib import sha256
from http import HTTPStatus

import pytest

from stirrup.accounts.leave_models import Leave
from stirrup.accounts.models import Invitation, Organisation, User
from stirrup.extensions import db
from stirrup.notices.models import MorningSheet
from stirrup.outbox.models import OutboxMessage
from stirrup.outbox.services import enqueue
from stirrup.permissions import Permission, Role, permits
from stirrup.placements.enums import FactsSection
from stirrup.placements.lanes.models import StepAnswer
from stirrup.placements.models import Placement
from stirrup.placements.papers.enums import DocumentKind, DocumentState
from stirrup.placements.papers.models import DocumentSignature, PlacementDocument, SummaryBatch
from stirrup.placements.papers.orders import add_orders
from stirrup.referrals.models import Referral
from stirrup.referrals.transfer_models import ReferralTransfer
from stirrup.runs.choice_models import MatchParameters, PairChoice, UnitHold
from stirrup.runs.models import MatchRun, Proposal
from stirrup.spreadsheets.models import UploadedList
from stirrup.units.models import Unit, UnitPhoto
from stirrup.units.vote_models import CommuneVote
from tests import factories
from tests.features.placements.situations import complete

REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
NO_SUCH_ROW = 2_000_000_000


class World:
    """Two landlords, two associations, one of everything belonging to the first of each."""

    def __init__(self) -> None:
        self.landlord, self.other_landlord = factories.a_landlord(), factories.a_landlord()
        self.worker, self.other_worker = factories.a_case_worker(), factories.a_case_worker()
        self.administrator = factories.an_administrator()
        self.authority = factories.a_local_authority()
        manager = Role.ASSOCIATION_MANAGER
        self.manager = factories.a_person(manager, self.worker.organisation)
        self.leave = factories.a_leave(self.worker, self.manager)
        self.unit = factories.a_unit(self.landlord)
        self.photo = factories.a_photo(self.unit)
        self.referral = factories.a_referral(self.worker)
        self.proposal = factories.a_proposal(self.unit, self.referral)
        self.placement = factories.a_placement(self.proposal, agreed=True)
        self.paper = a_produced_agreement(complete(self.placement, self.administrator))
        self.signature = factories.a_signature(self.paper)
        self.answer = factories.a_step_answer(self.placement)
        self.invitation = factories.an_invitation()
        self.transfer = factories.stored(
            ReferralTransfer(
                referral=factories.a_referral(self.other_worker),
                from_organisation=self.other_worker.organisation,
                to_organisation=self.worker.organisation,
                asked_by=self.other_worker,
            )
        )
        self.choice = factories.a_pair_choice()
        self.hold = factories.a_unit_hold()
        self.parameters = factories.some_parameters()
        self.batch = factories.a_batch(ordered_by_id=self.administrator.id)
        self.vote = factories.a_vote(entered_by_id=self.administrator.id)
        self.list = factories.an_uploaded_list(self.landlord)
        self.sheet = factories.a_morning_sheet()
        self.mail = factories.stored(enqueue("a@example.org", "en", "accounts/password_changed"))

    @property
    def objects(self) -> dict:
        return {
            Unit: self.unit,
            UnitPhoto: self.photo,
            Referral: self.referral,
            Proposal: self.proposal,
            MatchRun: self.proposal.run,
            PairChoice: self.choice,
            UnitHold: self.hold,
            MatchParameters: self.parameters,
            SummaryBatch: self.batch,
            Placement: self.placement,
            PlacementDocument: self.paper,
            DocumentSignature: self.signature,
            StepAnswer: self.answer,
            CommuneVote: self.vote,
            UploadedList: self.list,
            MorningSheet: self.sheet,
            OutboxMessage: self.mail,
            User: self.worker,
            Leave: self.leave,
            ReferralTransfer: self.transfer,
            Organisation: self.landlord.organisation,
            Invitation: self.invitation,
        }

    @property
    def insiders(self) -> list[User]:
        """People to whom the objects belong, or who may see them."""
        return [self.landlord, self.worker, self.manager, self.administrator]

    @property
    def outsiders(self) -> list[User]:
        """The same roles elsewhere, and a local authority."""
        return [self.other_landlord, self.other_worker, self.authority]


def a_produced_agreement(placement: Placement) -> PlacementDocument:
    """The agreement with all it says, as if its file had been made and sent for signature."""
    (paper,) = add_orders(placement, by=None, wanted=[(DocumentKind.AGREEMENT, "")])
    paper.content = b"%PDF-1.7"
    paper.sha256 = sha256(paper.content).hexdigest()
    paper.state = DocumentState.SENT
    return factories.stored(paper)


def guarded_routes(app) -> list[tuple[str, str, Permission, object]]:
    """(endpoint, method, permission, model) of every view that is not public."""
    routes = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if hasattr(view, "permission"):
            for method in sorted(rule.methods & {"GET", "POST"}):
                routes.append((rule, method, view.permission, view.subject_model))
    return routes


def address(app, rule, subject) -> str:
    """The route's address for this object; other parts get an ordinary value."""
    ordinary = {
        "section_name": FactsSection.HOME.value,
        "step_name": None,
        "direction": "up",
        "side_name": "household",
        "step_code": "association_answer",
        "year": 2026,
    }
    values = {}
    for name in rule.arguments:
        if name.endswith("_id"):
            values[name] = subject
        else:
            values[name] = ordinary.get(name) or "address"
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def ask(client, person, url: str, method: str) -> int:
    """The status of one request; posts carry a token, so that only permission can refuse."""
    browser = client.application.test_client()
    if person is not None:
        browser.sign_in(person)
    client.application.config["WTF_CSRF_ENABLED"] = False
    try:
        return browser.open(url, method=method).status_code
    finally:
        client.application.config["WTF_CSRF_ENABLED"] = True


@pytest.fixture
def world(app):
    return World()


def subject_id(world, model) -> int:
    return world.objects[model].id if model else 0


def test_every_view_declares_a_permission_or_is_public(app):
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if not hasattr(view, "permission") and not getattr(view, "is_public", False)
    ]

    assert silent == []


def test_nobody_is_sent_to_sign_in(client, world):
    app = client.application
    for rule, method, _permission, model in guarded_routes(app):
        url = address(app, rule, subject_id(world, model))

        status = ask(client, None, url, method)

        assert status == HTTPStatus.FOUND, (rule.endpoint, method, status)


def test_an_absent_object_answers_404_to_whoever_holds_the_permission(client, world):
    app = client.application
    for rule, method, _permission, model in guarded_routes(app):
        if model is None:
            continue
        url = address(app, rule, NO_SUCH_ROW)

        status = ask(client, world.administrator, url, method)

        assert status == HTTPStatus.NOT_FOUND, (rule.endpoint, method, status)


def test_somebody_elses_object_answers_404(client, world):
    app = client.application
    for rule, method, _permission, model in guarded_routes(app):
        if model is None:
            continue
        url = address(app, rule, subject_id(world, model))
        for person in world.outsiders:
            status = ask(client, person, url, method)

            assert status == HTTPStatus.NOT_FOUND, (rule.endpoint, method, person.role, status)


def test_a_wrong_role_is_refused(client, world):
    app = client.application
    for rule, method, permission, model in guarded_routes(app):
        subject = world.objects[model] if model else None
        url = address(app, rule, subject_id(world, model))
        for person in [*world.insiders, world.authority]:
            if not permits(person, permission, subject):
                status = ask(client, person, url, method)

                assert status in REFUSED, (rule.endpoint, method, person.role, status)


def test_the_right_role_with_its_own_object_is_let_in(client, world):
    app = client.application
    for rule, method, permission, model in guarded_routes(app):
        if method != "GET" or "sign_out" in rule.endpoint:
            continue
        subject = world.objects[model] if model else None
        url = address(app, rule, subject_id(world, model))
        for person in world.insiders:
            if permits(person, permission, subject) and _sees(person, model, subject):
                status = ask(client, person, url, method)

                allowed = status not in {HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED}
                assert allowed and status < 500, (rule.endpoint, person.role, status)


def _sees(person, model, subject) -> bool:
    if model is None:
        return True
    query = model.visible_to(person).where(model.id == subject.id)
    return db.session.scalars(query).one_or_none() is not None
