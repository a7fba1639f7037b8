"""Steps that administrators added, among what is expected of one side: each told by its name."""

from typing import Any

from flask_babel import get_locale

from stirrup.placements.lanes.catalogue import steps_in_force
from stirrup.placements.lanes.enums import Side
from stirrup.placements.lanes.steps import in_words
from stirrup.placements.models import Placement
from stirrup.wording import N_
from stirrup.worklists.piles import Pile


def added_steps_of(side: Side, stay: dict[str, Any]) -> Pile:
    """The stays that wait for this side at an added step, shown as `stay` says. One query."""
    tongue = str(get_locale())
    added = [step for step in steps_in_force() if step.is_own and step.side == side]
    names = {step.code: in_words(step.name, tongue) for step in added}
    return Pile(
        Placement.step.in_(names),
        N_("Other steps that wait for you"),
        N_("Stay %(reference)s: %(step)s"),
        due=Placement.step_due_on,
        words=lambda row: {"reference": row.reference, "step": names[row.step]},
        **stay,
    )
