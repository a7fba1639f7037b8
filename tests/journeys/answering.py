"""Each side answers in turn, then the home is seen."""

from stirrup.clock import today
from tests.journeys.pages import Visitor


def say_yes(visitor: Visitor, stay_id: int, side: str) -> None:
    """From the page of the stay: read what is asked, and agree."""
    visitor.open(f"/stays/{stay_id}")
    visitor.follow(f"/answers/{side}")
    visitor.send(to="/yes")


def record_visit(worker: Visitor, stay_id: int) -> None:
    """The home was seen today: nobody had to book what took place at once."""
    worker.open(f"/stays/{stay_id}/visit/done")
    worker.answer(done_on=today())
    worker.send_filled()
