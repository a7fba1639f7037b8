"""Whatever is typed into a step, the answer is a sentence beside the field, never a failure."""

import pytest

from stirrup.extensions import db
from stirrup.units.forms import FORMS
from tests.client import TOKEN
from tests.factories import a_draft_unit, a_landlord

WEIRD = [
    "\x00", "a\x00b", "\ud800", "\u202eabc", "9" * 20, "NaN", "Infinity", "-1", "1e3", "１２",
    "31 février", "<script>alert(1)</script>", "' OR 1=1 --", "x" * 5000, "\r\nBcc: a@b.c",
]  # fmt: skip


@pytest.fixture
def unit(app):
    return a_draft_unit(a_landlord())


@pytest.fixture
def browser(client, unit):
    landlord = a_landlord(unit.organisation)
    return client.sign_in(landlord)


def everything(step: str, value: str) -> dict[str, str]:
    """The same text in every field of a step, in every part of a date."""
    names = [name for name in vars(FORMS[step]) if not name.startswith("_")]
    parts = [f"{name}-{part}" for name in names for part in ("day", "month", "year")]
    return dict.fromkeys(names + parts, value)


def sent(value: str) -> str:
    """The text as the client can send it: a surrogate has no UTF-8 form of its own."""
    return value.encode("utf-8", "surrogatepass").decode("latin-1")


@pytest.mark.parametrize("step", sorted(set(FORMS) - {"notice"}))
def test_odd_text_is_refused_and_nothing_is_stored(browser, unit, step):
    page = f"/units/{unit.id}/steps/{step}"
    token = TOKEN.search(browser.get(page).text).group(1)
    before = unit.version

    statuses = {
        value: browser.post(
            page,
            data=everything(step, sent(value)) | {"version": str(before), "csrf_token": token},
        ).status_code
        for value in WEIRD
    }
    db.session.refresh(unit)

    assert set(statuses.values()) == {422}, statuses
    assert unit.version == before


@pytest.mark.parametrize("version", ["", "abc", "0", "-1", "9" * 30])
def test_an_unreadable_version_is_refused(browser, unit, version):
    answer = browser.submit(
        f"/units/{unit.id}/steps/rules", {"version": version, "pets_allowed": "any"}
    )

    assert answer.status_code == 422


def test_what_was_typed_is_kept(browser, unit):
    fields = {"version": str(unit.version), "surface_m2": "quarante", "bedrooms": "2"}

    answer = browser.submit(f"/units/{unit.id}/steps/kind", fields)

    assert 'value="quarante"' in answer.text
    assert 'name="bedrooms" value="2"' in answer.text
