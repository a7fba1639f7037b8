"""Canaries: unmistakable contacts, address and safety zone, looked for everywhere."""

from dataclasses import dataclass
from http import HTTPStatus

import pytest
from sqlalchemy import text

from stirrup.accounts.models import User
from stirrup.audit import AuditEntry
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.outbox.models import OutboxMessage
from stirrup.referrals import services
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.referrals.steps import Step
from tests.factories import a_case_worker, a_landlord, a_referral, an_administrator
from tests.features.referrals.situations import answered
from tests.journeys.crawl import words_of

PHONE, PHONE_IN_WORDS = "+33698765432", "06\N{NO-BREAK SPACE}98\N{NO-BREAK SPACE}76"
EMAIL = "canary.household@example.org"
ADDRESS = "77 rue du Canari-Jaune"
ZONE_CODE, ZONE_NAME = "59643", "Warneton"
CONTACTS = (PHONE, PHONE_IN_WORDS, EMAIL, ADDRESS)
ZONE = (ZONE_CODE, ZONE_NAME)
OWN_PAGE = "/steps/safety"
CHOICE_OF_COMMUNES = ("/steps/communes", "/steps/anchors", OWN_PAGE)
"""Pages whose lists offer every commune of the metropole, this one among the others."""


@dataclass
class World:
    referral: Referral
    worker: User
    colleague: User
    stranger: User
    landlord: User
    administrator: User


@pytest.fixture
def world(app) -> World:
    worker = a_case_worker()
    referral = a_referral(worker, protected_address=True)
    referral.household.current_address = ADDRESS
    answered(referral, Step.CONTACTS, phone=PHONE, email=EMAIL, protected_address=True)
    answered(referral, Step.SAFETY, commune_code=ZONE_CODE, km=4)
    colleague = a_case_worker(worker.organisation)
    return World(referral, worker, colleague, a_case_worker(), a_landlord(), an_administrator())


def addresses(app, referral: Referral) -> list[str]:
    """Every page of referrals that can be opened."""
    pages = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("referrals.") and "GET" in rule.methods:
            names = [step.value for step in Step] if "step_name" in rule.arguments else [None]
            for name in names:
                values = {
                    "referral_id": referral.id,
                    "step_name": name,
                    "referral_transfer_id": 1,
                }
                wanted = {key: values[key] for key in rule.arguments}
                pages.append(app.url_map.bind("localhost").build(rule.endpoint, wanted))
    return pages


def crawl(client, person, referral) -> dict[str, str]:
    """The text of every page this person opens, redirections followed."""
    browser = client.application.test_client()
    browser.sign_in(person)
    opened = {}
    for address in addresses(client.application, referral):
        answer = browser.get(address, follow_redirects=True)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, address
        opened[address] = words_of(answer)
    return opened


def holding(pages: dict[str, str], canaries) -> list[tuple[str, str]]:
    return [(url, one) for url, page in pages.items() for one in canaries if one in page]


def test_the_crawl_opens_real_pages(client, world):
    pages = crawl(client, world.worker, world.referral)

    assert len(pages) > 15
    assert holding(pages, [PHONE_IN_WORDS]), "its own association must be able to call"


@pytest.mark.parametrize("person", ["worker", "colleague", "stranger", "landlord", "administrator"])
def test_nobody_reads_a_safety_zone_again(client, world, person):
    pages = crawl(client, getattr(world, person), world.referral)

    told = {url: page for url, page in pages.items() if not url.endswith(CHOICE_OF_COMMUNES)}
    assert holding(told, ZONE) == []


@pytest.mark.parametrize("page", CHOICE_OF_COMMUNES)
def test_lists_of_communes_do_not_set_the_zone_apart(client, world, page):
    """The page is the same, token aside, as that of a referral without any zone."""
    other = a_referral(world.worker)
    answered(other, Step.CONTACTS, protected_address=True)
    browser = client.sign_in(world.worker)

    lines = [
        line.strip()
        for line in browser.get(f"/referrals/{world.referral.id}{page}").text.splitlines()
        if ZONE_NAME in line or ZONE_CODE in line
    ]
    ordinary = browser.get(f"/referrals/{other.id}{page}").text

    assert lines
    assert all(line in ordinary for line in lines)


@pytest.mark.parametrize("person", ["stranger", "landlord", "administrator"])
def test_contacts_stay_inside_the_association(client, world, person):
    pages = crawl(client, getattr(world, person), world.referral)

    assert holding(pages, CONTACTS) == []


def test_only_its_own_page_counts_the_zones(client, world):
    pages = crawl(client, world.worker, world.referral)

    counted = [url for url, page in pages.items() if "1 zone" in page]
    assert counted == [f"/referrals/{world.referral.id}{OWN_PAGE}"]


def test_a_dump_of_the_database_shows_no_canary(app, world):
    services.ask_to_complete(world.referral, "Quelle date d’entrée ?", by=world.administrator)

    dump = "\n".join(
        str(row)
        for table in db.metadata.sorted_tables
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"'))
    )

    assert [one for one in (*CONTACTS, *ZONE) if one in dump] == []
    assert world.referral.referent.email in dump


def test_journal_and_mails_name_no_canary(app, world):
    services.expire_unconfirmed(today().replace(year=today().year + 1))

    told = [str(entry.details) + entry.action for entry in db.session.query(AuditEntry)]
    told += [mail.subject + mail.body for mail in db.session.query(OutboxMessage)]

    assert world.referral.state == ReferralState.TO_CONFIRM
    assert [one for one in (*CONTACTS, *ZONE) for text_ in told if one in text_] == []
