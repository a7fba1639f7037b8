"""Who sees which fact, and from which stage."""

import pytest

from stirrup.disclosure import DISCLOSED, Reader, Stage, shows

FIVE_FACTS = {"household_size", "bedrooms_needed", "dates", "pets", "accessibility"}


def test_before_both_yes_a_landlord_sees_five_facts_and_who_supports():
    shown = {field for field in DISCLOSED if shows(field, Reader.LANDLORD, Stage.PROPOSED)}
    of_the_household = shown - {"home_in_brief", "home_address", "landlord_name", "landlord_phone"}

    assert of_the_household == FIVE_FACTS | {"association"}


def test_after_both_yes_a_landlord_learns_names_but_no_reference():
    assert shows("names_of_adults", Reader.LANDLORD, Stage.AGREED)
    assert not shows("referral_reference", Reader.LANDLORD, Stage.AGREED)


@pytest.mark.parametrize("field", ["home_address", "landlord_phone"])
def test_an_association_learns_where_and_whom_to_call_only_after_both_yes(field):
    assert not shows(field, Reader.ASSOCIATION, Stage.PROPOSED)
    assert shows(field, Reader.ASSOCIATION, Stage.AGREED)


def test_a_landlord_learns_the_duty_phone_only_after_both_yes():
    assert not shows("duty_phone", Reader.LANDLORD, Stage.PROPOSED)
    assert shows("duty_phone", Reader.LANDLORD, Stage.AGREED)


@pytest.mark.parametrize("reader", list(Reader))
@pytest.mark.parametrize("field", ["safety_zones", "phone", "current_address", "anchors", ""])
def test_what_has_no_line_is_shown_to_nobody(reader, field):
    assert not shows(field, reader, Stage.AGREED)
