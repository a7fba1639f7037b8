"""Fields: what they keep, what they give back, and what they say."""

from datetime import date
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from stirrup.ui import choices, fields
from stirrup.wording import N_, Labelled


class Kind(Labelled):
    FLAT = "flat", N_("Flat")
    HOUSE = "house", N_("House")


class Sample(fields.StirrupForm):
    class Meta:
        csrf = False

    street = fields.StrictText("Street", max_length=20)
    note = fields.StrictTextArea("Note", max_length=20, required=False)
    email = fields.EmailStrict("E-mail", required=False)
    phone = fields.FrenchPhone("Phone", required=False)
    rooms = fields.StrictInteger("Rooms", minimum=1, maximum=9, required=False)
    value = fields.StrictDecimal("Value", minimum=0, maximum=10_000, required=False)
    day = fields.DateInThreeParts("Day", required=False)
    kind = choices.StrictRadios("Kind", choices=Kind, required=False)
    kinds = choices.StrictCheckboxes("Kinds", choices=Kind, required=False)
    agreed = choices.StrictCheckbox("Agreed")


def sent(**answers):
    form = Sample(MultiDict({"street": "rue de Lannoy"} | answers))
    form.validate()
    return form


def test_a_complete_form_gives_clean_values(reading):
    form = sent(
        street="  rue de  Lannoy ",
        email="Jeanne.Delattre@Example.org",
        phone="03 20 00 00 00",
        rooms="3",
        value="1 234,5",
        kind="flat",
        kinds="house",
        agreed="y",
        **{"day-day": "1", "day-month": "12", "day-year": "2026"},
    )

    assert form.errors == {}
    assert form.data == {
        "street": "rue de  Lannoy",
        "note": "",
        "email": "jeanne.delattre@example.org",
        "phone": "+33320000000",
        "rooms": 3,
        "value": Decimal("1234.50"),
        "day": date(2026, 12, 1),
        "kind": Kind.FLAT,
        "kinds": [Kind.HOUSE],
        "agreed": True,
    }


def test_an_optional_question_may_stay_empty(reading):
    form = sent()

    assert form.errors == {}
    assert (form.rooms.data, form.day.data, form.kind.data, form.kinds.data) == (
        None,
        None,
        None,
        [],
    )


@pytest.mark.parametrize(
    "answers",
    [
        {"street": ""},
        {"street": "a\0b"},
        {"street": "x" * 21},
        {"note": "\ud800"},
        {"email": "nobody"},
        {"email": "a@b.example\r\nBcc: c@d.example"},
        {"phone": "12"},
        {"rooms": "1_0"},
        {"rooms": "99999999999999999999"},
        {"value": "sNaN"},
        {"day-day": "31", "day-month": "2", "day-year": "2026"},
        {"kind": "castle"},
        {"kinds": "castle"},
    ],
)
def test_a_wrong_answer_is_refused_and_shown_again(reading, answers):
    form = sent(**answers)

    assert len(form.error_list) == 1
    for field in form:
        if hasattr(field, "_value"):
            field._value().encode("utf-8")


def test_a_missing_required_answer_is_refused_even_when_not_sent(reading):
    form = Sample(MultiDict({"note": "x"}))
    form.validate()

    assert list(form.errors) == ["street"]


def test_a_field_may_say_itself_what_is_missing(reading):
    class Rooms(fields.StirrupForm):
        class Meta:
            csrf = False

        rooms = fields.StrictInteger("Rooms", minimum=1, maximum=9, missing="How many?")
        kind = choices.StrictSelect("Kind", choices=Kind, missing="Which one?")

    form = Rooms(MultiDict({"rooms": ""}))
    form.validate()

    assert form.errors == {"rooms": ["How many?"], "kind": ["Which one?"]}


def test_what_was_typed_stays_in_the_page(reading):
    form = sent(rooms="three", **{"day-month": "13"})

    assert form.rooms._value() == "three"
    assert [part.value for part in form.day.parts] == ["", "13", ""]


def test_a_wrong_date_leads_to_the_part_to_correct(reading):
    form = sent(**{"day-day": "1", "day-month": "13", "day-year": "2026"})

    assert form.error_list == [("day-month", "Day. Write the month as a number from 1 to 12.")]
    assert [part.wrong for part in form.day.parts] == [False, True, False]


def test_the_summary_follows_the_page(reading):
    form = sent(street="", rooms="x", kind="castle")

    assert [target for target, _sentence in form.error_list] == ["street", "rooms", "kind"]


@pytest.mark.parametrize("value", [Decimal("1234.50"), Decimal("0.05")])
def test_a_decimal_offered_for_correction_is_read_back(reading, value):
    offered = Sample(value=value).value._value()

    assert sent(value=offered).value.data == value


def test_a_date_offered_for_correction_is_read_back(reading):
    parts = Sample(day=date(2026, 12, 1)).day.parts

    form = sent(**{part.name: part.value for part in parts})

    assert form.day.data == date(2026, 12, 1)


def test_a_phone_offered_for_correction_is_read_back(reading):
    offered = Sample(phone="+33320000000").phone._value()

    assert sent(phone=offered).phone.data == "+33320000000"


def test_bounds_of_dates_may_move(reading):
    form = Sample(MultiDict({"street": "x", "day-day": "2", "day-month": "1", "day-year": "2027"}))
    form.day.last = date(2027, 1, 1)
    form.validate()

    assert list(form.errors) == ["day"]


def test_a_password_is_never_shown_again(reading):
    class SignIn(fields.StirrupForm):
        class Meta:
            csrf = False

        password = fields.StrictPassword("Password", min_length=12)

    form = SignIn(MultiDict({"password": " clé du canal "}))

    assert form.validate()
    assert (form.password.data, form.password._value()) == (" clé du canal ", "")


def test_an_answer_must_be_among_the_choices_set_by_the_form(reading):
    class Where(fields.StirrupForm):
        class Meta:
            csrf = False

        commune = choices.CommuneField("Commune")

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.commune.choices = choices.offer([("59512", "Roubaix")])

    assert Where(MultiDict({"commune": "59512"})).validate()
    assert not Where(MultiDict({"commune": "75056"})).validate()
