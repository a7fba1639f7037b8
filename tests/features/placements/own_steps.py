"""Steps of one's own for the tests: added as administrators do, and answered."""

from typing import Any

from stirrup.placements.lanes import own_steps, settings
from stirrup.placements.lanes.catalogue import lanes_in_force
from stirrup.placements.lanes.enums import DelayUnit, Side, StepCode, Timeout
from stirrup.placements.lanes.setting_values import stamp, values_of_step
from stirrup.placements.lanes.settings import StepTerms
from tests.factories import an_administrator

AFTER_THE_LANDLORD = StepCode.LANDLORD_ANSWER.value


def terms(**values: Any) -> StepTerms:
    ordinary = {
        "name": {"fr": "Attestation d’assurance reçue", "en": "Insurance certificate received"},
        "text": {"fr": "Le référent a reçu l’attestation d’assurance du ménage."},
        "delay": 3,
        "unit": DelayUnit.DAYS,
        "remind_after": 1,
        "escalate_after": 2,
        "timeout": Timeout.FLAG,
        "enabled": True,
    }
    return StepTerms(**ordinary | values)


def an_own_step(
    side: Side = Side.ASSOCIATION,
    after: str | None = AFTER_THE_LANDLORD,
    by: Any = None,
    **values: Any,
) -> str:
    """The code of a step that an administrator has just added."""
    return own_steps.add_step(side, terms(**values), after, by=by or an_administrator())


def seen(code: str) -> str:
    """The stamp of what is in force."""
    return stamp(values_of_step(lanes_in_force().step(code)))


def switch(code: str, *, on: bool, by: Any = None) -> None:
    """Take a step, or pass over it, without changing anything else."""
    step = lanes_in_force().step(code)
    names = ("name", "text", "delay", "unit", "remind_after", "escalate_after", "timeout")
    same = StepTerms(**{name: getattr(step, name) for name in names}, enabled=on)
    who = {"seen": seen(code), "by": by or an_administrator()}
    if step.is_own:
        own_steps.change_own_step(code, same, step.after, **who)
    else:
        settings.change_step(code, same, **who)


def order() -> list[str]:
    """The codes of the steps that are asked, in their order."""
    return [step.code for step in lanes_in_force().steps if step.is_asked]
