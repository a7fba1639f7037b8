"""Steps that administrators added, among what is expected of one side: each told by its name."""

from functools import cache
from typing import Any

from flask_babel import get_locale
from sqlalchemy import select

from stirrup.placements.lanes.catalogue import steps_in_force
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lanes.models import StepSetting
from stirrup.placements.lanes.steps import in_words
from stirrup.placements.models import Placement
from stirrup.wording import N_
from stirrup.worklists.piles import Pile


def added_steps_of(side: Side, stay: dict[str, Any]) -> Pile:
    """The stays that wait for this side at an added step, shown as `stay` says.

    One query for the names, once a stay waits there.
    """
    own = select(StepSetting.code).where(StepSetting.side == side)
    names = cache(_names)
    return Pile(
        Placement.step.in_(own),
        N_("Other steps that wait for you"),
        N_("Stay %(reference)s: %(step)s"),
        due=Placement.step_due_on,
        words=lambda row: {"reference": row.reference, "step": names()[row.step]},
        **stay,
    )


def _names() -> dict[str, str]:
    """By code, in the reader's language."""
    tongue = str(get_locale())
    return {step.code: in_words(step.name, tongue) for step in steps_in_force()}
