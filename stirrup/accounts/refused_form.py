"""A refusal of a service shown on its form, what was typed kept, with the refusal's status."""

from typing import Any

from flask import render_template

from stirrup.extensions import db
from stirrup.refusals import RefusedError
from stirrup.ui.errors import sentence_of
from stirrup.ui.fields import StirrupForm


def show_again(template: str, form: StirrupForm, **values: Any) -> tuple[str, int]:
    """The page of a form that failed: its own errors, those a service added, or a conflict."""
    return render_template(template, form=form, **values), 409 if form.is_outdated else 422


def show_refused(
    template: str, form: StirrupForm, refusal: RefusedError, *, field: str = "", **values: Any
) -> tuple[str, int]:
    """Undo what was begun; put the sentence beside `field`, or on top of the form."""
    db.session.rollback()
    if field:
        form[field].errors = [sentence_of(refusal)]
    else:
        form.form_errors.append(sentence_of(refusal))
    return render_template(template, form=form, **values), int(refusal.status)
