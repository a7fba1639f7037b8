"""Who sees which fact, and from which stage."""

import pytest

from stirrup.disclosure import DISCLOSED, Reader, Stage, shows

FIVE_FACTS = {"household_size", "bedrooms_needed", "dates", "pets", "accessibility"}


def test_before_both_yes_a_landlord_sees_five_facts_and_who_supports():
    shown = {field for field in DISCLOSED if shows(field, Reader.LANDLORD, Stage.PROPOSED)}
    of_the_household = shown - {"home_in_brief", "home_address", "landlord_name"}

    assert of_the_household == FIVE_FACTS | {"association"}


def test_after_both_yes_a_landlord_learns_names_but_no_reference():
    assert shows("names_of_adults", Reader.LANDLORD, Stage.AGREED)
    assert not shows("referral_reference", Reader.LANDLORD, Stage.AGREED)


def test_an_association_learns_the_address_only_after_both_yes():
    assert not shows("home_address", Reader.ASSOCIATION, Stage.PROPOSED)
    assert shows("home_address", Reader.ASSOCIATION, Stage.AGREED)


@pytest.mark.parametrize("reader", list(Reader))
@pytest.mark.parametrize("field", ["safety_zones", "phone", "current_address", "anchors", ""])
def test_what_has_no_line_is_shown_to_nobody(reader, field):
    assert not shows(field, reader, Stage.AGREED)
