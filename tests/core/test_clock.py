"""The clock: one door, and another day for whoever pretends."""

from datetime import date
from threading import Thread

from stirrup.clock import local, now, pretending, today

ANOTHER_DAY = date(2020, 2, 29)


def test_it_is_noon_of_the_pretended_day():
    with pretending(ANOTHER_DAY):
        assert today() == ANOTHER_DAY
        assert local(now()).hour == 12


def test_afterwards_it_is_now_again_even_after_a_fault():
    before = today()

    try:
        with pretending(ANOTHER_DAY):
            raise LookupError
    except LookupError:
        pass

    assert today() >= before > ANOTHER_DAY


def test_nobody_else_is_on_that_day():
    seen = []

    with pretending(ANOTHER_DAY):
        elsewhere = Thread(target=lambda: seen.append(today()))
        elsewhere.start()
        elsewhere.join()

    assert seen != [ANOTHER_DAY]
