"""The steps from a decision to the keys for the public page, read from those in force."""

from flask_babel import gettext as _
from flask_babel import ngettext

from stirrup.placements.lanes.enums import DelayUnit, Side
from stirrup.placements.lanes.steps import Lanes, Step, in_words


def published_steps(lanes: Lanes, language: str) -> list[tuple[str, str, str]]:
    """Each step with who is expected and how much time they have, in order."""
    return [
        (in_words(step.name, language), _who(step), _time(step))
        for step in lanes.steps
        if step.is_asked
    ]


def _who(step: Step) -> str:
    """Nobody alone is expected where everybody signs."""
    return str(_("Everybody who signs") if step.side == Side.NOBODY else _(step.side.label))


def _time(step: Step) -> str:
    if step.unit == DelayUnit.WORKING_DAYS:
        return str(ngettext("%(num)s working day", "%(num)s working days", step.delay))
    return str(ngettext("%(num)s day", "%(num)s days", step.delay))
