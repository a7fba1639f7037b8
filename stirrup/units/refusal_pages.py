"""A refusal of a service shown beside the answer it is about, what was typed kept."""

from datetime import date
from http import HTTPStatus
from typing import Any, TypeVar

from flask import flash, redirect
from flask_babel import gettext as _

from stirrup.extensions import db
from stirrup.refusals import RefusedError
from stirrup.ui import filters
from stirrup.ui.fields import StirrupForm
from stirrup.units.listing import step_url
from stirrup.units.models import Unit
from stirrup.units.steps import BY_NAME

AnyForm = TypeVar("AnyForm", bound=StirrupForm)


def refuse(form: AnyForm, refusal: RefusedError) -> AnyForm:
    """Undo what the service had begun and put its sentence beside the field it names."""
    db.session.rollback()
    sentence = sentence_of(refusal)
    name = getattr(refusal, "field", None)
    if name in form:
        form[name].errors = [*form[name].errors, sentence]
    else:
        form.form_errors.append(sentence)
    return form


def back_to_dates(unit: Unit, refusal: RefusedError) -> Any:
    """Dates that were long enough when given may no longer be: say so where they are changed."""
    db.session.rollback()
    flash(sentence_of(refusal), "error")
    return redirect(step_url(unit, BY_NAME["dates"]), HTTPStatus.SEE_OTHER)


def sentence_of(refusal: RefusedError) -> str:
    """The refusal in the reader's language, its dates and choices too."""
    values = {name: _written(value) for name, value in refusal.values.items()}
    return str(_(refusal.sentence, **values))


def _written(value: Any) -> Any:
    """A date in full; a choice of a list, which comes as its English label, translated."""
    if isinstance(value, date):
        return filters.date_long(value)
    return _(value) if isinstance(value, str) else value
