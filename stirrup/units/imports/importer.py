"""How rows of a list become drafts of homes, under the very rules of the forms."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from stirrup import audit
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.permissions import Permission
from stirrup.spreadsheets.cells import CellRefused
from stirrup.spreadsheets.columns import Column
from stirrup.spreadsheets.communes import find_commune
from stirrup.spreadsheets.enums import ListKind
from stirrup.spreadsheets.importer import Importer, Refusal, Words
from stirrup.spreadsheets.numbering import number_ahead
from stirrup.spreadsheets.report import CheckedRow
from stirrup.ui.strict import explained
from stirrup.units.buildings import list_buildings
from stirrup.units.enums import Equipment, UnitState
from stirrup.units.imports.columns import build_columns, sources
from stirrup.units.models import Building, Unit
from stirrup.units.refusal_pages import sentence_of
from stirrup.units.rules import AnswerRefusedError, check_answers
from stirrup.units.steps import missing_steps
from stirrup.units.writing import write_answers
from stirrup.wording import N_

AT_ONCE = 500
OPTIONAL = {"address": ("address_complement",), "building": ("new_building", "most_stays")}
"""What the rules of a step expect to be told even when it is empty."""
CHECKED_WHEN = {
    "address": ("street", "commune_code", "postcode"),
    "kind": ("surface_m2", "main_rooms", "bedrooms", "min_people", "max_people", "places_count"),
    "dates": ("available_from", "available_until"),
    "building": (),
}
"""Steps with rules, and the answers without which they cannot be judged yet."""
ASSUMED = {"min_people": 1, "places_count": 1}
"""What nearly every home answers, when the list does not."""


class UnitImporter(Importer):
    """Lists of homes."""

    kind = ListKind.UNITS
    permission = Permission.LIST_IMPORT_UNITS
    prefix = "unit_imports"
    back_endpoint, draft_endpoint, draft_argument = "units.index", "units.tasks", "unit_id"
    words = Words(
        title=N_("Take over a list of homes"),
        lead=N_("Each row becomes a draft: you complete and send each one yourself."),
        back=N_("My homes"),
        sheet=N_("Homes"),
        drafts=N_("Photos, and the page to read before you offer, stay for you to do."),
    )

    def __init__(self) -> None:
        self._columns = build_columns()

    def columns(self) -> list[Column]:
        return self._columns

    def lacking(self, mapping: Mapping[str, str]) -> list[str]:
        needed = {"postcode", "commune"}
        both = [one.heading for one in self._columns if one.name in needed]
        return super().lacking(mapping) + ([] if needed & set(mapping) else both)

    def stored(self, ids: Collection[int]) -> dict[int, Unit]:
        found: dict[int, Unit] = {}
        wanted = sorted(ids)
        for start in range(0, len(wanted), AT_ONCE):
            some = select(Unit).where(Unit.id.in_(wanted[start : start + AT_ONCE]))
            found |= {unit.id: unit for unit in db.session.scalars(some)}
        return found

    def is_open(self, subject: Unit) -> bool:
        return subject.state == UnitState.DRAFT

    def complete(self, answers: dict[str, Any]) -> Iterator[Refusal]:
        """The commune of a name and a postcode; equipment as it is stored."""
        try:
            place = find_commune(answers.pop("commune", ""), answers.get("postcode", ""))
        except CellRefused as refusal:
            yield Refusal("commune", explained(refusal), refusal.suggestion)
            return
        answers["commune_code"] = place.code
        if "postcode" not in answers and len(place.postcodes) == 1:
            answers["postcode"] = place.postcodes[0]
        if "postcode" not in answers:
            yield Refusal("postcode", _("Several postcodes fit: write one."), place.postcodes[0])
        if "equipment" in answers:
            answers["equipment"] = [one.value for one in Equipment if one in answers["equipment"]]

    def check(self, answers: Mapping[str, Any], subject: Unit | None) -> Iterator[Refusal]:
        """Each step whose answers are complete, those that its draft holds included."""
        for step, names in CHECKED_WHEN.items():
            asked = [*names, *OPTIONAL.get(step, ())]
            given = {name: _answer(name, answers, subject) for name in asked}
            if any(given[name] is None for name in names):
                continue
            try:
                check_answers(step, given | _of_kind(answers, subject), subject or Unit(), today())
            except AnswerRefusedError as refusal:
                column = "commune" if refusal.field == "commune_code" else refusal.field
                yield Refusal(column, sentence_of(refusal))

    def write(self, rows: Iterable[CheckedRow], list_id: int, *, by: Any) -> list[Unit]:
        rows = list(rows)
        known = self.stored({row.subject_id for row in rows if row.subject_id is not None})
        buildings = {one.name.casefold(): one for one in list_buildings(by.organisation_id)}
        units = []
        for row in rows:
            unit = known.get(row.subject_id or 0) or _new_unit(by)
            _fill(unit, row.answers, buildings)
            units.append(unit)
        number_ahead([unit for unit in units if unit.id is None])
        db.session.add_all(units)
        audit.record_all(
            by,
            [
                ("unit_step_saved" if row.subject_id else "unit_created", unit, {"list": list_id})
                for row, unit in zip(rows, units, strict=True)
            ],
        )
        return units

    def lacks(self, subject: Unit) -> list[str]:
        return [str(_(step.title)) for step in missing_steps(subject)]


def _answer(name: str, answers: Mapping[str, Any], unit: Unit | None) -> Any:
    if name in answers:
        return answers[name]
    stored = getattr(unit, name, None) if unit else None
    return ASSUMED.get(name) if stored is None else stored


def _of_kind(answers: Mapping[str, Any], unit: Unit | None) -> dict[str, Any]:
    """What the rule of places asks of a home, known or not."""
    return {"kind": _answer("kind", answers, unit)}


def _new_unit(by: Any) -> Unit:
    return Unit(
        organisation_id=by.organisation_id,
        created_by_id=by.id,
        state=UnitState.DRAFT,
        **ASSUMED,
    )


def _fill(unit: Unit, answers: dict[str, Any], buildings: dict[str, Building]) -> None:
    """Write what the row says, step by step; what it does not say is left as it is."""
    for step, fields in sources().items():
        names = {"commune_code" if name == "commune" else name for name in fields}
        given = {name: answers[name] for name in names if name in answers}
        if step == "building":
            _settle(unit, given, buildings)
        elif given:
            write_answers(unit, step, given)


def _settle(unit: Unit, given: dict[str, Any], buildings: dict[str, Building]) -> None:
    """In the building of that name, made once for all rows that say it."""
    name = given.get("new_building")
    if not name:
        return
    new = Building(organisation_id=unit.organisation_id, name=name)
    unit.building = buildings.setdefault(name.casefold(), new)
    if "most_stays" in given:
        unit.building.most_stays = given["most_stays"]
