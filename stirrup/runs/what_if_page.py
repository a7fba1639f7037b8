"""What the what-if board prints: the changes that are tried, who gains, who loses, the cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from stirrup.accounts.models import Organisation
from stirrup.extensions import db
from stirrup.geography import get_commune
from stirrup.matching.trials.comparison import SIZES, Comparison, Share, compare
from stirrup.matching.trials.trial import UnmetPin
from stirrup.matching.trials.what_if import (
    Ban,
    Change,
    ChangeRefusedError,
    Hold,
    Pin,
    Release,
    Weight,
)
from stirrup.matching.weights import Weights
from stirrup.referrals.enums import ReferralState
from stirrup.referrals.models import Referral
from stirrup.runs.change_addresses import home_reference, household_reference, written
from stirrup.runs.level_words import Row, costs_of, figures_of, gains_of
from stirrup.runs.models import MatchRun
from stirrup.runs.night_copies import NightCopy
from stirrup.runs.numbering import commune_code
from stirrup.runs.what_if_forms import WEIGHT_LABELS
from stirrup.runs.what_if_moves import MoveLine, Moves
from stirrup.ui.filters import decimal
from stirrup.units.enums import TAKES_PART
from stirrup.units.models import Unit


@dataclass(frozen=True)
class ChangeLine:
    """One change that is tried, how to take it away, and what stands against it."""

    words: str
    remove_url: str
    about: list[str]


@dataclass(frozen=True)
class ResultPage:
    """Both solutions side by side."""

    is_the_same: bool
    proved: bool
    counts: list[tuple[str, str]]
    costs: list[str]
    gains: list[str]
    figures: list[Row]
    moves: list[MoveLine]
    more_moves: int
    groups: list[tuple[str, list[Row]]]
    """A title and (name, before, after) of every group that has another number."""
    unmet: list[tuple[str, list[str]]]
    """Pairs asked for that cannot be, each with the obstacles that may be told."""
    decided: str | None


@dataclass(frozen=True)
class Board:
    """The board of one run."""

    run: MatchRun
    changes: list[ChangeLine] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    refused: str | None = None
    """The sentence of a change that cannot be tried with the others."""
    result: ResultPage | None = None


def board(copy: NightCopy, changes: Sequence[Change]) -> Board:
    """Try the changes and tell what they do; a refusal is told beside them."""
    if not changes:
        return Board(copy.run)
    addresses = [written(change) for change in changes]
    lines = _change_lines(copy.problem.weights, changes, addresses)
    try:
        tried = copy.tried(changes)
    except ChangeRefusedError as refusal:
        sentence = f"{words_of(refusal.change)}. {_(refusal.sentence)}"
        return Board(copy.run, lines, addresses, refused=sentence)
    comparison = compare(copy.problem, copy.solution, tried.solution)
    result = _result(copy.run, comparison, tried.unmet_pins())
    return Board(copy.run, lines, addresses, result=result)


def words_of(change: Change) -> str:
    """One change in words."""
    if isinstance(change, Pin | Ban):
        names = {
            "household": household_reference(change.referral_id),
            "home": home_reference(change.unit_id),
        }
        if isinstance(change, Pin):
            return str(_("%(household)s in %(home)s", **names))
        return str(_("%(household)s anywhere but in %(home)s", **names))
    if isinstance(change, Weight):
        label = _(WEIGHT_LABELS.get(change.part, change.part))
        return str(_("%(weight)s: %(value)s", weight=label, value=change.value))
    home = home_reference(change.unit_id)
    if isinstance(change, Hold):
        return str(_("%(home)s proposed to nobody", home=home))
    return str(_("%(home)s open to everyone", home=home))


def _change_lines(
    weights: Weights, changes: Sequence[Change], addresses: Sequence[str]
) -> list[ChangeLine]:
    about = _no_longer_there(changes)
    for one in changes:
        if isinstance(one, Weight):
            about[one] = [str(_("In this run: %(value)s", value=getattr(weights, one.part)))]
    return [
        ChangeLine(
            words_of(change),
            url_for("what_if.board", change=[*addresses[:at], *addresses[at + 1 :]]),
            about.get(change, []),
        )
        for at, change in enumerate(changes)
    ]


def _no_longer_there(changes: Iterable[Change]) -> dict[Change, list[str]]:
    """What happened since the run to the homes and households that are named."""
    changes = list(changes)
    households = {one.referral_id for one in changes if isinstance(one, Pin | Ban)}
    homes = {one.unit_id for one in changes if isinstance(one, Pin | Ban | Hold | Release)}
    ready = _ids(Referral, households, Referral.state == ReferralState.READY)
    open_ones = _ids(Unit, homes, Unit.state.in_(TAKES_PART))
    said: dict[Change, list[str]] = {}
    for change in changes:
        about = said.setdefault(change, [])
        if isinstance(change, Pin | Ban) and change.referral_id not in ready:
            about.append(_("This household is no longer ready: this cannot be adopted."))
        if not isinstance(change, Weight) and change.unit_id not in open_ones:
            about.append(_("This home is no longer open: this cannot be adopted."))
    return said


def _ids(model: Any, wanted: set[int], condition: Any) -> set[int]:
    return set(db.session.scalars(select(model.id).where(model.id.in_(wanted), condition)))


def _result(run: MatchRun, comparison: Comparison, unmet: Sequence[UnmetPin]) -> ResultPage:
    moves = Moves(run, comparison)
    return ResultPage(
        is_the_same=comparison.is_the_same,
        proved=comparison.after.proved,
        counts=[
            (_("Gain a home"), decimal(len(comparison.gaining))),
            (_("Lose their home"), decimal(len(comparison.losing))),
            (_("Change home"), decimal(len(comparison.moving))),
        ],
        costs=costs_of(comparison),
        gains=gains_of(comparison),
        figures=figures_of(comparison),
        moves=moves.lines(),
        more_moves=moves.more,
        groups=list(_groups(comparison)),
        unmet=[_unmet(pin) for pin in unmet],
        decided=moves.said_of_decided(),
    )


def _unmet(pin: UnmetPin) -> tuple[str, list[str]]:
    names = {
        "household": household_reference(pin.referral_id),
        "home": home_reference(pin.unit_id),
    }
    because = [f"{_(line.sentence)}." for line in pin.obstacles]
    gave_way = _(
        "It gives way to another pair asked for, or to a limit of the association, the"
        " landlord or the building."
    )
    return str(_("%(household)s in %(home)s", **names)), because or [str(gave_way)]


def _groups(comparison: Comparison) -> Iterable[tuple[str, list[Row]]]:
    associations = [share.key for share in comparison.by_association]
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(associations))
    names: dict[int, str] = dict(db.session.execute(query).all())
    for title, shares, name in (
        (_("By association"), comparison.by_association, lambda key: names.get(key, "")),
        (_("By commune of the home"), comparison.by_commune, _commune),
        (_("By size of the household"), comparison.by_people, _size),
    ):
        rows = [_share(share, name(share.key)) for share in shares if share.before != share.after]
        if rows:
            yield str(title), rows


def _share(share: Share, name: str) -> Row:
    return name, _out_of(share.before, share.of), _out_of(share.after, share.of)


def _out_of(count: int, everyone: int) -> str:
    return str(_("%(count)s of %(all)s", count=count, all=everyone))


def _commune(number: int) -> str:
    return get_commune(commune_code(number)).name


def _size(fewest: int) -> str:
    """1 person; 3 or 4 people; 5 people or more."""
    following = [size for size in SIZES if size > fewest]
    if not following:
        return str(_("%(count)s people or more", count=fewest))
    if following[0] == fewest + 1:
        return str(ngettext("%(num)s person", "%(num)s people", fewest))
    return str(_("%(least)s or %(most)s people", least=fewest, most=following[0] - 1))
