"""The columns of a list of referrals: questions of the intake, read as its forms read them."""

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask_babel import gettext as _

from stirrup.geography import LILLE_METROPOLE, communes_of, plain
from stirrup.referrals.forms import ConsentForm
from stirrup.referrals.notice import NOTICE_VERSION
from stirrup.referrals.step_forms import STEP_FORMS
from stirrup.referrals.steps import Step
from stirrup.spreadsheets.cells import CellRefused, Choices, squeezed
from stirrup.spreadsheets.columns import Column
from stirrup.spreadsheets.importer import OWN_REFERENCE
from stirrup.spreadsheets.questions import accepted_by, example_for, headings_of, reader_of
from stirrup.ui.choices import StrictCheckbox
from stirrup.ui.fields import DateInThreeParts, StirrupForm, StrictText
from stirrup.wording import N_

HERE = Path(__file__).parent
FORMS: dict[Step, type[StirrupForm]] = STEP_FORMS | {
    Step.CONSENT: ConsentForm,
    Step.COMMUNES: StirrupForm,
}
"""Whose questions a list may answer; communes are named in one cell, not one by one."""
NEEDED = ("notice_on", "notice_version", "consent_given_on", "consent_method")
"""No referral exists before its person was told and agreed (P25)."""
HEADINGS = {
    "notice_on": N_("Notice read with the person on"),
    "notice_version": N_("Version of the notice"),
    "consent_given_on": N_("Consent given on"),
    "consent_method": N_("Consent given how"),
    "consent_to_statistics": N_("Statistics accepted"),
    "needs": N_("What the home must have"),
    "accepted": N_("Communes accepted"),
    "refused": N_("Communes refused"),
    "accepts_shared": N_("Shared home accepted"),
    "protected_address": N_("Address kept secret"),
}
"""Where the question of the form is too long for a heading, or is no field of its own."""


class ListForm(StirrupForm):
    """What a list asks and no form does, or not in one cell."""

    own_reference = StrictText("", max_length=40)
    notice_on = DateInThreeParts("", first=date(2020, 1, 1))
    notice_version = StrictText("", max_length=20)
    communes = StrictText("", max_length=2000)
    feature = StrictCheckbox("")


@cache
def sources() -> dict[str, dict[str, dict[str, Any]]]:
    """Step to field to what is particular to its column."""
    text = (HERE / "columns.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(text)
    return found


def is_refused(heading: str) -> bool:
    """Whether nothing of a column may be kept: its heading says who somebody is."""
    words, headings = _refused()
    said = set(re.findall(r"[a-z]+", plain(heading)))
    return bool(said & words) or squeezed(heading) in headings


@cache
def _refused() -> tuple[frozenset[str], frozenset[str]]:
    lists = yaml.safe_load((HERE / "refused_headings.yaml").read_text(encoding="utf-8"))
    return frozenset(lists["words"].split()), frozenset(map(squeezed, lists["headings"]))


def build_columns() -> list[Column]:
    """Every column, in the order of the steps and the language of the reader."""
    own = ListForm(formdata=None, meta={"csrf": False})
    columns = [_own_reference(own.own_reference)]
    for step, fields in sources().items():
        bound = FORMS[Step(step)](formdata=None, meta={"csrf": False})
        columns += [_column(name, details, bound, own) for name, details in fields.items()]
    return columns


def _own_reference(field: Any) -> Column:
    return Column(
        OWN_REFERENCE,
        headings_of(
            N_("Your reference"),
            ["Votre référence", "Référence", "Réf", "Dossier", "Numéro de dossier"],
        ),
        _read_reference,
        accepted_by(field),
        _("A number of yours, never a name. Sent again, its row changes its draft."),
        example="2026-0142",
    )


def _read_reference(typed: str) -> str:
    """A file's number has a digit; a name has none, and no name may come in."""
    if not any(sign.isdigit() for sign in typed) or len(typed) > 40 or "@" in typed:
        raise CellRefused(N_("Write a file number with digits, 40 characters at most: no name."))
    return typed


def _column(name: str, details: dict[str, Any], form: Any, own: Any) -> Column:
    label = HEADINGS.get(name) or form[name].label.text
    headings = headings_of(label, details["others"])
    needed, example = name in NEEDED, details["example"]
    if name in ("accepted", "refused"):
        accepts = _("Names or INSEE codes of communes of the metropole, between commas.")
        return Column(name, headings, _communes().read_several, accepts, example=example)
    field = own[name] if name in own else form[name]
    about = _about(name) or str(field.description or "")
    example = example_for(field, NOTICE_VERSION if name == "notice_version" else example)
    return Column(name, headings, reader_of(field), accepted_by(field), about, needed, example)


def _about(name: str) -> str:
    if name == "notice_version":
        return str(_("%(version)s, as the notice says.", version=NOTICE_VERSION))
    if name == "notice_on":
        return str(_("On the day of the consent, or before."))
    return ""


@cache
def _communes() -> Choices:
    return Choices({one.code: [one.name, one.code] for one in communes_of(LILLE_METROPOLE)})
