"""What tells the first of two that want the same row."""

from sqlalchemy import select, update

from stirrup.database import rows_changed
from stirrup.units.models import Unit
from tests.factories import a_unit


def test_rows_that_are_as_described_are_counted_and_changed(app):
    first, second = a_unit(bedrooms=1), a_unit(bedrooms=2)

    count = rows_changed(update(Unit).where(Unit.bedrooms == 1).values(bedrooms=5))

    assert count == 1
    assert (first.bedrooms, second.bedrooms) == (5, 2)


def test_who_comes_second_is_told_that_nothing_was_left(app):
    unit = a_unit(bedrooms=1)
    as_it_was = update(Unit).where(Unit.id == unit.id, Unit.bedrooms == 1).values(bedrooms=2)

    assert [rows_changed(as_it_was) for _time in range(2)] == [1, 0]


def test_rows_that_only_the_database_can_find_are_counted_too(app):
    homes = [a_unit(), a_unit()]
    same_landlord = select(Unit.id).where(Unit.organisation_id == homes[0].organisation_id)

    count = rows_changed(update(Unit).where(Unit.id.in_(same_landlord)).values(bedrooms=5))

    assert [home.bedrooms for home in homes].count(5) == count > 0
