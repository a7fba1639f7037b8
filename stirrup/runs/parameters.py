"""The weights and the policy of the nights: adopted by a named person, dated, never edited."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import defer

from stirrup import audit
from stirrup.accounts.models import User
from stirrup.clock import today
from stirrup.extensions import db
from stirrup.matching.over_time.holds import OFF, HoldPolicy
from stirrup.matching.weights import Weights
from stirrup.permissions import Permission, require
from stirrup.refusals import RefusedError
from stirrup.runs.choice_models import MatchParameters
from stirrup.runs.nights_ahead import require_a_note
from stirrup.wording import N_


class NothingToAdoptError(RefusedError):
    """A version that changes nothing would only blur the history."""

    sentence = N_("These weights and this policy are those in force: nothing was changed.")


class ReportMissingError(RefusedError):
    """A policy keeps homes from people: what it does to whom is shown before it is adopted."""

    sentence = N_("A policy is adopted from a back-test that shows what it does, and to whom.")


class AdoptedMeanwhileError(RefusedError):
    """Two people adopted at once."""

    sentence = N_("Somebody else has just adopted other weights: read them before you go on.")


def parameters_in_force() -> MatchParameters | None:
    """What was adopted last; None as long as nobody has adopted anything."""
    return db.session.scalars(_latest_first().limit(1)).one_or_none()


def list_parameters() -> list[MatchParameters]:
    """Every version that was adopted, the latest first."""
    return list(db.session.scalars(_latest_first()))


def find_parameters(version: str) -> MatchParameters | None:
    """The row of a version; those that come with the program have none."""
    return db.session.scalars(select(MatchParameters).filter_by(version=version)).one_or_none()


def weights_in_force() -> Weights:
    """The weights of the next night."""
    return weights_of(parameters_in_force())


def policy_in_force() -> HoldPolicy:
    """Which homes the next night keeps back."""
    return policy_of(parameters_in_force())


def weights_of(parameters: MatchParameters | None) -> Weights:
    """The weights of one version; those that come with the program before the first."""
    if parameters is None:
        return Weights()
    stored = parameters.weights
    return Weights(**stored | {"urgency": tuple(stored["urgency"])})


def policy_of(parameters: MatchParameters | None) -> HoldPolicy:
    """The policy of one version; before the first, none."""
    return HoldPolicy(**parameters.policy) if parameters else HoldPolicy()


def adopt_parameters(
    *,
    by: User,
    weights: Weights,
    policy: HoldPolicy,
    note: str,
    report: dict[str, Any] | None = None,
) -> MatchParameters:
    """Put weights and a policy in force from the next night on, under a version of its own.

    A policy that keeps homes asks for the `report` it was chosen from, unless it stays the same.
    Raises AbsentNoteError, NothingToAdoptError, ReportMissingError, AdoptedMeanwhileError.
    """
    adopted = add_parameters(by=by, weights=weights, policy=policy, note=note, report=report)
    db.session.commit()
    return adopted


def add_parameters(
    *,
    by: User,
    weights: Weights,
    policy: HoldPolicy,
    note: str,
    report: dict[str, Any] | None = None,
) -> MatchParameters:
    """The same within a larger transaction, which the caller commits."""
    require(by, Permission.PARAMETERS_ADOPT)
    words = require_a_note(note)
    before = parameters_in_force()
    _refuse_no_change(before, weights, policy)
    if policy.name != OFF and policy != policy_of(before) and report is None:
        raise ReportMissingError
    version = next_version(today())
    adopted = MatchParameters(
        version=version,
        weights=asdict(replace(weights, version=version)),
        policy=asdict(policy),
        note=words,
        report=report,
        adopted_by=by,
    )
    db.session.add(adopted)
    try:
        audit.record(by, "parameters_adopted", adopted, version=version, policy=policy.name)
        db.session.flush()
    except IntegrityError as race:
        db.session.rollback()
        raise AdoptedMeanwhileError from race
    return adopted


def next_version(on: date) -> str:
    """The year and the next number in it; the version that comes with the program counts."""
    versions = [Weights().version, *db.session.scalars(select(MatchParameters.version))]
    pairs = (version.split("-") for version in versions)
    numbers = [int(number) for year, number in pairs if int(year) == on.year]
    return f"{on.year}-{max(numbers, default=0) + 1}"


def _refuse_no_change(before: MatchParameters | None, weights: Weights, policy: HoldPolicy) -> None:
    present = weights_of(before)
    same_weights = replace(weights, version=present.version) == present
    if same_weights and policy == policy_of(before):
        raise NothingToAdoptError


def _latest_first() -> Any:
    """Without the reports, which are long: the page that shows one reads it."""
    query = select(MatchParameters).options(defer(MatchParameters.report))
    return query.order_by(MatchParameters.id.desc())
