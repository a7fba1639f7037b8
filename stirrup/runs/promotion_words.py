"""What a reviewer is told when a refusal gave its home to the next household in line."""

from collections.abc import Iterable

from flask import flash
from flask_babel import gettext as _

from stirrup.runs.models import Proposal


def tell_promoted(proposals: Iterable[Proposal]) -> None:
    """One line for each home, beside what was decided."""
    for proposal in proposals:
        said = _(
            "%(home)s is proposed to the next household of its reserve list: %(reference)s.",
            home=proposal.unit.reference,
            reference=proposal.reference,
        )
        flash(said, "info")
