"""What the journal says beside an action: words, never codes nor dates of a machine."""

import pytest
from flask_babel import force_locale

from stirrup.oversight.journal_details import detail_words


@pytest.fixture
def in_french(app):
    with app.test_request_context(), force_locale("fr"):
        yield


@pytest.mark.usefixtures("in_french")
@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"reason": "best_answer"}, "best_answer"),
        ({"kind": "occupation_certificate"}, "occupation_certificate"),
        ({"party": "residents"}, "residents"),
        ({"section": "insurance"}, "insurance"),
        ({"step": "visit_booking"}, "visit_booking"),
        ({"reason": "needs_changed"}, "needs_changed"),
    ],
)
def test_a_code_is_told_by_its_label(details, code):
    assert code not in detail_words(details)


@pytest.mark.usefixtures("in_french")
def test_a_day_is_written_as_on_every_page():
    assert "6 décembre 2026" in detail_words({"until": "2026-12-06"})


@pytest.mark.usefixtures("in_french")
def test_a_number_is_told_by_its_reference():
    assert detail_words({"referral": 40, "unit": 22}).endswith("LOG-0022")


@pytest.mark.usefixtures("in_french")
def test_what_is_not_so_is_left_out():
    assert detail_words({"on_behalf": False, "withdrawn": 0}) == ""
