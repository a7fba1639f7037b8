"""The evidence of signatures: one chain, in which a changed line shows."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stirrup.documents.evidence import (
    Evidence,
    digest,
    evidence_file,
    evidence_line,
    truncated_address,
    truncated_agent,
    verify_evidence,
)

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
FIRST = Evidence(
    number=1,
    document_sha256="9f" * 32,
    template_version="convention 1.0",
    signer="Claire Vanhoutte",
    party="landlord",
    capacity="",
    method="code",
    account="Claire Vanhoutte",
    identity_check="account",
    identity_checked_on=None,
    channel="e-mail",
    code_sent_at=AT - timedelta(minutes=2),
    code_verified_at=AT,
    signed_on=date(2026, 3, 2),
    recorded_at=AT,
    address="192.0.2.0",
    user_agent="Mozilla/5.0",
    consent_version="2026-11",
    explained_in="",
    interpreter="",
    scan_sha256="",
    previous="",
)


def chain(count: int = 3) -> list[str]:
    lines: list[str] = []
    for number in range(1, count + 1):
        before = digest(lines[-1]) if lines else ""
        lines.append(evidence_line(replace(FIRST, number=number, previous=before)))
    return lines


def a_file(lines: list[str]) -> str:
    return evidence_file(lines, reference="ST-2026-000412", version=1, seal="B-B")


def test_an_untouched_file_holds():
    file = a_file(chain())

    report = verify_evidence(file, digest(file))

    assert report.holds


@pytest.mark.parametrize("number", [1, 2])
def test_a_changed_line_is_found_by_the_one_after_it(number):
    file = a_file(chain())
    told = json.loads(file)
    told["signatures"][number - 1]["signer"] = "Somebody Else"
    altered = json.dumps(told)

    report = verify_evidence(altered, digest(altered))

    assert report.altered == (number,)


def test_a_change_of_the_last_line_is_found_by_the_digest_of_the_file():
    file = a_file(chain())

    report = verify_evidence(file.replace('"number":3', '"number":4'), digest(file))

    assert not report.holds


def test_a_line_taken_out_is_found():
    lines = chain()
    file = a_file([lines[0], lines[2]])

    assert not verify_evidence(file, digest(file)).holds


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"signatures": [1]}', "not JSON"])
def test_what_is_no_evidence_file_does_not_hold(content):
    assert not verify_evidence(content, digest(content)).holds


@given(st.data())
def test_no_sign_of_the_file_can_change_unseen(data):
    file = a_file(chain())
    place = data.draw(st.integers(0, len(file) - 1))
    sign = data.draw(st.characters(codec="ascii").filter(lambda one: one != file[place]))

    altered = file[:place] + sign + file[place + 1 :]

    assert not verify_evidence(altered, digest(file)).holds


def test_the_same_signature_gives_the_same_line():
    assert evidence_line(FIRST) == evidence_line(replace(FIRST))
    assert "2026-03-02T09:30:00+00:00" in evidence_line(FIRST)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("2001:db8:1:2::7", "2001:db8:1::"),
        ("::ffff:192.0.2.77", "192.0.2.0"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_an_address_loses_its_machine(address, kept):
    assert truncated_address(address) == kept


def test_a_user_agent_is_cut_and_holds_no_control_sign():
    assert truncated_agent("a\nb" + "c" * 500) == "ab" + "c" * 77
