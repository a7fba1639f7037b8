"""What people of the demonstration asked of the night: one pair, and two linked households."""

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import select

from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.matching.pairs import eligible_pairs
from stirrup.permissions import Role
from stirrup.referrals.links import link_referrals
from stirrup.referrals.models import Referral
from stirrup.runs.choices import choose_pair
from stirrup.runs.enums import ChoiceKind
from stirrup.runs.loader import load
from stirrup.units.models import Unit

TWO_WEEKS = timedelta(days=14)
NEAR_KM = 10
MANY_HOMES = 5
"""Linked households with so many possible homes each are likely to get two near each other."""

Homes = dict[int, list[int]]


def make_choices() -> None:
    """Link two households of the case worker, and ask for a home for another one."""
    worker, team = _first(Role.CASE_WORKER), _first(Role.ADMINISTRATOR)
    homes = _possible_homes()
    linked = _two_to_link(worker, homes)
    if len(linked) == 2:
        link_referrals(linked[0], linked[1].reference, NEAR_KM, by=worker)
    others = [referral_id for referral_id in homes if referral_id not in {one.id for one in linked}]
    if others:
        _ask_for_a_pair(others[0], homes[others[0]][0], team)


def _possible_homes() -> Homes:
    """The homes that the rules allow, by referral, those with the fewest first."""
    problem = load(today(), seed=0)
    u, h = eligible_pairs(problem)
    homes: Homes = defaultdict(list)
    pairs = zip(problem.households.id[h].tolist(), problem.units.id[u].tolist(), strict=True)
    for referral_id, unit_id in sorted(pairs):
        homes[referral_id].append(unit_id)
    return dict(sorted(homes.items(), key=lambda entry: (len(entry[1]), entry[0])))


def _two_to_link(worker: User, homes: Homes) -> list[Referral]:
    """The most urgent of the worker's association among those with many possible homes."""
    own = db.session.scalars(select(Referral).filter_by(association_id=worker.organisation_id))
    able = [one for one in own if len(homes.get(one.id, ())) >= MANY_HOMES]
    return sorted(able, key=lambda one: (one.urgency.band if one.urgency else 0, one.id))[:2]


def _ask_for_a_pair(referral_id: int, unit_id: int, team: User) -> None:
    choose_pair(
        db.session.get_one(Referral, referral_id),
        db.session.get_one(Unit, unit_id),
        ChoiceKind.PIN,
        by=team,
        note="Logement visité ensemble, près de l’école des enfants.",
        expires_on=today() + TWO_WEEKS,
    )


def _first(role: Role) -> User:
    people = select(User).where(User.is_demo, User.role == role).order_by(User.id).limit(1)
    return db.session.scalars(people).one()
