"""A step or a reason as a flat table of values: compared, told in the journal, stamped. Pure."""

import json
from hashlib import sha256

from stirrup.placements.lanes.steps import Reason, Step, Words

Value = str | int | bool | None
Values = dict[str, Value]


def values_of_step(step: Step) -> Values:
    """What administrators may change in a step; its place too, when they added it."""
    own: Values = {"after": step.after or "", "retired": step.retired} if step.is_own else {}
    return {
        **own,
        **_flat("name", step.name),
        **_flat("text", step.text),
        "delay": step.delay,
        "unit": step.unit.value,
        "remind_after": step.remind_after,
        "escalate_after": step.escalate_after,
        "timeout": step.timeout.value,
        "enabled": step.enabled,
    }


def values_of_reason(reason: Reason) -> Values:
    """What administrators may change in a reason."""
    return {
        **_flat("label", reason.label),
        "forbids_days": reason.forbids_days,
        "home": reason.home.value,
        "household": reason.household.value,
        "needs_note": reason.needs_note,
        "needs_review": reason.needs_review,
        "retired": reason.retired,
    }


def stamp(values: Values) -> str:
    """What a page carries to tell, when it is sent, whether these values still hold."""
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def changed_between(before: Values, after: Values) -> tuple[Values, Values]:
    """The values that differ, as they were (nothing, when there were none) and as they are."""
    names = [name for name in after if name not in before or before[name] != after[name]]
    was = {name: before[name] for name in names if name in before}
    return was, {name: after[name] for name in names}


def _flat(name: str, words: Words) -> Values:
    """French and English side by side; a text that was not written is empty."""
    return {f"{name}_{language}": words.get(language, "") for language in ("fr", "en")}
