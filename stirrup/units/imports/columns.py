"""The columns of a list of homes: each one a question of the forms, read as the form reads it."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask_babel import gettext as _

from stirrup.spreadsheets.columns import Column
from stirrup.spreadsheets.importer import OWN_REFERENCE
from stirrup.spreadsheets.questions import accepted_by, example_for, headings_of, reader_of
from stirrup.ui.choices import StrictCheckbox
from stirrup.ui.fields import StirrupForm, StrictText
from stirrup.units.forms import FORMS as STEP_FORMS
from stirrup.wording import N_

FORMS = {step: form for step, form in STEP_FORMS.items() if step != "notice"}
"""Whose questions a list may answer; photos and the page to read are for a person."""
SHORT_HEADINGS = {
    "step_free": N_("Step-free access"),
    "lift": N_("Lift"),
    "adapted_bathroom": N_("Adapted bathroom"),
    "quiet": N_("Quiet home"),
    "parking": N_("Parking space"),
    "cot_possible": N_("Room for a cot"),
    "commune": N_("Commune"),
    "new_building": N_("Name of the building"),
}
"""Where the question of the form is too long for a heading, or asks for something else."""


class ListForm(StirrupForm):
    """What a list asks and no form does, or not in one cell."""

    own_reference = StrictText("", max_length=40)
    commune = StrictText("", max_length=80)
    feature = StrictCheckbox("")


@cache
def sources() -> dict[str, dict[str, dict[str, Any]]]:
    """Step to field to what is particular to its column."""
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(text)
    return found


def build_columns() -> list[Column]:
    """Every column, in the order of the steps and the language of the reader."""
    own = ListForm(formdata=None, meta={"csrf": False})
    columns = [_own_reference(own.own_reference)]
    for step, fields in sources().items():
        form = FORMS[step](formdata=None, meta={"csrf": False})
        columns += [_column(name, details, form, own) for name, details in fields.items()]
    return columns


def _own_reference(field: Any) -> Column:
    return Column(
        OWN_REFERENCE,
        headings_of(
            N_("Your reference"),
            ["Votre référence", "Référence", "Réf", "Identifiant", "Reference"],
        ),
        reader_of(field),
        accepted_by(field),
        _("Yours for this row: sent again, it changes its draft instead of adding one."),
        example="A-101",
    )


def _column(name: str, details: dict[str, Any], form: Any, own: Any) -> Column:
    field = form[name] if name in form and name != "commune" else own.feature
    if name == "commune":
        field = own.commune
    return Column(
        name,
        headings_of(SHORT_HEADINGS.get(name) or field.label.text, details["others"]),
        reader_of(field),
        _("A name, or an INSEE code.") if name == "commune" else accepted_by(field),
        str(field.description or ""),
        needed=name == "street",
        example=example_for(field, details.get("example", "")),
    )
