"""What else was possible: other homes for the household, other households for the home, nothing."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import load_only

from stirrup.extensions import db
from stirrup.matching.explanations.explanation import Alternative, PairExplanation, PartPoints
from stirrup.matching.scoring import URGENCY
from stirrup.referrals.models import Referral
from stirrup.runs.models import Proposal
from stirrup.runs.sides import home_in, urgency_of, waiting_days
from stirrup.ui.filters import day_count, surface
from stirrup.units.models import Unit

SIGNS = {True: "+", False: "\N{MINUS SIGN}"}
Entry = dict[str, Any]


def other_choices(proposal: Proposal, found: PairExplanation | None) -> list[dict[str, Any]]:
    """Three columns; "no proposal" is always one of the choices (AT-04)."""
    household, unit = proposal.referral.reference, proposal.unit.reference
    homes = list(_other_homes(found)) if found else []
    households = list(_other_households(found)) if found else []
    return [
        {
            "title": _("Other homes for %(reference)s", reference=household),
            "entries": homes or [{"title": _("None tonight"), "text": ""}],
        },
        {
            "title": _("Other households for %(reference)s", reference=unit),
            "entries": households or [{"title": _("None tonight"), "text": ""}],
        },
        {"title": _("No proposal"), "entries": [_no_proposal(household, found)]},
    ]


def _other_homes(found: PairExplanation) -> Iterator[Entry]:
    columns = (Unit.kind, Unit.commune_code, Unit.surface_m2)
    for unit, one in _stored(Unit, found.next_homes, columns):
        taken = _("proposed to another household") if one.taken else _("free tonight")
        yield {
            "title": unit.reference,
            "url": url_for("units.show", unit_id=unit.id),
            "aside": _against(one, found),
            "text": f"{home_in(unit)}, {surface(unit.surface_m2)}, {taken}",
        }


def _other_households(found: PairExplanation) -> Iterator[Entry]:
    columns = (Referral.urgency, Referral.waiting_since)
    for referral, one in _stored(Referral, found.next_households, columns):
        taken = _("another home is proposed to it") if one.taken else _("no proposal tonight")
        waited = day_count(waiting_days(referral))
        yield {
            "title": referral.reference,
            "url": url_for("referrals.show", referral_id=referral.id),
            "aside": _against(one, found),
            "text": f"{urgency_of(referral)}, {waited}, {taken}",
        }


def _no_proposal(household: str, found: PairExplanation | None) -> Entry:
    kept = _(
        "The home waits for the next night; %(reference)s keeps its waiting time.",
        reference=household,
    )
    if found is None:
        return {"title": _("One household fewer"), "text": kept}
    title = _(
        "%(less)s households proposed for instead of %(placed)s",
        less=found.placed_without,
        placed=found.placed,
    )
    return {"title": title, "text": kept}


def _stored(
    model: Any, alternatives: Iterable[Alternative], columns: Any
) -> Iterator[tuple[Any, Alternative]]:
    """The rows of some alternatives, in the order of these."""
    wanted = {one.id: one for one in alternatives}
    if not wanted:
        return iter(())
    query = select(model).where(model.id.in_(wanted)).options(load_only(*columns))
    rows = {row.id: row for row in db.session.scalars(query)}
    return ((rows[number], one) for number, one in wanted.items() if number in rows)


def _against(one: Alternative, found: PairExplanation) -> str:
    """Urgency in words, since it comes first; otherwise points more or fewer."""
    urgency = _urgency_points(one.parts) - _urgency_points(found.parts)
    if urgency:
        return str(_("more urgent") if urgency > 0 else _("less urgent"))
    if not one.difference:
        return str(_("as many points"))
    points = ngettext("%(num)s point", "%(num)s points", abs(one.difference))
    return f"{SIGNS[one.difference > 0]}\N{NO-BREAK SPACE}{points}"


def _urgency_points(parts: Iterable[PartPoints]) -> int:
    return next(part.points for part in parts if part.code == URGENCY.code)
